"""Labels become codes whatever their case and spaces; an unknown one its own slug."""

from __future__ import annotations

import polars as pl

from sitegen.tables.labels import codes_of, replace_with

WORDS = pl.DataFrame({"value": ["penalty", "charged"], "labels": [["Penalty notice", "A penalty notice"], ["Suspect charged"]]})


def test_every_label_of_a_code_gives_it() -> None:
    known = codes_of(pl.Series(["Penalty notice", "a  PENALTY notice ", "Suspect charged"]), WORDS, "value")
    assert dict(known.select("text", "code").rows()) == {"Penalty notice": "penalty", "a  PENALTY notice ": "penalty", "Suspect charged": "charged"}
    assert known["is_known"].all()


def test_an_unknown_label_is_its_own_slug_and_an_empty_one_none() -> None:
    known = codes_of(pl.Series(["Caution; youth", " ", None]), WORDS, "value")
    assert known.rows() == [(" ", None, False), ("Caution; youth", "caution-youth", False)]


def test_a_column_is_replaced_and_none_stays_none() -> None:
    table = pl.DataFrame({"label": ["Suspect charged", None, "New"]})
    known = codes_of(table["label"], WORDS, "value")
    assert table.select(replace_with("label", known, "code")).to_series().to_list() == ["charged", None, "new"]


def test_no_texts_are_replaced_by_nothing() -> None:
    table = pl.DataFrame({"label": [None]}, schema={"label": pl.String})
    assert table.select(replace_with("label", codes_of(table["label"], WORDS, "value"), "code")).to_series().to_list() == [None]
