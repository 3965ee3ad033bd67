"""Known issues are read from every file that has some; a broken one stops the build by name."""

from __future__ import annotations

import pytest

from sitegen.errors import ConfigError
from sitegen.raw import RawFile
from sitegen.sample.material import read_bytes
from sitegen.sources.known_issues import read_known_issues
from tests.artefacts.inputs import ROOT

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
    files = (RawFile("content/known_issues.toml", ISSUE.encode()), RawFile("known_issues.toml", read_bytes("known_issues.toml")))
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
        ('"withheld"', '"paused"', "state must be one of"),
        ('read = "2025-02"', "", "read is missing"),
        ('read = "2025-02"', "read = 202502", "issue 1: read must be a month, written like 2025-06 in quotation marks, not 202502"),
        ("text = ", 'text_fr = "Suspendu."\ntext = ', "text_fr is not known here"),
        ("dataset = ", "data_set = 1\ndataset = ", r"data_set is not known here; did you mean dataset\?"),
        ("2025-01..", "2025-03..2025-01", "the last month is before the first"),
        ("https://", "http://", "source must be an https:// address or empty"),
        ("[[issue]]", "[[issue", "not valid TOML"),
    ],
)
def test_a_broken_entry_is_named_with_its_file(old: str, new: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message) as raised:
        read_known_issues(known_issue_file=(RawFile("known_issues.toml", ISSUE.replace(old, new).encode()),))
    assert str(raised.value).startswith("known_issues.toml")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("issue = 5", "known_issues.toml: issue must be a list of tables; write [[issue]] above each issue"),
        ("issue = [5]", "known_issues.toml: issue 1 must be a table"),
        (ISSUE.replace("[[issue]]", "[issue]"), "known_issues.toml: issue must be a list of tables"),
        (ISSUE.replace("[[issue]]", "[[issues]]"), "known_issues.toml: issues is not known here"),
        (f"issue = {'9' * 5000}", "known_issues.toml: issue (line 1) has a number of too many digits"),
        (f"\nissue = {'[' * 5000}", "known_issues.toml: issue (line 2) is nested too deeply"),
    ],
    ids=range(6),
)
def test_a_file_of_another_form_is_one_line_with_file_and_key(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as raised:
        read_known_issues(known_issue_file=(RawFile("known_issues.toml", text.encode()),))
    assert str(raised.value).startswith(message)
    assert len(str(raised.value)) < 200


def test_the_file_that_was_met_in_use_is_one_line_with_file_and_key() -> None:
    case = ROOT.parent / "shared" / "cases" / "known-issue-int" / "known_issues.toml"
    if not case.is_file():
        pytest.skip("there are no cases beside the project")
    with pytest.raises(ConfigError, match=r"^known_issues\.toml: issue must be a list of tables"):
        read_known_issues(known_issue_file=(RawFile("known_issues.toml", case.read_bytes()),))
