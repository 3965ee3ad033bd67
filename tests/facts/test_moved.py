"""Which neighbourhoods are gone, where their pages lay, and where they lead to."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from sitegen.errors import ConfigError
from sitegen.facts.moved import moved_neighbourhoods
from tests.artefacts.inputs import table

LIST, DETAIL = "policing/{}/neighbourhoods.json", "policing/{}/{}.json"


def here(*pairs: tuple[str, str], listed: bool = True) -> pl.DataFrame:
    """Neighbourhoods of today, `X1` being called Name of X1."""
    return table(
        "neighbourhoods",
        *(
            {
                "force_id": force,
                "neighbourhood_id": key,
                "folder": key.lower(),
                "name": f"Name of {key}",
                "file": LIST.format(force) if listed else "x",
            }
            for force, key in pairs
        ),
    )


def past(*entries: tuple[str, str, str, str | None]) -> pl.DataFrame:
    rows = [
        {"force_id": force, "position": position, "neighbourhood_id": key, "name": name, "last_month": month, "file": "h"}
        for position, (force, key, name, month) in enumerate(entries)
    ]
    return table("past_neighbourhoods", *rows)


def said(origin: str, *to: str, **more: str) -> list[dict[str, Any]]:
    force, _, key = origin.partition("/")
    about = {"force_id": force, "neighbourhood_id": key, "said": f"moved.toml: moved of {key}", **more}
    pairs = [one.split("/") for one in to]
    return [{**about, "position": place, "to_force_id": pair[0], "to_neighbourhood_id": pair[1]} for place, pair in enumerate(pairs)] or [
        {**about, "position": 0}
    ]


def gone(
    *moves: list[dict[str, Any]],
    neighbourhoods: pl.DataFrame | None = None,
    past_neighbourhoods: pl.DataFrame | None = None,
    force_ids: tuple[str, ...] = ("gwent", "kent"),
) -> pl.DataFrame:
    return moved_neighbourhoods(
        moves=table("moves", *(row for rows in moves for row in rows)),
        past_neighbourhoods=past() if past_neighbourhoods is None else past_neighbourhoods,
        neighbourhoods=here(("gwent", "B1"), ("gwent", "B2"), ("kent", "K1")) if neighbourhoods is None else neighbourhoods,
        force_ids=[*force_ids],
    )


def leads(found: pl.DataFrame) -> list[tuple[str, str | None]]:
    return [(key, to and f"{to}/{folder}") for key, to, folder in found.select("neighbourhood_id", "to_force_id", "to_folder").iter_rows()]


def test_what_a_list_once_had_and_has_no_more_is_gone_under_its_last_name() -> None:
    was = past(("gwent", "A1", "Old Name", "2025-01"), ("gwent", "A1", "New Name", "2025-05"), ("gwent", "B1", "Name of B1", "2025-06"))
    [row] = gone(past_neighbourhoods=was).to_dicts()
    assert (row["neighbourhood_id"], row["folder"], row["name"], row["last_month"], row["to_force_id"]) == ("A1", "a1", "New Name", "2025-05", None)


def test_an_entry_says_where_a_neighbourhood_went_also_to_another_force() -> None:
    found = gone(said("gwent/A1", "kent/K1", "gwent/B2", since="2025-06", name="Castle Gate"))
    assert leads(found) == [("A1", "kent/k1"), ("A1", "gwent/b2")]
    assert found.select("name", "since", "last_month", "to_name").rows()[0] == ("Castle Gate", "2025-06", None, "Name of K1")


def test_a_neighbourhood_that_was_redrawn_twice_leads_to_what_is_there_today() -> None:
    found = gone(said("gwent/A1", "gwent/A2", "gwent/B2"), said("gwent/A2", "gwent/B1", "gwent/B2"), said("gwent/A3", "gwent/A4"), said("gwent/A4"))
    assert leads(found) == [("A1", "gwent/b1"), ("A1", "gwent/b2"), ("A2", "gwent/b1"), ("A2", "gwent/b2"), ("A3", None), ("A4", None)]


def test_a_successor_that_the_list_has_lost_in_its_turn_is_led_to_no_more() -> None:
    found = gone(said("gwent/A1", "gwent/A2"), past_neighbourhoods=past(("gwent", "A2", "Between", "2025-05")))
    assert leads(found) == [("A1", None), ("A2", None)]


def test_a_force_without_a_list_has_lost_no_neighbourhood() -> None:
    was = past(("gwent", "A1", "Castle Gate", "2025-05"), ("kent", "K0", "Quay", "2025-05"))
    unlisted = pl.concat([here(("gwent", "B1"), listed=False), here(("kent", "K1"))])
    assert leads(gone(past_neighbourhoods=was, neighbourhoods=unlisted)) == [("K0", None)]


def test_a_folder_of_today_is_not_given_to_a_neighbourhood_that_is_gone() -> None:
    was = past(("gwent", "b1", "In small letters", "2025-05"), ("gwent", "A 1", "Spaced", "2025-05"), ("gwent", "feed", "Reserved", "2025-05"))
    assert gone(past_neighbourhoods=was).select("neighbourhood_id", "folder").rows() == [("A 1", "a-1"), ("feed", "feed-2")]


def test_what_is_not_on_the_site_is_neither_gone_nor_led_to() -> None:
    found = gone(said("gwent/A1", "kent/K9", "gwent/B1"), said("kent/K0", "gwent/B1"), force_ids=("gwent",))
    assert leads(found) == [("A1", "gwent/b1")]


def test_an_entry_of_a_neighbourhood_that_is_still_there_stops_the_build() -> None:
    with pytest.raises(ConfigError, match=r"moved\.toml: moved of B1: from gwent/B1 is still a neighbourhood .*; take the entry away"):
        gone(said("gwent/B1", "gwent/B2"))


def test_a_successor_that_nobody_knows_stops_the_build_with_what_is_near() -> None:
    with pytest.raises(ConfigError, match=r"moved of A1: to gwent/BB1: no such neighbourhood; did you mean B1"):
        gone(said("gwent/A1", "gwent/BB1"))
    with pytest.raises(ConfigError, match=r"to gwent/zzz: no such neighbourhood; name one that its force's list has"):
        gone(said("gwent/A1", "gwent/zzz"))


def test_order_of_rows_does_not_matter() -> None:
    moves = [said("gwent/A1", "gwent/B2", "gwent/B1"), said("kent/A1", "kent/K1")]
    was = past(("gwent", "A0", "X", "2025-05"), ("gwent", "A0", "Y", "2025-06"))
    turned = [rows[::-1] for rows in moves[::-1]]
    assert gone(*moves, past_neighbourhoods=was).equals(gone(*turned, past_neighbourhoods=was.reverse()))
