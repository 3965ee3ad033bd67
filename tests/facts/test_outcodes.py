"""Outcodes are told with an example postcode in use, and those without one are told too."""

from __future__ import annotations

from sitegen.facts.outcodes import outcodes
from tests.artefacts.inputs import table

CASTLE_GATE = {"force_id": "loamshire", "neighbourhood_id": "CG"}
POSTCODES = table(
    "postcode_neighbourhoods",
    {"postcode": "LM1 0AA", **CASTLE_GATE},
    {"postcode": "LM1 4QR", **CASTLE_GATE},
    {"postcode": "LM1 4QR", "force_id": "loamshire", "neighbourhood_id": "NB"},
    {"postcode": "LM1 4QS", **CASTLE_GATE},
    {"postcode": "LM1 7AA", **CASTLE_GATE, "terminated": "1996-06"},
    {"postcode": "LM10 1AA"},
    {"postcode": "LM5 1AA", **CASTLE_GATE, "terminated": "1996-06"},
)


def test_each_outcode_counts_its_postcodes_in_use_in_a_neighbourhood_once_and_names_the_middle_one() -> None:
    assert outcodes(postcode_neighbourhoods=POSTCODES).rows() == [("LM1", 3, "LM1 4QR"), ("LM10", 0, None), ("LM5", 0, None)]


def test_order_of_rows_does_not_matter() -> None:
    assert outcodes(postcode_neighbourhoods=POSTCODES.reverse()).equals(outcodes(postcode_neighbourhoods=POSTCODES))


def test_an_area_without_postcodes_has_no_outcodes() -> None:
    assert outcodes(postcode_neighbourhoods=POSTCODES.clear()).equals(table("outcodes"))
