"""A mistyped name is answered with names that are near, and with none where none is."""

import pytest

from sitegen.near_names import meaning

TABLES = ("boundaries", "boundary_notes", "crimes", "events", "force_series", "neighbourhood_series", "scripts", "stations", "stop_series", "stops")


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("crime", "did you mean crimes?"),
        ("neighborhood_series", "did you mean neighbourhood_series?"),
        ("boundary", "did you mean boundaries?"),
        ("series", "did you mean force_series or neighbourhood_series or stop_series?"),
        ("Stops", "did you mean stops?"),
        ("recruits", ""),
        ("towns", ""),
        ("streets", ""),
        ("", ""),
    ],
)
def test_only_names_that_are_near_are_named(name: str, near: str) -> None:
    assert meaning(name, TABLES) == near


def test_no_more_than_three_are_named() -> None:
    assert meaning("crimes_", [f"crimes{number}" for number in range(9)]).count(" or ") == 2
