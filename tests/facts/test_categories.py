"""The categories of the site: what no list has keeps the words of its force, the same words in every month and force."""

from __future__ import annotations

import polars as pl

from sitegen.facts.categories import all_categories, unlisted_labels
from sitegen.tables.schemas import SCHEMAS
from tests.artefacts.inputs import table

LISTED = table("listed_categories", {"category": "burglary", "labels": ["Burglary"], "name": "Burglary", "key": "bur", "position": 0})
NONE = table("withdrawn")


def crime(category: str, label: str | None, **changes: object) -> dict[str, object]:
    return {"force_id": "loamshire", "month": "2025-06", "category": category, "label": label, **changes}


def named(*labels: tuple[str, str]) -> list[tuple[str, str]]:
    found = table("unlisted_labels", *({"category": category, "label": label} for category, label in labels))
    return all_categories(listed_categories=LISTED, unlisted_labels=found).select("category", "name").rows()


def test_each_label_of_a_counted_row_is_found_once() -> None:
    rows = table("crimes", crime("burglary", None), *[crime("witch-craft", "Witch craft")] * 2, crime("spells", "Spells", problem="line-malformed"))
    assert unlisted_labels(crimes=rows, withdrawn=NONE).rows() == [("witch-craft", "Witch craft")]


def test_a_label_whose_rows_are_withdrawn_names_nothing() -> None:
    gone = table("withdrawn", {"dataset": "crime", "force_id": "loamshire", "month": "2025-06", "reason": "misfiled", "rows": 1})
    assert unlisted_labels(crimes=table("crimes", crime("witch-craft", "Witch craft")), withdrawn=gone).is_empty()


def test_of_two_labels_of_one_slug_the_first_by_code_point_names_it_in_any_order() -> None:
    labels = [("witch-craft", "Witch-craft"), ("witch-craft", "Witch craft"), ("arson", "Ärson")]
    assert named(*labels) == named(*reversed(labels)) == [("burglary", "Burglary"), ("arson", "Ärson"), ("witch-craft", "Witch craft")]


def test_a_label_that_gives_the_slug_of_a_listed_category_names_nothing() -> None:
    assert named(("burglary", "Burglary!")) == [("burglary", "Burglary")]


def test_without_unlisted_labels_the_vocabulary_stays_as_it_is() -> None:
    same = all_categories(listed_categories=LISTED, unlisted_labels=pl.DataFrame(schema=SCHEMAS["unlisted_labels"].types))
    assert same.equals(LISTED)
