"""The words of stops are the values of every era, and every mistake in them is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.errors import ConfigError
from sitegen.raw import RawFile
from sitegen.rules import STOP_FIELDS
from sitegen.sources.stop_words import read_stop_words
from sitegen.tables.schemas import SCHEMAS

OWN = (Path(__file__).resolve().parents[2] / "content/vocabulary/stops.toml").read_text(encoding="utf-8")


def entry(field: str = "object", slug: str = "crossbows", labels: str = '["Crossbows"]', name: str = "Crossbows", more: str = "") -> str:
    return f'[[value]]\nfield = "{field}"\nslug = "{slug}"\nlabels = {labels}\nname = "{name}"\n{more}\n'


EVERY = "".join(entry(field) for field in STOP_FIELDS)


def files(text: str) -> tuple[RawFile, ...]:
    return (RawFile("content/vocabulary/stops.toml", text.encode()),)


def test_values_come_by_field_and_in_the_order_of_the_file() -> None:
    table = read_stop_words(vocabulary=files(EVERY + entry(slug="firearms", labels='["Firearms"]', name="Firearms")))
    assert dict(table.schema) == SCHEMAS["stop_words"].types
    assert table["field"].unique(maintain_order=True).to_list() == list(STOP_FIELDS)
    assert table.filter(field="object").select("value", "labels", "name", "position").rows() == [
        ("crossbows", ["Crossbows"], "Crossbows", 0),
        ("firearms", ["Firearms"], "Firearms", 1),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r"has no \[\[value\]\] entries"),
        (EVERY.replace(entry("gender"), ""), "field gender has no values"),
        (EVERY + entry(field="race"), "value 9: field must be one of"),
        (EVERY + entry(slug="Cross bows"), "value 9: slug must be"),
        (EVERY + entry(slug="anything-else"), "value 9: slug must be"),
        (EVERY + entry(labels="[]"), "value 9: labels must"),
        (EVERY + entry(name=" "), "value 9: name must be a text"),
        (EVERY + entry(more='about = "x"'), "value 9: about is not known here; there may be field, slug"),
        (EVERY + entry(labels='["Bows"]'), "field object has the slug 'crossbows' twice"),
        (EVERY + entry(slug="bows", labels='["cross  BOWS", "Crossbows "]'), "field object has the label 'crossbows' twice"),
    ],
)
def test_a_mistake_is_named_with_file_and_entry(text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=rf"content/vocabulary/stops\.toml.*{message}"):
        read_stop_words(vocabulary=files(text))


def test_the_projects_own_words_group_ethnicity_and_join_old_and_new_outcomes() -> None:
    table = read_stop_words(vocabulary=files(OWN))
    assert table.filter(field="self-ethnicity")["value"].to_list() == ["asian", "black", "mixed", "white", "other", "not-stated"]
    values = {(field, label): value for field, value, labels in table.select("field", "value", "labels").iter_rows() for label in labels}
    assert values["outcome", "Suspect arrested"] == values["outcome", "Arrest"] == "arrest"
    assert values["outcome", "Nothing found - no further action"] == values["outcome", "A no further action disposal"]
    assert values["self-ethnicity", "White - White British (W1)"] == "white"
    assert values["self-ethnicity", "White - English/Welsh/Scottish/Northern Irish/British"] == "white"
