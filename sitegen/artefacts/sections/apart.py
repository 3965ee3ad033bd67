"""What is counted and yet stands on no neighbourhood's map: crimes without a location, and those of British Transport Police."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from sitegen.artefacts.text.words import Words
from sitegen.rules import COUNTED_STATES
from sitegen.terms import ASB, BTP


@dataclass(frozen=True, slots=True)
class Apart:
    """Counts of one month that no neighbourhood's figures hold; None: not known. `btp_*` are by neighbourhood.

    `others` is what other forces recorded in each neighbourhood, by force name; that is counted in it.
    """

    unlocated_crimes: int | None
    unlocated_asb: int | None
    btp_crimes: Mapping[str, int]
    btp_state: str
    others: Mapping[str, tuple[tuple[str, int], ...]]


def read_apart(force_series: pl.DataFrame, located_counts: pl.DataFrame, coverage: pl.DataFrame, names: Mapping[str, str], month: str) -> Apart:
    """One force's counts apart for a month. `btp_state` is empty where this copy has no file of British Transport Police."""
    rows = force_series.filter((pl.col("month") == month) & pl.col("unlocated").is_not_null())
    crime, asb = (rows.filter(what)["unlocated"] for what in (pl.col("category") != ASB, pl.col("category") == ASB))
    btp = (
        located_counts.filter((pl.col("month") == month) & (pl.col("recorded_by") == BTP) & pl.col("neighbourhood_id").is_not_null())
        .group_by("neighbourhood_id")
        .agg(pl.col("crimes").sum())
        .sort("neighbourhood_id")
    )
    states = coverage.filter((pl.col("force_id") == BTP) & (pl.col("dataset") == "crime") & (pl.col("month") == month))["state"].to_list()
    return Apart(
        unlocated_crimes=int(crime.sum()) if len(crime) else None,
        unlocated_asb=int(asb.sum()) if len(asb) else None,
        btp_crimes=dict(btp.iter_rows()),
        btp_state=states[0] if states else "",
        others=_others(located_counts, names, month),
    )


def _others(located_counts: pl.DataFrame, names: Mapping[str, str], month: str) -> dict[str, tuple[tuple[str, int], ...]]:
    """What other forces recorded in each neighbourhood, British Transport Police left out."""
    foreign = pl.col("recorded_by") != pl.col("force_id")
    rows = (
        located_counts.filter((pl.col("month") == month) & foreign & (pl.col("recorded_by") != BTP) & pl.col("neighbourhood_id").is_not_null())
        .group_by("neighbourhood_id", "recorded_by")
        .agg(pl.col("crimes").sum())
        .sort("neighbourhood_id", "recorded_by")
    )
    found: dict[str, list[tuple[str, int]]] = {}
    for place, force_id, crimes in rows.iter_rows():
        found.setdefault(place, []).append((names.get(force_id, force_id), crimes))
    return {place: tuple(pairs) for place, pairs in found.items()}


def view_apart(apart: Apart, neighbourhood_id: str | None, force_name: str, month: str, words: Words) -> tuple[str, ...]:
    """The sentences of a neighbourhood page; without `neighbourhood_id` only the one on the whole force."""
    sentences = [_further_unlocated(apart.unlocated_crimes, apart.unlocated_asb, force_name, words)]
    if neighbourhood_id is not None and apart.btp_state:
        sentences.append(_btp_sentence(apart, neighbourhood_id, month, words))
    for name, crimes in apart.others.get(neighbourhood_id or "", ()):
        sentences.append(
            words.ngettext(
                "%(number)s of what is counted here was recorded by %(force)s.",
                "%(number)s of what is counted here were recorded by %(force)s.",
                crimes,
                force=name,
            )
        )
    return tuple(sentence for sentence in sentences if sentence)


def view_force_apart(
    force_series: pl.DataFrame, located_counts: pl.DataFrame, month: str, places: tuple[int, int, int] | None, words: Words
) -> tuple[str, ...]:
    """What a force's totals hold and none of its neighbourhoods does: crimes without a location, outside every boundary, or in another force's.

    `places` counts the neighbourhoods, those of them that no boundary was supplied of, and those whose boundary could not be read;
    None for a force that has no neighbourhoods.
    """
    rows = force_series.filter(pl.col("month") == month)
    is_asb = pl.col("category") == ASB
    unlocated, elsewhere = ([int(rows.filter(what)[column].sum()) for what in (~is_asb, is_asb)] for column in ("unlocated", "elsewhere"))
    sentences = [_unlocated(words, *unlocated)]
    if places is None:
        return tuple(sentence for sentence in sentences if sentence)
    everywhere, not_supplied, unreadable = places
    if everywhere > not_supplied + unreadable:
        sentences.append(_outside(words, *elsewhere))
    if (away := _in_other_forces(rows, located_counts, month)) > 0:
        sentences.append(
            words.ngettext(
                "%(number)s lies in a neighbourhood of another force and is counted there too.",
                "%(number)s lie in neighbourhoods of other forces and are counted there too.",
                away,
            )
        )
    if not_supplied + unreadable == everywhere:
        sentences.append(words.gettext("This site has no boundary of any of this force’s neighbourhoods, so nothing can be counted in one."))
    elif not_supplied:
        sentences.append(
            words.ngettext(
                "The boundary of %(number)s neighbourhood was not supplied.",
                "The boundaries of %(number)s neighbourhoods were not supplied.",
                not_supplied,
            )
        )
    if unreadable:
        sentences.append(
            words.ngettext(
                "The boundary of %(number)s neighbourhood could not be read by this site.",
                "The boundaries of %(number)s neighbourhoods could not be read by this site.",
                unreadable,
            )
        )
    return tuple(sentence for sentence in sentences if sentence)


def _in_other_forces(rows: pl.DataFrame, located_counts: pl.DataFrame, month: str) -> int:
    """What the force recorded at points of other forces' neighbourhoods: what is left of its total; 0 where that is not known."""
    known = rows.filter(pl.col("crimes").is_not_null())
    own = pl.col("recorded_by") == pl.col("force_id")
    here = located_counts.filter((pl.col("month") == month) & own & pl.col("neighbourhood_id").is_not_null())
    # A point on a line between two neighbourhoods has a row in each.
    at_home = here.unique(["x", "y", "category"]).join(known, on="category", how="semi")["crimes"].sum()
    return int(known["crimes"].sum()) - int(known["unlocated"].sum()) - int(known["elsewhere"].sum()) - int(at_home)


def _further_unlocated(crimes: int | None, asb: int | None, force_name: str, words: Words) -> str:
    """How many a whole force recorded without a location; empty where that is not known or there are none."""
    total = (crimes or 0) + (asb or 0)
    if not total:
        return ""
    if not asb:
        return words.ngettext(
            "%(number)s further crime recorded by %(force)s has no location and is on no map.",
            "%(number)s further crimes recorded by %(force)s have no location and are on no map.",
            total,
            force=force_name,
        )
    if not crimes:
        return words.ngettext(
            "%(number)s further report of antisocial behaviour recorded by %(force)s has no location and is on no map.",
            "%(number)s further reports of antisocial behaviour recorded by %(force)s have no location and are on no map.",
            total,
            force=force_name,
        )
    return words.ngettext(
        "%(number)s further crime or report of antisocial behaviour recorded by %(force)s has no location and is on no map.",
        "%(number)s further crimes and reports of antisocial behaviour recorded by %(force)s have no location and are on no map.",
        total,
        force=force_name,
    )


def _btp_sentence(apart: Apart, neighbourhood_id: str, month: str, words: Words) -> str:
    if apart.btp_state == "not_in_copy":
        return ""
    if apart.btp_state not in COUNTED_STATES:
        return words.gettext("British Transport Police, whose crimes are kept apart, supplied no figures for %(month)s.", month=words.month(month))
    crimes = apart.btp_crimes.get(neighbourhood_id, 0)
    if not crimes and apart.btp_state != "supplied":
        return ""
    if not crimes:
        return words.gettext("British Transport Police recorded nothing here in %(month)s.", month=words.month(month))
    return words.ngettext(
        "%(number)s further crime here was recorded by British Transport Police. It is kept apart: not in these figures and not on this map.",
        "%(number)s further crimes here were recorded by British Transport Police. They are kept apart: not in these figures and not on this map.",
        crimes,
    )


def _unlocated(words: Words, crimes: int, asb: int) -> str:
    if not crimes + asb:
        return ""
    if not asb:
        return words.ngettext(
            "%(number)s of these crimes has no location. It is counted here and is on no map.",
            "%(number)s of these crimes have no location. They are counted here and are on no map.",
            crimes,
        )
    if not crimes:
        return words.ngettext(
            "%(number)s of these reports has no location. It is counted here and is on no map.",
            "%(number)s of these reports have no location. They are counted here and are on no map.",
            asb,
        )
    return words.ngettext(
        "%(number)s of these crimes and reports has no location. It is counted here and is on no map.",
        "%(number)s of these crimes and reports have no location. They are counted here and are on no map.",
        crimes + asb,
    )


def _outside(words: Words, crimes: int, asb: int) -> str:
    if not crimes + asb:
        return ""
    if not asb:
        return words.ngettext(
            "%(number)s crime lies outside every neighbourhood boundary we have.",
            "%(number)s crimes lie outside every neighbourhood boundary we have.",
            crimes,
        )
    if not crimes:
        return words.ngettext(
            "%(number)s report of antisocial behaviour lies outside every neighbourhood boundary we have.",
            "%(number)s reports of antisocial behaviour lie outside every neighbourhood boundary we have.",
            asb,
        )
    return words.ngettext(
        "%(number)s crime or report lies outside every neighbourhood boundary we have.",
        "%(number)s crimes and reports lie outside every neighbourhood boundary we have.",
        crimes + asb,
    )
