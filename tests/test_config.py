"""A wrong setting is refused with its file and key."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sitegen.config import Allow, load_config
from sitegen.errors import ConfigError
from tests.settings import SETTINGS, SETTINGS_FILE

SHIPPED = Path(__file__).parent.parent / "content" / "site.toml"


def test_the_settings_of_the_project_are_valid_whatever_their_operator_wrote_there() -> None:
    assert load_config(SHIPPED).site.title


def test_a_site_without_an_operator_is_not_publishable() -> None:
    assert not SETTINGS.publishable


def test_a_site_that_names_its_operator_and_contacts_is_publishable(tmp_path: Path) -> None:
    text = SETTINGS_FILE.read_text().replace('operator = ""', 'operator = "A trust"').replace('contact = ""', 'contact = "a@b.example"')
    (tmp_path / "site.toml").write_text(text)
    assert load_config(tmp_path / "site.toml").publishable


def test_the_title_may_have_another_form_in_welsh(tmp_path: Path) -> None:
    assert SETTINGS.in_language("title", "cy") == "Troseddau a phlismona lleol"
    (tmp_path / "site.toml").write_text(
        "".join(line for line in SETTINGS_FILE.read_text().splitlines(keepends=True) if not line.startswith("cy_title"))
    )
    assert load_config(tmp_path / "site.toml").in_language("title", "cy") == ""


def test_what_a_check_lets_stand_is_read_with_its_reason(tmp_path: Path) -> None:
    path = tmp_path / "site.toml"
    path.write_text(SETTINGS_FILE.read_text() + '\n[[checks.allow]]\npath = "a/*"\ntext = "x"\nreason = "they wrote it"\n')
    assert load_config(path).checks.allow == (Allow("a/*", "x", "they wrote it"),)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("months = 36", "months = 0", "window.months must be a whole number from 1 to 36"),
        ("months = 36", "months = 60", "window.months is 60, more than the 36 months"),
        ("months = 36", f"months = {'9' * 5000}", r"months \(line \d+\) has a number of too many digits"),
        ("months = 36", f"months = {'[' * 5000}", r"months \(line \d+\) is nested too deeply"),
        ("months = 36", "months = true", "window.months must be a whole number"),
        ('base_url = ""', 'base_url = "http://x/"', "site.base_url must be an https"),
        ('contact = ""', 'contact = "javascript:x"', "contact must be an email"),
        ('form = "folder"', 'form = "zip"', "tiles.form must be folder or pmtiles"),
        ("keep_gib = 20", "keep_gib = -1", "cache.keep_gib must be a whole number"),
        ("share = 0.05", "share = 7", "quality.share must be a share"),
        ('public_key = ""', 'public_key = "RWshort"', "publish.public_key must be a public key"),
        ('switch = ""', 'switch = "sideways"', 'publish.switch must be "prefix", "in-place" or empty'),
        ("lasting_days = 70", "lasting_days = 0", "publish.lasting_days must be a whole number from 1 to 3650"),
        ("cy_title = ", "cy_title = 3 # ", "languages.cy_title must be one line of text"),
        ("[window]", "[window]\nweeks = 4", r"window.weeks is not known here; there may be months"),
        ('title = "Local crime and policing"', "", "site.title is missing"),
        ("[site]", "[site", "not valid TOML"),
        ("[window]", '[checks]\nallow = "all"\n[window]', r"checks.allow must be a list of tables; write \[\[checks.allow\]\] above each"),
        ("[window]", '[[checks.allow]]\npath = "*"\ntext = "x"\nreason = " "\n[window]', "checks.allow 1: reason must be a text that is not empty"),
        (
            "[window]",
            '[[checks.allow]]\npath = "*"\ntext = 3\nreason = "y"\n[window]',
            "checks.allow 1: text must be a text .* in quotation marks, not 3",
        ),
        ("[window]", '[[checks.allow]]\npath = "*"\ntext = "x"\n[window]', "checks.allow 1: reason is missing"),
        (
            "[window]",
            '[[checks.allow]]\npath = "*"\ntext = "x"\nreasons = "y"\n[window]',
            r"allow 1: reasons is not known here; did you mean reason\?",
        ),
        ("[window]", "[[window]]", r"window must be a table; write \[window\] above its keys"),
        ("[window]", "[windows]", r"toml: windows is not known here; did you mean window\?"),
        ("share = 0.05", "share = nan", "quality.share must be a share from 0 to 1, not nan"),
        ('languages = ["en"]', 'languages = ["cy", "en"]', 'site.languages must list "en" first'),
        ('languages = ["en"]', 'languages = ["en", "fr"]', "site.languages must list"),
        ('languages = ["en"]', "languages = 3", "site.languages must be a list"),
    ],
)
def test_a_wrong_setting_names_its_key(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "site.toml"
    path.write_text(SETTINGS_FILE.read_text().replace(old, new, 1))
    with pytest.raises(ConfigError, match=message) as caught:
        load_config(path)
    assert str(path) in str(caught.value)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.toml: no such file"):
        load_config(tmp_path / "none.toml")


def test_no_other_test_reads_the_operators_own_settings() -> None:
    tests = Path(__file__).parent
    readers = [path.name for path in sorted(tests.rglob("*.py")) if re.search(r"content\W{1,5}site\.toml\W*\)", path.read_text(encoding="utf-8"))]
    assert readers == []
