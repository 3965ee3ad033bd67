"""The vocabulary says which categories and forces there are, and every mistake in it is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.errors import InputError
from sitegen.raw import RawFile
from sitegen.sources.vocabulary import force_names, read_categories
from sitegen.tables.schemas import SCHEMAS

BURGLARY = '[[category]]\nslug = "burglary"\nlabels = ["Burglary"]\nname = "Burglary"\nkey = "bur"\nfirst_month = "2010-12"\n'
ASB = (
    '[[category]]\nslug = "anti-social-behaviour"\nlabels = ["Anti-social behaviour", "ASB"]\nname = "A"\nkey = "asb"\n'
    'first_month = "2010-12"\nis_crime = false\nlast_month = "2030-01"\n'
)


def files(text: str, name: str = "content/vocabulary/categories.toml") -> tuple[RawFile, ...]:
    return (RawFile(name, text.encode()),)


def test_categories_come_in_the_order_of_the_file() -> None:
    table = read_categories(vocabulary=files(ASB + BURGLARY))
    assert dict(table.schema) == SCHEMAS["categories"].types
    assert table.rows() == [
        ("anti-social-behaviour", ["Anti-social behaviour", "ASB"], "A", "asb", False, "2010-12", "2030-01", "", 0),
        ("burglary", ["Burglary"], "Burglary", "bur", True, "2010-12", None, "", 1),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[category]\n", "not valid TOML"),
        ("a = 1", r"has no \[\[category\]\] entries"),
        (BURGLARY.replace('"bur"', '"B!"'), "category 1: slug must be"),
        (BURGLARY.replace('["Burglary"]', "[]"), "category 1: labels must"),
        (BURGLARY.replace("2010-12", "2010"), "category 1: first_month: not a month"),
        (BURGLARY + BURGLARY, "slug 'burglary' is given to two categories"),
        (BURGLARY + ASB.replace('"ASB"', '"BURGLARY"'), "label 'burglary' is given to two categories"),
        (BURGLARY + ASB.replace('"asb"', '"bur"'), "key 'bur' is given to two categories"),
    ],
)
def test_a_mistake_is_named_with_file_and_entry(text: str, message: str) -> None:
    with pytest.raises(InputError, match=rf"content/vocabulary/categories\.toml.*{message}"):
        read_categories(vocabulary=files(text))


def test_an_absent_file_is_named() -> None:
    with pytest.raises(InputError, match=r"categories\.toml is missing"):
        read_categories(vocabulary=())


def test_forces_have_id_name_and_area_code() -> None:
    (force,) = force_names(files('[[force]]\nid = "gwent"\nname = "Gwent Police"\narea_code = "W15000002"\n', "content/vocabulary/forces.toml"))
    assert (force.force_id, force.name, force.area_code) == ("gwent", "Gwent Police", "W15000002")


def test_a_force_id_with_a_path_in_it_is_refused() -> None:
    with pytest.raises(InputError, match=r"forces\.toml force 1: not a force id"):
        force_names(files('[[force]]\nid = "../x"\nname = "X"\n', "content/vocabulary/forces.toml"))


def test_the_projects_own_vocabulary_can_be_read() -> None:
    folder = Path(__file__).parents[2] / "content" / "vocabulary"
    vocabulary = tuple(RawFile(f"content/vocabulary/{path.name}", path.read_bytes()) for path in sorted(folder.glob("*.toml")))
    assert read_categories(vocabulary=vocabulary).height == 15
    assert len(force_names(vocabulary)) == 45
