"""A spreadsheet that opens our CSV runs nothing of what others wrote, and every text can be read back."""

from __future__ import annotations

import csv
import io

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sitegen.safe_csv import as_supplied, harmless, is_harmless, write_csv


@pytest.mark.parametrize("text", ["=1+cmd", "+44 1", "-x", "@a", "\tx", "\r=1", "\n", " =1", "\uff1d1", "-", "--1", "-1-1", "-1e5"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=1", "-1", "-1.25", "12", "NB-01", "x@y"])
def test_what_it_would_not_run_stays(text: str) -> None:
    assert harmless(text) == text


def test_numbers_stay_numbers_and_what_is_missing_stays_empty() -> None:
    table = pl.DataFrame({"name": ["=1", None, "a,b"], "rows": [-1, None, 3], "=head": ["x", "y", "z"]})
    assert write_csv(table) == b"name,rows,'=head\n'=1,-1,x\n,,y\n\"a,b\",3,z\n"


@given(st.lists(st.text(), min_size=1, max_size=5))
@example(["'", "'=1", "''-", "=", "\r\n"])
def test_every_text_is_harmless_and_read_back(texts: list[str]) -> None:
    # A cell may hold no null character: readers of CSV end there.
    given_texts = [text.replace("\0", "") or "x" for text in texts]
    rows = [*csv.reader(io.StringIO(write_csv(pl.DataFrame({"name": given_texts, "rows": 1})).decode(), newline=""))][1:]
    assert all(is_harmless(cell) for row in rows for cell in row)
    assert [as_supplied(row[0]) for row in rows] == given_texts
