"""Questions in SQL to the site's own tables, ready to be asked: SQLite and DuckDB both answer them, and alike.

None takes a month that nobody supplied for a month without crime: what is not known is null, which no sum counts, and each answer
says how many months it rests on wherever it adds months up.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from sitegen.artefacts.text.words import Words

_HERE = "force = '{force}' AND neighbourhood = '{neighbourhood}'"
_CRIME = "category <> 'anti-social-behaviour'"
_YEAR_BEFORE = "CAST(CAST(substr(n.month, 1, 4) AS INTEGER) - 1 AS VARCHAR) || substr(n.month, 5)"
_RESTS_ON = "count(DISTINCT CASE WHEN crimes IS NOT NULL THEN month END) AS months_known"


@dataclass(frozen=True, slots=True)
class Question:
    """A question in words and in SQL; `marked` is the SQL with each value that the reader may choose as `<var data-of="force">`."""

    text: str
    sql: str
    marked: Markup


def ready_questions(words: Words, chosen: Mapping[str, str]) -> tuple[Question, ...]:
    """The questions about what is `chosen`: force, neighbourhood, and `since`, the month with which the newest 12 begin."""
    values = {name: value.replace("'", "''") for name, value in chosen.items()}
    marks = {name: Markup('<var data-of="{}">{}</var>').format(name, value) for name, value in values.items()}
    return tuple(Question(text, _filled(sql, values), Markup(_filled(str(escape(sql)), marks))) for text, sql in _questions(words))


def _filled(sql: str, values: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: values[found[1]], sql.strip())


def _questions(words: Words) -> tuple[tuple[str, str], ...]:
    return (*_of_neighbourhood(words), *_of_change(words), *_of_force(words), *_of_coverage(words), *_of_crimes(words), *_of_all(words))


def _of_neighbourhood(words: Words) -> tuple[tuple[str, str], ...]:
    return (
        (
            words.gettext("Which kinds of crime were recorded most in my neighbourhood in the newest year?"),
            f"""
SELECT category, sum(crimes) AS total, count(crimes) AS months_known
FROM counts
WHERE {_HERE} AND month >= '{{since}}'
GROUP BY category
HAVING count(crimes) > 0
ORDER BY sum(crimes) DESC, category""",
        ),
        (
            words.gettext("How much crime was recorded here, month by month?"),
            f"""
SELECT month, sum(crimes) AS total, min(state) AS state
FROM counts
WHERE {_HERE} AND {_CRIME}
GROUP BY month
ORDER BY month""",
        ),
        (
            words.gettext("Antisocial behaviour here, month by month"),
            f"""
SELECT month, crimes AS reports, state
FROM counts
WHERE {_HERE} AND category = 'anti-social-behaviour'
ORDER BY month""",
        ),
        (
            words.gettext("Which five months had the most crime here?"),
            f"""
SELECT month, sum(crimes) AS total
FROM counts
WHERE {_HERE} AND {_CRIME}
GROUP BY month
HAVING count(crimes) > 0
ORDER BY sum(crimes) DESC, month
LIMIT 5""",
        ),
        (
            words.gettext("What share of all crime here was each kind, in the newest year?"),
            f"""
SELECT category, round(100.0 * sum(crimes) / sum(sum(crimes)) OVER (), 1) AS per_cent, count(crimes) AS months_known
FROM counts
WHERE {_HERE} AND {_CRIME} AND month >= '{{since}}'
GROUP BY category
HAVING sum(crimes) > 0
ORDER BY sum(crimes) DESC, category""",
        ),
    )


def _of_change(words: Words) -> tuple[tuple[str, str], ...]:
    return (
        (
            words.gettext("Did it rise or fall? Each month beside the same month a year before, where both are known"),
            f"""
WITH known AS (
  SELECT month, sum(crimes) AS total
  FROM counts
  WHERE {_HERE} AND {_CRIME}
  GROUP BY month
  HAVING count(crimes) > 0
)
SELECT n.month, n.total AS this_year, b.total AS year_before, n.total - b.total AS change
FROM known n JOIN known b ON b.month = {_YEAR_BEFORE}
ORDER BY n.month""",
        ),
        (
            words.gettext("Which kinds rose or fell most here, in months known in both years?"),
            f"""
WITH known AS (SELECT * FROM counts WHERE {_HERE} AND crimes IS NOT NULL)
SELECT n.category, sum(n.crimes) - sum(b.crimes) AS change, sum(b.crimes) AS year_before, sum(n.crimes) AS this_year, count(*) AS months_compared
FROM known n JOIN known b ON b.category = n.category AND b.month = {_YEAR_BEFORE}
WHERE n.month >= '{{since}}'
GROUP BY n.category
ORDER BY abs(sum(n.crimes) - sum(b.crimes)) DESC, n.category""",
        ),
        (
            words.gettext("Is there a season? The average of each month of the year"),
            f"""
WITH known AS (
  SELECT month, sum(crimes) AS total
  FROM counts
  WHERE {_HERE} AND {_CRIME}
  GROUP BY month
  HAVING count(crimes) > 0
)
SELECT substr(month, 6) AS month_of_year, round(avg(total), 1) AS average, count(*) AS years_known
FROM known
GROUP BY substr(month, 6)
ORDER BY substr(month, 6)""",
        ),
    )


def _of_force(words: Words) -> tuple[tuple[str, str], ...]:
    return (
        (
            words.gettext("Which neighbourhoods of this force had the most burglaries in the newest year?"),
            f"""
SELECT name, sum(crimes) AS burglaries, {_RESTS_ON}
FROM counts JOIN neighbourhoods USING (force, neighbourhood)
WHERE force = '{{force}}' AND category = 'burglary' AND month >= '{{since}}'
GROUP BY neighbourhood, name
HAVING count(crimes) > 0
ORDER BY sum(crimes) DESC, name, neighbourhood
LIMIT 20""",
        ),
        (
            words.gettext("Where does my neighbourhood stand among those of its force, kind by kind?"),
            """
WITH totals AS (
  SELECT category, neighbourhood, sum(crimes) AS total
  FROM counts
  WHERE force = '{force}' AND neighbourhood IS NOT NULL AND month >= '{since}'
  GROUP BY category, neighbourhood
  HAVING count(crimes) > 0
), places AS (
  SELECT category, neighbourhood, total,
    rank() OVER (PARTITION BY category ORDER BY total DESC) AS place, count(*) OVER (PARTITION BY category) AS among
  FROM totals
)
SELECT category, total, place, among
FROM places
WHERE neighbourhood = '{neighbourhood}'
ORDER BY place, category""",
        ),
        (
            words.gettext("How much crime did the whole force record, month by month?"),
            f"""
SELECT month, sum(crimes) AS total, min(state) AS state
FROM counts
WHERE force = '{{force}}' AND neighbourhood IS NULL AND {_CRIME}
GROUP BY month
ORDER BY month""",
        ),
        (
            words.gettext("Every neighbourhood of this force with its newest month"),
            f"""
SELECT name, sum(crimes) AS total, min(state) AS state
FROM counts JOIN neighbourhoods USING (force, neighbourhood)
WHERE force = '{{force}}' AND {_CRIME} AND month = (SELECT max(month) FROM counts)
GROUP BY neighbourhood, name
ORDER BY name, neighbourhood""",
        ),
    )


def _of_coverage(words: Words) -> tuple[tuple[str, str], ...]:
    return (
        (
            words.gettext("What is missing from this force, and why?"),
            """
SELECT dataset, state, reason, count(*) AS months, min(month) AS first_month, max(month) AS last_month
FROM coverage
WHERE force_id = '{force}' AND state <> 'supplied'
GROUP BY dataset, state, reason
ORDER BY dataset, state, min(month), max(month)""",
        ),
        (
            words.gettext("Which forces have not supplied crime for the newest month?"),
            """
SELECT force_id, dataset, state, reason
FROM coverage
WHERE dataset IN ('crime', 'asb') AND state <> 'supplied' AND month = (SELECT max(month) FROM coverage)
ORDER BY force_id, dataset""",
        ),
        (
            words.gettext("What share of this force’s crimes came without a location?"),
            """
SELECT month, round(100.0 * unlocated / rows, 1) AS per_cent, rows AS crimes
FROM coverage
WHERE force_id = '{force}' AND dataset = 'crime'
ORDER BY month""",
        ),
    )


def _of_crimes(words: Words) -> tuple[tuple[str, str], ...]:
    return (
        (
            words.gettext("On or near which streets were most crimes recorded, in the month that is loaded?"),
            f"""
SELECT street || ' (' || lsoa_name || ')' AS place, count(*) AS total
FROM crimes
WHERE {_CRIME} AND street IS NOT NULL AND lsoa_name IS NOT NULL
GROUP BY street || ' (' || lsoa_name || ')'
ORDER BY count(*) DESC, place
LIMIT 20""",
        ),
        (
            words.gettext("What has become of the crimes of that month so far? A newer month has had less time, so do not compare months by it"),
            f"""
SELECT coalesce(outcome, '(not known)') AS outcome_so_far, count(*) AS total, round(100.0 * count(*) / sum(count(*)) OVER (), 1) AS per_cent
FROM crimes
WHERE {_CRIME}
GROUP BY coalesce(outcome, '(not known)')
ORDER BY count(*) DESC, outcome_so_far""",
        ),
        (
            words.gettext("How many crimes of that month came without a location, kind by kind?"),
            f"""
SELECT category, count(*) - count(longitude) AS without_location, count(*) AS total
FROM crimes
WHERE {_CRIME}
GROUP BY category
ORDER BY count(*) - count(longitude) DESC, category""",
        ),
    )


def _of_all(words: Words) -> tuple[tuple[str, str], ...]:
    return (
        (
            words.gettext("All forces that are loaded together: burglaries month by month, and of how many forces they are known"),
            """
SELECT month, sum(crimes) AS burglaries, count(crimes) AS forces_known, count(*) - count(crimes) AS forces_missing
FROM counts
WHERE neighbourhood IS NULL AND category = 'burglary'
GROUP BY month
ORDER BY month""",
        ),
    )
