"""Every state of what was promised to neighbourhoods, and what its sentences say there: a scene for `test_every_sentence`."""

from __future__ import annotations

from itertools import product

from sitegen.artefacts.sections import promise_view, timeline_view
from sitegen.artefacts.sections.issues import Breaks
from sitegen.artefacts.text.words import Words
from tests.artefacts.every_state import Said
from tests.artefacts.inputs import table

_AGED = (("renewed", "2025-06"), ("older", "2023-01"), ("undated", None), ("none", None), ("not_supplied", None), ("not_fetched", None))
_PLAIN = ("yes", "no", "not_supplied", "not_fetched")


def promises(words: Words) -> Said:
    """Each answer of each part, alone in its force and beside a neighbourhood that has all."""
    whole = {
        "force_id": "f",
        "as_of": "2025-06-30",
        "folder": "x",
        "named": "yes",
        "reach": "yes",
        "priorities": "renewed",
        "actions": "renewed",
        "meetings": "yes",
    }
    beside = {**whole, "neighbourhood_id": "b", "name": "B", "issue_month": "2025-05", "action_month": "2025-05", "coming": 1, "past": 0}
    states: list[tuple[str, str, dict[str, int | str | None]]] = []
    for column in ("named", "reach"):
        states += [(column, state, {}) for state in _PLAIN]
    for column, month_of in (("priorities", "issue_month"), ("actions", "action_month")):
        states += [(column, state, {month_of: month}) for state, month in _AGED]
    for silent, coming, past in product(("not_supplied", "not_fetched"), (None, 0, 1, 3), (None, 0, 1, 12)):
        if coming is not None and silent == "not_fetched":
            continue
        meetings = silent if coming is None else "yes" if coming else "no"
        states.append(("meetings", meetings, {"coming": coming, "past": past}))
    for column, state, more in states:
        rows = table("promises", {**whole, "neighbourhood_id": "a", "name": "A", column: state, **more}, beside)
        facts = promise_view.PromiseFacts(rows, table("promise_months"), table("town_centre"))
        view = promise_view.view_promise(facts, {}, Breaks(), force="Kent Police", as_of="2025-06-30", words=words)
        at = promise_view.COLUMNS.index(column)
        answers = "; ".join(f"{answer.text} {answer.number}" for answer in view.parts[at].answers)
        yield f"{column}, {state}, {more}", f"{view.parts[at].name}: {answers}. Row: {' / '.join(view.places[0].cells[at][:2])}"
    year = [{"force_id": "f", "category": one, "crimes": 1234, "first_month": "2024-07", "last_month": "2025-06"} for one in ("robbery", "crime")]
    facts = promise_view.PromiseFacts(table("promises"), table("promise_months"), table("town_centre", *year))
    town = promise_view.view_promise(facts, {}, Breaks(), force="Kent Police", as_of="2025-06-30", words=words).town
    assert town
    for named in ((), ("not_supplied",), ("not_fetched",), ("not_supplied", "not_fetched")):
        unknown = [{**whole, **dict.fromkeys(promise_view.COLUMNS, state), "neighbourhood_id": state, "name": state} for state in named]
        facts = promise_view.PromiseFacts(table("promises", *unknown), table("promise_months"), table("town_centre"))
        view = promise_view.view_promise(facts, {}, Breaks(), force="Kent Police", as_of="2025-06-30", words=words)
        yield f"nothing known: {', '.join(named) or 'no list'}", view.silence
    yield "a year", f"{town.months}: {town.sum.name}"


def timelines(words: Words) -> Said:
    """Each kind of entry, listed today and no longer."""
    for kind, last in product(("raised", "done", "held", "coming", "unlisted"), (None, "2025-03")):
        about = "<p>Bins</p>" if kind == "done" else None
        entry = {
            "force_id": "f",
            "neighbourhood_id": "a",
            "kind": kind,
            "day": "2025-04-02",
            "text": "<p>Bins</p>",
            "about": about,
            "last_month": last,
        }
        rows = table("timelines", entry | {"position": 0}, entry | {"position": 1, "text": "<p></p>" if kind == "raised" else "<p>Litter: more</p>"})
        for month in timeline_view.view_timelines(rows, words)["a"].months:
            for one in month.entries:
                yield f"{kind}, last seen {last}", f"{one.title}. {one.note}"
