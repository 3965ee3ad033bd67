"""The vocabulary says which categories and forces there are, and every mistake in it is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.errors import ConfigError
from sitegen.raw import RawFile
from sitegen.sources.vocabulary import force_names, read_breaks, read_categories, read_force_names, read_outcome_kinds
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
    assert dict(table.schema) == SCHEMAS["listed_categories"].types
    assert table.rows() == [
        ("anti-social-behaviour", ["Anti-social behaviour", "ASB"], "A", "asb", False, "2010-12", "2030-01", "", 0),
        ("burglary", ["Burglary"], "Burglary", "bur", True, "2010-12", None, "", 1),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[category]\n", "not valid TOML"),
        ("", r"has no \[\[category\]\] entries"),
        (BURGLARY.replace('"bur"', '"B!"'), "category 1: key must be 1 to 12 lower-case letters, not 'B!'"),
        (BURGLARY.replace('"burglary"', '"Burg lary"'), "category 1: slug must be lower-case words"),
        (BURGLARY.replace('["Burglary"]', "[]"), "category 1: labels must"),
        (BURGLARY.replace("2010-12", "2010"), "category 1: first_month must be a month, written like 2025-06, not '2010'"),
        (BURGLARY + BURGLARY, "slug 'burglary' is given to two categories"),
        (BURGLARY + ASB.replace('"ASB"', '"BURGLARY"'), "label 'burglary' is given to two categories"),
        (BURGLARY + ASB.replace('"asb"', '"bur"'), "key 'bur' is given to two categories"),
    ],
)
def test_a_mistake_is_named_with_file_and_entry(text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=rf"content/vocabulary/categories\.toml.*{message}"):
        read_categories(vocabulary=files(text))


def test_an_absent_file_is_named() -> None:
    with pytest.raises(ConfigError, match=r"categories\.toml is missing"):
        read_categories(vocabulary=())


def test_forces_have_id_name_and_area_code() -> None:
    (force,) = force_names(files('[[force]]\nid = "gwent"\nname = "Gwent Police"\narea_code = "W15000002"\n', "content/vocabulary/forces.toml"))
    assert (force.force_id, force.name, force.area_code) == ("gwent", "Gwent Police", "W15000002")


def test_a_force_id_with_a_path_in_it_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"forces\.toml: force 1: id must be a force id, written like avon-and-somerset, not '../x'"):
        force_names(files('[[force]]\nid = "../x"\nname = "X"\n', "content/vocabulary/forces.toml"))


def test_the_projects_own_vocabulary_can_be_read() -> None:
    folder = Path(__file__).parents[2] / "content" / "vocabulary"
    vocabulary = tuple(RawFile(f"content/vocabulary/{path.name}", path.read_bytes()) for path in sorted(folder.glob("*.toml")))
    categories, kinds, breaks = read_categories(vocabulary=vocabulary), read_outcome_kinds(vocabulary=vocabulary), read_breaks(vocabulary=vocabulary)
    assert categories.height == 15
    assert len(force_names(vocabulary)) == 45
    assert kinds.height == 28
    assert kinds["group"].n_unique() == 7
    assert set(breaks["category"].drop_nulls()) <= set(categories["category"])
    assert set(breaks.filter("of_places")["month"]) == {"2012-01", "2022-07"}
    assert set(breaks["month"]) == {"2011-09", "2012-01", "2013-05", "2019-06", "2022-07", "2022-11", "2023-05"}


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Offender given penalty notice", "penalty-notice-issued"),
        ("Offender given a penalty notice", "penalty-notice-issued"),
        ("Investigation complete; no suspect identified", "no-further-action"),
        ("Awaiting court outcome", "awaiting-court-result"),
    ],
)
def test_labels_of_the_csv_files_have_their_codes(label: str, code: str) -> None:
    file = Path(__file__).parents[2] / "content/vocabulary/outcomes.toml"
    kinds = read_outcome_kinds(vocabulary=(RawFile("content/vocabulary/outcomes.toml", file.read_bytes()),))
    assert [found for found, labels in kinds.select("outcome", "labels").iter_rows() if label in labels] == [code]


CHARGED = '[[outcome]]\ncode = "charged"\nlabels = ["Suspect charged"]\nname = "Charged"\ngroup = "charged"\n'
CAUTION = '[[outcome]]\ncode = "cautioned"\nlabels = ["A caution", "Cautioned"]\nname = "Caution"\ngroup = "out-of-court"\n'
OUTCOMES = "content/vocabulary/outcomes.toml"


def test_outcomes_come_in_the_order_of_the_file() -> None:
    table = read_outcome_kinds(vocabulary=files(CHARGED + CAUTION, OUTCOMES))
    assert dict(table.schema) == SCHEMAS["outcome_kinds"].types
    assert table.rows() == [
        ("charged", ["Suspect charged"], "Charged", "charged", 0),
        ("cautioned", ["A caution", "Cautioned"], "Caution", "out-of-court", 1),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r"has no \[\[outcome\]\] entries"),
        (CHARGED.replace('code = "charged"', 'code = "Charged!"'), "outcome 1: code must be"),
        (CHARGED.replace('["Suspect charged"]', '[""]'), "outcome 1: labels must"),
        (CHARGED.replace('"Charged"', "3"), "outcome 1: name must be a text"),
        (CAUTION.replace('"out-of-court"', '"street"'), "outcome 1: group must be one of .*no-suspect, .* not 'street'"),
        (CHARGED + CHARGED, "code 'charged' is given to two outcomes"),
        (CHARGED + CAUTION.replace("Cautioned", "SUSPECT charged"), "label 'suspect charged' is given to two outcomes"),
    ],
)
def test_a_mistake_in_the_outcomes_is_named_with_file_and_entry(text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=rf"content/vocabulary/outcomes\.toml.*{message}"):
        read_outcome_kinds(vocabulary=files(text, OUTCOMES))


BREAK = '[[break]]\nmonth = "2019-06"\ndataset = "outcomes"\ntext = "No courts."\nlabel = "no courts"\n'
NARROWER = BREAK.replace("outcomes", "crime").replace("2019-06", "2013-05") + 'category = "other-theft"\nforce = "gwent"\n'
BREAKS = "content/vocabulary/breaks.toml"


def test_breaks_are_sorted_and_touch_everything_that_is_not_named() -> None:
    points = BREAK.replace("outcomes", "all").replace("2019-06", "2022-07") + "of_places = true\n"
    table = read_breaks(vocabulary=files(BREAK + NARROWER + points, BREAKS))
    assert dict(table.schema) == SCHEMAS["breaks"].types
    assert table.rows() == [
        ("2013-05", "crime", "other-theft", "gwent", "No courts.", "no courts", None, False),
        ("2019-06", "outcomes", None, "all", "No courts.", "no courts", None, False),
        ("2022-07", "all", None, "all", "No courts.", "no courts", None, True),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (BREAK.replace("2019-06", "2019"), "break 1: month must be a month, written like 2025-06, not '2019'"),
        (BREAK.replace('"outcomes"', '"courts"'), "break 1: dataset must be one of .*crime, .* not 'courts'"),
        (NARROWER.replace("other-theft", "Other theft"), "break 1: category must be the slug"),
        (NARROWER.replace("gwent", "../x"), "break 1: force must be a force id"),
        (BREAK.replace("label", "lable"), r"break 1: lable is not known here; did you mean label\?"),
        (BREAK.replace('"no courts"', '""'), "break 1: label must be a text"),
        (BREAK + BREAK, "outcomes of every category has two breaks in 2019-06"),
    ],
)
def test_a_mistake_in_the_breaks_is_named_with_file_and_entry(text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=rf"content/vocabulary/breaks\.toml.*{message}"):
        read_breaks(vocabulary=files(text, BREAKS))


def test_every_force_has_its_name_in_the_table() -> None:
    text = '[[force]]\nid = "gwent"\nname = "Gwent Police"\n[[force]]\nid = "btp"\nname = "British Transport Police"\n'
    table = read_force_names(vocabulary=files(text, "content/vocabulary/forces.toml"))
    assert dict(table.schema) == SCHEMAS["force_names"].types
    assert table.rows() == [("btp", "British Transport Police"), ("gwent", "Gwent Police")]
