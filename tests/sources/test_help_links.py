"""Where readers can turn is read from every file that says it; a broken entry stops the build by file and key."""

from __future__ import annotations

import pytest

from sitegen.errors import ConfigError
from sitegen.raw import RawFile
from sitegen.sample.material import read_bytes
from sitegen.sources.help_links import read_help_links
from tests.artefacts.inputs import ROOT


def read(*texts: str) -> list[tuple[str, ...]]:
    return read_help_links(link_files=tuple(RawFile("links.toml", text.encode()) for text in texts)).rows()


def test_an_entry_of_a_later_file_wins_and_the_others_stay() -> None:
    ours = '[all]\nreport = "https://a.example/"\nvictims = "https://v.example/"'
    theirs = '[all]\nreport = "https://b.example/"\n[gwent]\nvictims = ""'
    assert read(ours, theirs) == [
        ("all", "report", "https://b.example/"),
        ("all", "victims", "https://v.example/"),
        ("gwent", "victims", ""),
    ]


def test_no_file_gives_no_links() -> None:
    assert read() == []


def test_the_projects_own_file_and_the_samples_can_be_read() -> None:
    assert read((ROOT / "content/links.toml").read_text(encoding="utf-8"), read_bytes("links.toml").decode())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[all", "links.toml: not valid TOML"),
        ('[all]\nreport = "http://a.example/"', "links.toml: all.report must be an https:// address"),
        ('[all]\nreport = "javascript:alert(1)"', "links.toml: all.report must be an https:// address"),
        ('[all]\nreport = "//a.example/"', "links.toml: all.report must be an https:// address"),
        ('[all]\nreport = "https://who@a.example/"', "links.toml: all.report must be an https:// address"),
        ("[gwent]\nreport = 3", "links.toml: gwent.report must be an https:// address"),
        ('[gwent]\nmayor = "https://a.example/"', "links.toml: gwent.mayor is not known here; there may be commissioner"),
        ('["Gwent Police"]\nreport = "https://a.example/"', "links.toml: Gwent Police: "),
        ('report = "https://a.example/"', "links.toml: report must be a table; write [report] above its keys"),
        (f"[gwent]\nreport = {'9' * 5000}", "links.toml: report (line 2) has a number of too many digits"),
    ],
)
def test_a_broken_entry_is_named(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as raised:
        read(text)
    assert str(raised.value).startswith(message)
