"""`build.py fetch` as an operator gives it: what it says, what it plans, and the code it leaves with."""

from __future__ import annotations

import re
from pathlib import Path

from sitegen.build import ROOT
from sitegen.fetching.upstream import read_upstream
from tests.command_line import run
from tests.fetching.small_upstream import FAST, files_in, small_upstream
from tests.upstream.fake import Fake, Fault
from tests.upstream.shelves import table


def put_table(fake: Fake, folder: Path) -> None:
    (folder / "upstream.toml").write_text(table(fake.shelves, fake.address, requests_per_second=FAST, burst=FAST), encoding="utf-8")


def sizeless(text: str) -> list[str]:
    """The lines of a text without sizes: one library packs a zip file more tightly than another."""
    return re.sub(r"\d[\d.,]* [KM]iB", "…", text).splitlines()


def test_it_says_what_it_brought_and_that_nothing_is_new(tmp_path: Path) -> None:
    with small_upstream(tmp_path) as fake:
        put_table(fake, tmp_path)
        first = run(tmp_path, "fetch", "--upstream", "upstream.toml")
        again = run(tmp_path, "fetch", "--upstream", "upstream.toml")
    assert (first.returncode, again.returncode) == (0, 0), first.stderr
    assert sizeless(first.stdout)[:3] == [
        "archive: 1 file brought, …",
        "boundaries: 1 file brought, …",
        "policing: 21 files brought, …, 2 not supplied",
    ]
    assert "policing, neighbourhoods: 16 answers" in first.stderr
    assert again.stdout.splitlines()[0] == "archive: 0 files brought, 1 the same as before"


def test_what_could_not_be_had_is_a_line_and_a_code(tmp_path: Path) -> None:
    with small_upstream(tmp_path) as fake:
        put_table(fake, tmp_path)
        fake.faults.append(Fault("NB01/events", "page"))
        done = run(tmp_path, "fetch", "--upstream", "upstream.toml", "--force", "loamshire", "--months", "2025-06")
    assert done.returncode == 1
    assert "fault: policing/loamshire/NB01/events.json: a web page where JSON was expected; not brought" in done.stderr
    assert "error: 1 thing could not be had; the same command asks for them again, and for nothing that it has" in done.stderr
    assert [path.name for path in sorted((tmp_path / "data/archive").iterdir())] == ["2025-06"]


def test_a_plan_says_how_much_and_changes_nothing(tmp_path: Path) -> None:
    with small_upstream(tmp_path) as fake:
        put_table(fake, tmp_path)
        fake.shelves.api["forces"] = b'[{"id": "loamshire"}, {"id": "wealdmoor"}, {"id": "without-list"}]'
        whole = run(tmp_path, "fetch", "--upstream", "upstream.toml", "--plan")
        part = run(tmp_path, "fetch", "--upstream", "upstream.toml", "--plan", "--force", "loamshire")
        assert not (tmp_path / "data").exists()
        run(tmp_path, "fetch", "--upstream", "upstream.toml", "--force", "loamshire")
        before = files_in(tmp_path / "data")
        later = run(tmp_path, "fetch", "--upstream", "upstream.toml", "--plan", "--force", "loamshire")
    assert sizeless(whole.stdout) == [
        "archive: archive/2025-06.zip, … to bring",
        "boundaries: boundaries/2025-06.zip, … to bring",
        "policing: 26 answers about 3 forces and 4 neighbourhoods, 0.0 minutes or more",
        "names: places/names.csv, … to bring",
    ]
    assert "archive: archive/2025-06.zip, 4 of 4 members to bring, …" in sizeless(part.stdout)
    assert "archive: archive/2025-06.zip, 0 of 4 members to bring, 0.0 KiB" in later.stdout
    assert "names: places/names.csv, the same as is there" in later.stdout
    assert files_in(tmp_path / "data") == before


def test_trying_out_names_each_publisher_that_does_not_answer(tmp_path: Path) -> None:
    with small_upstream(tmp_path) as fake:
        put_table(fake, tmp_path)
        good = run(tmp_path, "fetch", "--upstream", "upstream.toml", "--try")
        fake.faults.append(Fault("^/api/forces", "page"))
        bad = run(tmp_path, "fetch", "--upstream", "upstream.toml", "--try")
    assert good.returncode == 0
    assert "archive: the newest release is 2025-06, …, 8 files" in sizeless(good.stdout)
    assert "policing: 2 forces are listed" in good.stdout
    assert bad.returncode == 1
    assert f"fault: policing: {fake.address}/api: a web page where JSON was expected" in bad.stderr


def test_a_mistake_in_the_table_is_told_with_its_key(tmp_path: Path) -> None:
    with small_upstream(tmp_path) as fake:
        written = table(fake.shelves, fake.address, requests_per_second=FAST, burst=FAST)
    (tmp_path / "upstream.toml").write_text(written.replace('into = "places/names.csv"', 'into = "../names.csv"'), encoding="utf-8")
    done = run(tmp_path, "fetch", "--upstream", "upstream.toml")
    assert done.returncode == 1
    assert "error: upstream.toml: files 1: into must be a path in the data folder" in done.stderr


def test_the_projects_own_table_can_be_read_and_names_a_page_for_every_address() -> None:
    upstream = read_upstream(Path("nowhere"), ROOT / "content", None)
    abouts = [upstream.about(name) for name in upstream.names]
    assert [about.page for about in abouts if about.address and not (about.page and about.publisher and about.licence)] == []
