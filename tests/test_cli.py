"""Tests of the command line, as an operator meets it."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest

from sitegen import build
from sitegen.build import ROOT, public_paths
from sitegen.cli import commands
from tests.command_line import LIMIT, Done, command_line, run, run_apart, started
from tests.one_street import write_data
from tests.settings import SETTINGS_FILE

pytestmark = pytest.mark.site


@pytest.fixture
def folder(june: Path, tmp_path: Path) -> Path:
    """A copy of the finished June."""
    shutil.copytree(june, tmp_path, copy_function=shutil.copy2, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture(scope="module")
def first_build(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Done]:
    """A folder with data/, and output/ and .cache/ of a build with every default, and what that build said."""
    folder = tmp_path_factory.mktemp("cli")
    write_data(folder / "data")
    (folder / "data.txt").touch()
    done = run_apart(folder, "build", "--workers", "1")
    assert done.returncode == 0, done.stderr
    return folder, done


@pytest.fixture(scope="module")
def built(first_build: tuple[Path, Done]) -> Path:
    """Its folder."""
    return first_build[0]


def whole_names() -> list[str]:
    """Every command as it is called, those of a group after its name."""
    groups = {name: sorted(one.commands) for name, one in commands.commands.items() if isinstance(one, click.Group)}
    return [*sorted(commands.commands.keys() - groups), *(f"{group} {name}" for group, names in groups.items() for name in names)]


@pytest.mark.parametrize("name", whole_names())
def test_every_command_has_help_with_an_example(name: str) -> None:
    done = run(ROOT, *name.split(), "--help")
    assert done.returncode == 0
    assert f"Example: python build.py {name}" in " ".join(done.stdout.split())


@pytest.mark.parametrize("name", whole_names())
def test_every_command_stands_in_a_guide(name: str) -> None:
    guides = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    assert any(f"build.py {name}" in guide.read_text(encoding="utf-8") for guide in guides)


def test_a_build_says_what_it_made_and_how_to_look_at_it(built: Path) -> None:
    done = run(built, "build", "--workers", "1")
    assert done.returncode == 0
    assert "0 tasks run" in done.stdout
    assert "python build.py serve output" in done.stdout
    assert "PREVIEW, NOT FOR PUBLICATION" in done.stderr
    assert "postcodes/: none" in done.stderr


def test_results_go_to_stdout_and_progress_to_stderr(first_build: tuple[Path, Done]) -> None:
    done = first_build[1]
    assert "crimes: done" in done.stderr
    assert "crimes: done" not in done.stdout
    assert "tasks run" not in done.stderr


def test_the_manifest_says_what_the_site_is(built: Path) -> None:
    about = json.loads((built / "output" / "manifest.json").read_text())
    assert (about["months"], about["preview"], about["invented"], about["release"]) == (["2025-05", "2025-06"], True, "", "2025-06")


def test_nothing_is_written_where_nothing_changed(built: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (built / "output").rglob("*")}
    assert run(built, "build", "--workers", "1").returncode == 0
    assert {path: path.stat().st_mtime_ns for path in (built / "output").rglob("*")} == before


def test_a_built_site_passes_check(built: Path) -> None:
    done = run(built, "check", "output")
    assert (done.returncode, done.stderr) == (0, "")
    assert "points" in done.stdout


def test_a_spoiled_copy_fails_check_with_code_3_and_says_what(built: Path, tmp_path: Path) -> None:
    subprocess.run(["cp", "-r", built / "output", tmp_path / "copy"], check=True)
    (tmp_path / "copy" / "index.html").write_text("<p style='x'>")
    done = run_apart(tmp_path, "check", "copy", "--workers", "1")
    assert done.returncode == 3
    assert "inline: index.html: style attribute" in done.stdout
    assert done.stderr.startswith("error: copy: ")


def test_a_site_that_fails_its_checks_is_not_published(folder: Path) -> None:
    before = (folder / "output" / "manifest.json").read_bytes()
    settings = SETTINGS_FILE.read_text().replace('title = "Local', f'title = "{(folder / "data").resolve()} Local')
    (folder / "site.toml").write_text(settings)
    done = run(folder, "build", "--workers", "1", "--config", "site.toml")
    assert done.returncode == 3
    assert "leaks: index.html: holds" in done.stdout
    assert "the old site is untouched" in done.stderr
    assert (folder / "output" / "manifest.json").read_bytes() == before
    assert not (folder / ".output.new").exists()


def test_plan_tells_what_is_current_and_why_the_rest_is_not(built: Path) -> None:
    nothing = run(built, "plan")
    assert re.match(r"\d+ stages with nothing to do: the site is as its files are\n0 tasks would run", nothing.stdout)
    fewer = run(built, "plan", "--months", "2025-06")
    assert "map_page: setting months changed" in fewer.stdout
    assert "stage" in fewer.stdout.splitlines()[0]
    assert "map_page " in fewer.stdout
    assert "force_names" not in fewer.stdout, "what has nothing to do would bury what has"


@pytest.mark.parametrize("address", ["loamshire/", "/loamshire/index.html", "https://example.org/mirror/a/loamshire/", "loamshire"])
def test_why_walks_from_an_address_to_the_upstream_file(built: Path, address: str) -> None:
    done = run(built, "why", address)
    assert done.returncode == 0
    assert done.stdout.splitlines()[0].startswith("loamshire/index.html ")
    assert "street: 2 files: archive/2025-05/2025-05-loamshire-street.csv, archive/2025-06/2025-06-loamshire-street.csv" in done.stdout
    assert len(done.stdout.splitlines()) < 30


def test_why_shows_every_step_when_asked(built: Path) -> None:
    done = run(built, "why", "loamshire/", "--full")
    assert "        street archive/2025-06/2025-06-loamshire-street.csv" in done.stdout
    assert len(done.stdout.splitlines()) > 100


def test_a_question_makes_no_folder(tmp_path: Path) -> None:
    write_data(tmp_path / "data")
    planned = run(tmp_path, "plan")
    assert re.fullmatch(r"nothing is built yet: [1-9][\d,]* tasks, from [1-9][\d,]* files\n", planned.stdout)
    asked = run(tmp_path, "why", "loamshire/")
    assert (asked.returncode, asked.stderr) == (1, "error: .cache: there is no cache here; name the build's own with --cache, or build first\n")
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_plan_takes_every_option_of_build(built: Path) -> None:
    of_build, of_plan = ({name for option in commands.commands[name].params for name in option.opts} for name in ("build", "plan"))
    assert of_build <= of_plan
    done = run(built, "plan", "--output", "elsewhere", "--workers", "1")
    assert "0 tasks would run" in done.stdout
    assert not (built / "elsewhere").exists()


def test_a_url_may_have_a_folder_with_a_dot() -> None:
    assert public_paths("devon/dev.4050") == ["devon/dev.4050", "devon/dev.4050/index.html"]
    assert public_paths("https://example.org/") == ["index.html"]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["build", "--data", "nowhere"], 1, "error: nowhere: no such folder"),
        (["build", "--force", "gwent"], 1, "--force gwent"),
        (["build", "--months", "2024-01..2024-02"], 1, "--months 2024-01..2024-02"),
        (["build", "--config", "nowhere.toml"], 1, "error: nowhere.toml"),
        (["build", "--output", "data/site"], 1, "error: --output data/site: lies in the data folder data"),
        (["build", "--output", "."], 1, "name of a folder"),
        (["build", "--output", "data"], 1, "error: --data data: lies in data, which a build replaces"),
        (["build", "--cache", "data"], 1, "error: --cache data: lies in the data folder data"),
        (["plan", "--cache", "data"], 1, "error: --cache data: lies in the data folder data"),
        (["plan", "--cache", "output"], 1, "error: --cache output: lies in output, which a build replaces"),
        (["why", "index.html", "--cache", "data"], 1, "error: data: not empty and not a cache of this program"),
        (["build", "--basemap", "nowhere.gpkg"], 1, "error: --basemap nowhere.gpkg: no such file"),
        (["build", "--basemap", "data"], 1, "error: --basemap data: is a folder"),
        (["build", "--data", "data/site.toml"], 1, "error: data/site.toml: is a file"),
        (["build", "--output", "data/site.toml"], 1, "error: --output data/site.toml: is a file; choose another name"),
        (["build", "--config", "data"], 1, "error: data: is a folder; --config names a file"),
        (["build", "--months", "2025-06..2025-05"], 1, "error: --months 2025-06..2025-05: the last month is before the first"),
        (["build", "--months", "2025-05..2025-07"], 1, "no force has street crime of 2025-07"),
        (["build", "--force", "loamshir"], 1, "did you mean loamshire?"),
        (["clean", "--cache", "data"], 1, "error: data: not empty and not a cache of this program"),
        (["clean", "--cache", "output", "--all"], 1, "error: output: not empty and not a cache of this program"),
        (["clean", "--cache", "nowhere"], 1, "error: nowhere: no such folder; nothing to clean"),
        (["build", "--cache", "output/.cache"], 1, "error: --cache output/.cache: lies in output"),
        (["build", "--output", ".cache/site"], 1, "error: --output .cache/site: lies in the cache .cache"),
        (["build", "--accept-gap", "2025-13"], 2, "not a month: '2025-13'"),
        (["build", "--accept-gap", "2025-05"], 1, "--accept-gap 2025-05: this is no month of the site without street crime"),
        (["build", "--months", "2025"], 2, "write it like 2025-01..2025-06"),
        (["build", "--force", "Bad Force"], 2, "not a force id"),
        (["build", "--force", "Loamshire"], 2, "did you mean loamshire?"),
        (["build", "--force", ""], 2, "names no force"),
        (["serve", "data"], 1, "error: data: this is no site"),
        (["serve", "data/site.toml"], 1, "error: data/site.toml: a file, not a folder"),
        (["plan", "--output", "data.txt"], 1, "error: --output data.txt: is a file; choose another name"),
        (["plan", "--cache", "data.txt"], 1, "error: data.txt: is a file, not a folder; name a folder with --cache"),
        (["clean", "--cache", "data.txt"], 1, "error: data.txt: is a file, not a folder; name a folder with --cache"),
        (["build", "--tiles", "jpeg"], 2, "'jpeg'"),
        (["build", "--workers", "0"], 2, "--workers"),
        (["build", "extra"], 2, "extra"),
        (["sample", "new", "--scale", "world"], 2, "'world'"),
        (["sample", "new", "--months", "0"], 2, "--months"),
        (["sample", "new", "--seed", "-1"], 2, "--seed"),
        (["sample", "data"], 1, "error: data: not empty and not a sample"),
        (["bake"], 2, "bake"),
        (["check", "nowhere"], 1, "build the site first"),
        (["serve", "nowhere"], 1, "build the site first"),
        (["serve", "output", "--port", "70000"], 1, "--port 70000"),
        (["serve", "output", "--prefix", "/../"], 1, "--prefix"),
        (["why", "nothing/here.html"], 1, "no stage made such a file"),
        (["why", "x\x1b[31my"], 1, r"x\x1b[31my"),
    ],
)
def test_a_mistake_is_told_in_words_with_its_code(built: Path, arguments: list[str], code: int, says: str) -> None:
    done = run(built, *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    if code == 1:
        *before, last = done.stderr.splitlines()
        assert last.startswith("error: ")
        assert all(line.startswith(("note: ", "settings: ")) for line in before)


def test_a_traceback_is_shown_only_when_asked_for(built: Path) -> None:
    done = run_apart(built, "build", "--data", "nowhere", "--traceback")
    assert "Traceback" in done.stderr
    assert done.stderr.splitlines()[-1].startswith("error: nowhere")


def test_forces_may_be_given_twice_or_with_commas(tmp_path: Path) -> None:
    write_data(tmp_path / "data")
    done = run(tmp_path, "plan", "--force", "loamshire,wealdmoor", "--force", "axe-valley")
    assert "--force axe-valley" in done.stderr


def test_sample_then_build_is_all_it_takes(tmp_path: Path) -> None:
    assert run(tmp_path, "sample", "sample", "--months", "2").returncode == 0
    planned = run(tmp_path, "plan", "--data", "sample", "--config", SETTINGS_FILE)
    assert planned.returncode == 0, planned.stderr
    assert re.fullmatch(r"nothing is built yet: [1-9][\d,]* tasks, from [1-9][\d,]* files\n", planned.stdout)


@pytest.mark.parametrize(
    ("how", "moment"), [(signal.SIGINT, "reading"), (signal.SIGINT, "categories: "), (signal.SIGINT, "crimes: "), (signal.SIGTERM, "crimes: ")]
)
def test_a_stopped_build_leaves_the_old_site_and_goes_on_where_it_was(folder: Path, how: signal.Signals, moment: str) -> None:
    before = (folder / "output" / "manifest.json").read_bytes()
    write_data(folder / "data", ("03", "04", "05"))
    building = subprocess.Popen(
        command_line("build", "--workers", "2", "--cache", "fresh"),
        cwd=folder,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert building.stderr is not None
    for line in building.stderr:
        if line.startswith(moment):
            # As a terminal does: every process of the build hears it.
            os.killpg(building.pid, how)
            break
    _out, err = building.communicate(timeout=LIMIT)
    assert building.returncode == 130, err
    assert err.strip().splitlines()[-1] == "stopped; what was there stays; run the same command to go on"
    assert "Traceback" not in err
    assert (folder / "output" / "manifest.json").read_bytes() == before
    assert run(folder, "build", "--workers", "1", "--cache", "fresh").returncode == 0
    assert run(folder, "check").returncode == 0


def test_a_build_stopped_after_the_swap_says_that_the_new_site_is_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_data(tmp_path / "data", ("06",))
    swap = vars(build)["swap"]

    def swap_then_stop(output: Path) -> None:
        swap(output)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(build, "swap", swap_then_stop)
        done = run(tmp_path, "build", "--workers", "1", "--output", "site/../site")
    assert done.returncode == 130, done.stderr
    assert done.stderr.strip().splitlines()[-1] == "stopped; the new site is published"
    assert (tmp_path / "site" / "manifest.json").is_file()
    again = run(tmp_path, "build", "--workers", "1", "--output", "site")
    assert "; 0 files written" in again.stdout


def test_a_file_put_into_the_site_by_hand_stops_the_build_and_stays(folder: Path) -> None:
    (folder / "output" / "CNAME").write_text("example.org")
    done = run(folder, "build", "--workers", "1")
    assert done.returncode == 1
    assert done.stderr.endswith("\nerror: output: holds CNAME, which this program did not make; move it away, or name another folder with --output\n")
    assert (folder / "output" / "CNAME").read_text() == "example.org"


def test_a_python_without_the_libraries_is_told_what_to_do(tmp_path: Path) -> None:
    done = started(tmp_path, [sys.executable, "-I", "-S", str(ROOT / "build.py"), "check"])
    assert done.returncode == 1
    assert done.stderr.startswith("error: ")
    assert "make setup" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_full_disk_is_one_line_and_the_old_site_stays(folder: Path) -> None:
    before = (folder / "output" / "manifest.json").read_bytes()
    write_data(folder / "data", ("05",))
    limited = ["bash", "-c", 'ulimit -f 100; exec "$@"', "limited", *command_line("build", "--workers", "1", "--cache", "fresh")]
    done = started(folder, limited)
    assert done.returncode == 1, done.stderr
    assert [line for line in done.stderr.splitlines() if line.startswith("error: ")] == done.stderr.splitlines()[-1:]
    assert "Traceback" not in done.stderr
    assert (folder / "output" / "manifest.json").read_bytes() == before


def test_settings_beside_the_data_go_before_the_projects_and_are_named(built: Path, tmp_path: Path) -> None:
    done = run(built, "plan")
    assert done.stderr.startswith("settings: data/site.toml\n")
    (tmp_path / "own.toml").write_text("[site")
    done = run(built, "plan", "--config", tmp_path / "own.toml")
    assert done.stderr.startswith(f"error: {tmp_path}/own.toml: not valid TOML")
    assert "PREVIEW, NOT FOR PUBLICATION: operator, contact or privacy_contact is empty in data/site.toml" in run(built, "build").stderr


def test_serve_says_where_the_site_is_and_ends_when_told(built: Path) -> None:
    serving = subprocess.Popen(command_line("serve", "output", "--port", "0"), cwd=built, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert serving.stdout is not None
    assert "http://127.0.0.1:" in serving.stdout.readline()
    serving.send_signal(signal.SIGINT)
    _out, err = serving.communicate(timeout=LIMIT)
    assert (serving.returncode, err) == (0, "ended\n")


def test_output_that_nobody_reads_is_no_error(built: Path) -> None:
    reader = started(built, ["bash", "-c", '"$@" | head -1', "piped", *command_line("why", "index.html")])
    assert reader.stderr == ""
    assert len(reader.stdout.splitlines()) == 1


def test_check_says_in_one_line_that_a_folder_is_no_site(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters/one.txt").write_text("Dear reader")

    done = run(tmp_path, "check", "letters")

    assert done.returncode == 1
    assert "letters: this is no site" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_check_says_that_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>")

    done = run(tmp_path, "check", "page.html")

    assert done.returncode == 1
    assert "page.html: a file, not a folder" in done.stderr


def test_a_region_of_the_invented_land_can_be_baked(tmp_path: Path) -> None:
    assert run(tmp_path, "sample", "region", "--scale", "region", "--months", "1").returncode == 0
    done = run(tmp_path, "plan", "--data", "region")
    assert (done.returncode, "error" in done.stderr) == (0, False), done.stderr
