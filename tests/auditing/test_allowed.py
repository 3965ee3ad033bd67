"""The lists of what files may say know all that the project publishes, and nothing a person could be known by."""

from __future__ import annotations

import pickle
import re
import tomllib

import pytest

from sitegen.auditing.allowed import CATEGORIES, COLUMNS, OUTCOMES, PERSON, SHAPES, Shape, json_fault
from sitegen.auditing.audit import LOOKED
from sitegen.auditing.report import worst
from sitegen.build import ROOT
from sitegen.publish.checks.supplied import STOP_FIELDS, STOP_WORDS

VOCABULARY = ROOT / "content" / "vocabulary"


def listed(name: str, key: str) -> list[dict[str, list[str] | str]]:
    found = tomllib.loads((VOCABULARY / name).read_text())[key]
    assert isinstance(found, list)
    return found


def test_the_categories_are_those_of_the_vocabulary() -> None:
    assert {str(one["slug"]) for one in listed("categories.toml", "category")} == CATEGORIES.keys()


def test_the_outcomes_are_those_of_the_vocabulary() -> None:
    assert {label for one in listed("outcomes.toml", "outcome") for label in one["labels"]} <= OUTCOMES


def test_a_person_has_a_name_and_a_rank_and_what_must_be_empty() -> None:
    assert {*PERSON} == {"name", "rank", "bio", "contact_details"}


def test_a_key_is_found_at_any_depth() -> None:
    shape: Shape = {"points": {"*": {}}, "about": {"name": {}}}
    assert json_fault({"points": {"a": [1, [2]]}, "about": [{"name": "x"}]}, shape) == ""
    assert json_fault({"points": {"a": [1, [{"age": 2}]]}}, shape) == "points.*.age"
    assert json_fault({"about": [{"name": "x"}, {"born": 1}]}, shape) == "about.born"


@pytest.mark.parametrize("name", ["2025-06-12", "age", "age_range", "gender"])
def test_no_list_lets_a_person_in(name: str) -> None:
    # The age of outcomes is that of a month.
    assert all(name not in columns for pattern, columns in COLUMNS if name != "age" or "outcome-ages" not in pattern.pattern)
    assert all(json_fault([{name: 1}], shape) for _pattern, shape in SHAPES)


def test_what_is_looked_at_can_travel_to_workers() -> None:
    assert pickle.loads(pickle.dumps(LOOKED)) == LOOKED


FIELDS = (
    "age range", "age_range", "self-defined ethnicity", "officer_defined_ethnicity", "officer_ethnicity", "Object of search",
    "outcome_linked_to_object_of_search", "Removal of more than just outer clothing", "removal_of_more_than_outer_clothing", "involved_person",
)  # fmt: skip


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_of_a_single_stop_has_one_of_the_words_that_are_searched_first(field: str) -> None:
    assert re.fullmatch(STOP_FIELDS, field, re.IGNORECASE)
    assert any(word in field.lower() for word in STOP_WORDS)


def test_the_worst_part_decides() -> None:
    assert worst(("proved", "not-assessed", "needs-review")) == "needs-review"
    assert worst(("needs-review", "failed")) == "failed"
    assert worst(("proved",)) == "proved"


@pytest.mark.parametrize(
    "path",
    ["data/releases/2025-06/11bf4213b790/counts.csv", "data/releases/changes/gwent.csv", "gwent/promise/promise.csv", "gwent/history.csv",
     "gwent/outcome-ages.csv", "data/point-notes.csv"],
)  # fmt: skip
def test_tables_of_changes_promises_and_years_are_listed(path: str) -> None:
    assert any(pattern.fullmatch(path) for pattern, _columns in COLUMNS)


@pytest.mark.parametrize(
    "path",
    ["data/releases/index.json", "data/releases/changes/gwent.json", "gwent/promise/promise.json", "gwent/history.json", "gwent/outcome-ages.json"],
)
def test_so_are_the_same_as_json(path: str) -> None:
    assert any(pattern.fullmatch(path) for pattern, _shape in SHAPES)


def test_a_month_of_tiles_may_say_that_its_antisocial_behaviour_is_in_another_state_than_its_crime() -> None:
    shape = next(shape for pattern, shape in SHAPES if pattern.fullmatch("tiles/crime/index.json"))
    state = {"reason": "withheld", "state": "not_supplied"}
    months = [{"month": "2025-06", "state": "supplied", "tilejson": None, "coverage": {"btp": {**state, "asb": state}}}]
    assert json_fault({"months": months, "last_12": "x"}, shape) == ""
