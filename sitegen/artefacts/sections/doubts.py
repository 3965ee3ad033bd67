"""Why a snap point may mislead, in a sentence for each reason."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from sitegen import doubtful
from sitegen.artefacts.text.words import Words
from sitegen.terms import SOURCE_LANGUAGE

Position = tuple[int, int]
Row = Mapping[str, str | int | float | None]


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reason in words; `source` is a link to where that can be read and may be empty, `language` that of the text if not the page's."""

    reason: str
    text: str
    source: str = ""
    language: str = ""


_REPORTED_AT = frozenset({"hospital", "police-station", "prison"})
"""Premises at which reports are filed of what happened elsewhere, or within."""


def read_doubts(doubtful_points: pl.DataFrame, words: Words, force_names: Mapping[str, str]) -> dict[Position, tuple[Doubt, ...]]:
    """The reasons of each point that has one, in the order people read them; `force_names` by id."""
    order = {reason: at for at, reason in enumerate(doubtful.REASONS)}
    found: dict[Position, list[Doubt]] = {}
    for row in sorted(doubtful_points.iter_rows(named=True), key=lambda row: (row["x"], row["y"], order[row["reason"]])):
        found.setdefault((row["x"], row["y"]), []).append(doubt_of(row, words, force_names))
    return {position: tuple(doubts) for position, doubts in found.items()}


def doubt_of(row: Row, words: Words, force_names: Mapping[str, str]) -> Doubt:
    """A row of `doubtful_points` in words: the operator's where they gave some, else ours."""
    reason, source = str(row["reason"]), str(row["source"] or "")
    if said := row["text"]:
        own = said if words.language == SOURCE_LANGUAGE else row[f"text_{words.language}"]
        return Doubt(reason, str(own or said), source, "" if own else SOURCE_LANGUAGE)
    forces = words.list([force_names.get(force_id, force_id) for force_id in str(row["forces"] or "").split()])
    if reason == doubtful.PREMISES:
        return Doubt(reason, _of_premises(str(row["premises"]), words))
    if reason == doubtful.SHARED:
        return Doubt(
            reason,
            words.gettext(
                "Forces from elsewhere also placed records here (%(forces)s): what they recorded may have happened somewhere else.", forces=forces
            ),
        )
    if reason == doubtful.OUTSIDE:
        values = {"forces": forces, "km": words.number(int(row["distance_km"] or 0))}
        return Doubt(
            reason,
            words.gettext(
                "About %(km)s km outside the area of %(forces)s, which placed records here again and again: it may have happened somewhere else.",
                **values,
            ),
        )
    month = words.month(str(row["renewed"]))
    return Doubt(
        reason,
        words.gettext(
            "The list of points was renewed in %(month)s. This point began or ended then and one nearby took its place: that is no rise or fall.",
            month=month,
        ),
    )


def _of_premises(kind: str, words: Words) -> str:
    if kind in _REPORTED_AT:
        return words.gettext(
            "Stands for more than one address (%(kind)s): reports may be filed here of what happened elsewhere.", kind=kind_name(kind, words)
        )
    return words.gettext(
        "Stands for more than one address (%(kind)s): many people come here, so it says little of the homes nearby.", kind=kind_name(kind, words)
    )


def kind_name(kind: str, words: Words) -> str:
    """A kind of premises in words, in small letters; one that has none as its slug."""
    names = {
        "airport": words.gettext("airport or airfield"),
        "bus-station": words.gettext("bus or coach station"),
        "car-park": words.gettext("parking area"),
        "college": words.gettext("college or university"),
        "conference-centre": words.gettext("conference centre"),
        "hospital": words.gettext("hospital"),
        "motorway-services": words.gettext("motorway services"),
        "nightclub": words.gettext("nightclub"),
        "petrol-station": words.gettext("petrol station"),
        "police-station": words.gettext("police station"),
        "prison": words.gettext("prison"),
        "railway-station": words.gettext("railway station"),
        "shops": words.gettext("shopping area"),
        "sports-ground": words.gettext("sports or recreation area"),
        "supermarket": words.gettext("supermarket"),
        "theatre": words.gettext("theatre or concert hall"),
    }
    return names.get(kind, kind)


def reason_name(reason: str, words: Words) -> str:
    """A reason as a heading of a table."""
    names = {
        doubtful.PREMISES: words.gettext("Premises"),
        doubtful.SHARED: words.gettext("Forces from elsewhere"),
        doubtful.OUTSIDE: words.gettext("Far outside"),
        doubtful.RENEWAL: words.gettext("New list of points"),
        doubtful.TOLD: words.gettext("Told by the operator"),
    }
    return names[reason]
