"""An operator is told what was noticed before anything is published or refused; gaps and losses stop a build until they are confirmed."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from sitegen.build import Options, build_site, plan_site
from sitegen.errors import ConfigError, InputError, SiteError
from sitegen.terms import Month
from tests.settings import SETTINGS
from tests.small_world import FORCES, put, put_month


@pytest.fixture
def options(three_months: Path, tmp_path: Path) -> Options:
    """A small world of three months, never published, and a cache with all that is made of it."""
    for name in ("data", "cache"):
        shutil.copytree(three_months / name, tmp_path / name)
    return Options(tmp_path / "data", tmp_path / "cache")


def build(options: Options) -> list[str]:
    """What a build says."""
    said: list[str] = []
    build_site(options, SETTINGS, options.data.with_name("output"), say=said.append)
    return said


def refused(options: Options, *, only_planned: bool = False) -> tuple[list[str], str]:
    """What a build, or a plan, says before it is refused, and why it is."""
    said: list[str] = []

    def ask() -> object:
        if only_planned:
            return plan_site(options, SETTINGS, said.append)
        return build_site(options, SETTINGS, options.data.with_name("output"), say=said.append)

    with pytest.raises(SiteError) as raised:
        ask()
    return said, str(raised.value)


def test_notes_come_before_the_site_is_assembled_and_with_a_plan(options: Options) -> None:
    put(options.data, {"boundaries/loamshire/NB01.kml": b"<kml"})
    told = build(options)
    of_lists = told.index("note: postcodes/: none; the site has no search by postcode")
    of_tables = told.index("note: boundaries/loamshire/NB01.kml: cannot be read (xml-unreadable); crimes cannot be counted there")
    assert of_lists < of_tables < next(number for number, line in enumerate(told) if line.startswith("assembling"))
    planned: list[str] = []
    plan_site(options, SETTINGS, planned.append)
    assert told[of_lists] in planned
    # Used again, the table of notes is said again: nothing has been mended.
    said, why = refused(replace(options, strict=True))
    assert told[of_tables] in said
    assert why.startswith("--strict: ")


@pytest.mark.parametrize("only_planned", [False, True])
def test_an_error_hides_no_note(options: Options, only_planned: bool) -> None:
    put(options.data, {"postcodes/odd.txt": b"", "links.toml": b"[all"})
    said, why = refused(options, only_planned=only_planned)
    assert "note: postcodes/: none; the site has no search by postcode" in said
    assert why.startswith(f"{options.data}/links.toml: not valid TOML")


def test_strict_takes_any_note_for_an_error(options: Options) -> None:
    _said, why = refused(replace(options, strict=True), only_planned=True)
    assert why.startswith("--strict: ")
    assert "notes, listed above" in why


def test_a_month_that_no_force_has_is_named_until_it_is_confirmed(options: Options) -> None:
    (options.data / "archive/2025-04").rename(options.data / "archive/2025-4")
    said, why = refused(options)
    assert any("archive/2025-4: not used" in line for line in said)
    assert "no force has street crime of 2025-04, which the site from 2025-03 to 2025-05" in why
    assert why.endswith("--accept-gap 2025-04")
    assert not options.data.with_name("output").exists()
    with pytest.raises(ConfigError, match="--accept-gap 2025-03: this is no month of the site without street crime; the months without are 2025-04"):
        plan_site(replace(options, accepted_gaps=(Month(2025, 3), Month(2025, 4))), SETTINGS)
    plan_site(replace(options, accepted_gaps=(Month(2025, 4),)), SETTINGS)


def test_a_month_that_one_force_has_is_no_gap(options: Options) -> None:
    for file in (options.data / "archive/2025-04").glob("*loamshire*"):
        file.unlink()
    plan_site(replace(options, forces=()), SETTINGS)
    with pytest.raises(ConfigError, match="every month from 2025-03 to 2025-05 has some"):
        plan_site(replace(options, accepted_gaps=(Month(2025, 4),)), SETTINGS)


def test_a_loss_stops_the_build_before_the_swap_until_it_is_confirmed(options: Options) -> None:
    build(options)
    before = (options.data.with_name("output") / "manifest.json").read_bytes()
    (options.data / "boundaries/loamshire").rename(options.data.with_name("gone"))
    said, why = refused(options)
    assert "loss: loamshire: no boundaries are used any more, 2 before" in said
    assert not [line for line in said if line.startswith("assembling")]
    assert why.endswith("Put back what is missing, or confirm with --accept-loss")
    _said, why = refused(replace(options, months=(Month(2025, 3), Month(2025, 4)), forces=(FORCES[1].force_id,)))  # type: ignore[arg-type]
    assert why.endswith("a build of some forces or months belongs into an --output of its own")
    assert (options.data.with_name("output") / "manifest.json").read_bytes() == before
    said = build(replace(options, accept_loss=True))
    assert "loss: loamshire: no boundaries are used any more, 2 before" in said
    assert (options.data.with_name("output") / "manifest.json").read_bytes() != before
    options.data.with_name("gone").rename(options.data / "boundaries/loamshire")
    assert not [line for line in build(options) if line.startswith("loss: ")]
    assert (options.data.with_name("output") / "manifest.json").read_bytes() == before


@pytest.mark.parametrize(
    ("name", "text", "where"),
    [
        ("links.toml", '[loamshre]\nreport = "https://a.example/"', "links.toml: loamshre: no force is called loamshre; did you mean loamshire?"),
        (
            "known_issues.toml",
            '[[issue]]\nforce = "gwnt"\ndataset = "crime"\nmonths = "2025-01"\nstate = "never"\ntext = ""\nsource = ""\nread = "2025-02"',
            "known_issues.toml: issue 1: no force is called gwnt; did you mean gwent?",
        ),
        ("known_issues.toml", "issue = 5", "known_issues.toml: issue must be a list of tables"),
    ],
)
def test_what_is_said_of_a_force_that_nobody_knows_is_refused_by_path_and_name(options: Options, name: str, text: str, where: str) -> None:
    put(options.data, {name: text.encode()})
    _said, why = refused(options, only_planned=True)
    assert why.startswith(f"{options.data}/{where}")


def test_a_force_left_out_of_a_build_may_be_spoken_of(options: Options) -> None:
    put(options.data, {"links.toml": b'[loamshire]\nreport = "https://a.example/"\n[gwent]\nreport = ""'})
    plan_site(replace(options, forces=(FORCES[1].force_id,)), SETTINGS)  # type: ignore[arg-type]


def test_a_force_that_the_api_lists_may_be_spoken_of_though_nothing_of_it_was_fetched(options: Options) -> None:
    listed = {"policing/forces.json": b'[{"id": "farshire", "name": "Farshire Police"}]'}
    put(options.data, listed | {"links.toml": b'[farshire]\nreport = "https://farshire.example/"'})
    plan_site(options, SETTINGS)


def test_a_force_mistyped_is_answered_with_the_one_that_is_near(options: Options) -> None:
    with pytest.raises(ConfigError, match=r"--force loamshir: .*; did you mean loamshire\?; it has loamshire, wealdmoor"):
        plan_site(replace(options, forces=("loamshir",)), SETTINGS)  # type: ignore[arg-type]


def test_a_month_outside_the_window_is_no_gap(options: Options) -> None:
    put_month(options.data, "2021-01")
    plan_site(options, SETTINGS)
    with pytest.raises(InputError, match="no force has street crime of 2025-01, 2025-02, which the site from 2025-01 to 2025-05"):
        plan_site(replace(options, months=(Month(2025, 1), Month(2025, 5))), SETTINGS)
