"""Known issues are read from every file that has some; a broken one stops the build by name."""

from __future__ import annotations

import pytest

from sitegen.errors import InputError
from sitegen.raw import RawFile
from sitegen.sample.oddities import KNOWN_ISSUES
from sitegen.sources.known_issues import read_known_issues

ISSUE = """[[issue]]
force = "loamshire"
dataset = "stops"
months = "2025-01.."
state = "withheld"
text = "Paused."
source = "https://loamshire.example/"
read = "2025-02"
"""


def test_the_issues_of_all_files_are_one_table() -> None:
    files = (RawFile("content/known_issues.toml", ISSUE.encode()), RawFile("known_issues.toml", KNOWN_ISSUES.encode()))
    issues = read_known_issues(known_issue_file=files)
    assert issues.select("force_id", "dataset", "first_month", "last_month", "state").rows() == [
        ("dyffryn-aeddan", "outcomes", "2024-11", "2025-02", "supplied_partial"),
        ("dyffryn-aeddan", "stops", "2024-10", "2025-01", "withheld"),
        ("loamshire", "asb", "2024-11", "2024-11", "supplied_partial"),
        ("loamshire", "crime", "2024-11", "2024-11", "supplied_partial"),
        ("loamshire", "stops", "2025-01", None, "withheld"),
    ]


def test_an_issue_may_be_told_in_welsh_as_well() -> None:
    both = ISSUE + 'text_cy = "Wedi’i oedi."\n'
    issues = read_known_issues(known_issue_file=(RawFile("a.toml", both.encode()), RawFile("b.toml", ISSUE.replace("stops", "crime").encode())))
    assert issues.select("text", "text_cy").rows() == [("Paused.", None), ("Paused.", "Wedi’i oedi.")]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"stops"', '"searches"', "dataset must be one of"),
        ('read = "2025-02"', "", "must have exactly the text keys"),
        ("text = ", 'text_fr = "Suspendu."\ntext = ', "must have exactly the text keys"),
        ("https://", "http://", "source must be an https:// address or empty"),
        ("[[issue]]", "[[issue", "not valid TOML"),
    ],
)
def test_a_broken_entry_is_named_with_its_file(old: str, new: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as raised:
        read_known_issues(known_issue_file=(RawFile("known_issues.toml", ISSUE.replace(old, new).encode()),))
    assert str(raised.value).startswith("known_issues.toml")
