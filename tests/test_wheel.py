"""The program as a wheel: installed where there is no checkout and no Node, it bakes the very same site."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from sitegen import wheel
from sitegen.build import ROOT
from sitegen.errors import ConfigError
from sitegen.wheel import write_wheel
from tests.installed import asked


@pytest.mark.site
def test_an_installed_program_bakes_the_same_bytes_from_an_empty_folder(built_elsewhere: Path, built_few: Path) -> None:
    assert (built_elsewhere / "output" / "manifest.json").read_bytes() == (built_few / "manifest.json").read_bytes()
    assert "look at it: sitegen serve output" in (built_elsewhere / "said").read_text(encoding="utf-8")


@pytest.mark.site
def test_an_installed_program_goes_on_with_a_cache_of_the_checkout_but_for_its_scripts(installed: Path, june: Path, tmp_path: Path) -> None:
    shutil.copytree(june, tmp_path / "june")
    done = asked(installed, tmp_path / "june", "plan")
    assert done.returncode == 0, done.stderr
    assert {line.split(":")[0].strip() for line in done.stdout.splitlines() if line.startswith("  ")} == {"scripts"}


def test_an_installed_program_says_its_own_name(installed: Path, tmp_path: Path) -> None:
    told = asked(installed, tmp_path, "build", "--help").stdout
    assert "Usage: sitegen build" in told
    assert "Example: sitegen build --data data" in told
    failed = asked(installed, tmp_path, "serve").stderr
    assert "build the site first: sitegen build" in failed
    assert "build.py" not in told + failed


def test_an_installed_program_gives_the_settings_to_fill_in(installed: Path, tmp_path: Path) -> None:
    done = asked(installed, tmp_path, "settings", "data/site.toml")
    assert done.returncode == 0, done.stderr
    assert 'operator = ""' in (tmp_path / "data" / "site.toml").read_text(encoding="utf-8")
    again = asked(installed, tmp_path, "settings", "data/site.toml")
    assert again.returncode == 1
    assert "is there already" in again.stderr


def test_the_same_project_gives_the_same_wheel(packed: Path, tmp_path: Path) -> None:
    assert write_wheel(tmp_path).read_bytes() == packed.read_bytes()


def test_a_wheel_holds_no_program_but_python_and_no_path_of_this_machine(packed: Path) -> None:
    with zipfile.ZipFile(packed) as found:
        names = found.namelist()
        assert not [name for name in names if "esbuild" in name or name.endswith((".pyc", ".mo", ".node", ".so"))]
        assert not [name for name in names if str(ROOT).encode() in found.read(name)]
    assert {"sitegen/project/bundled/map.js", "sitegen/project/licences/@mapbox/vector-tile.txt"} & set(names)


def test_a_wheel_asks_for_the_versions_of_the_lock_file(packed: Path) -> None:
    with zipfile.ZipFile(packed) as found:
        (metadata,) = (found.read(name).decode() for name in found.namelist() if name.endswith("/METADATA"))
    locked = [line.rstrip(" \\") for line in (ROOT / "requirements.txt").read_text().splitlines() if "==" in line]
    assert [line.removeprefix("Requires-Dist: ") for line in metadata.splitlines() if line.startswith("Requires-Dist")] == locked
    assert len(locked) > 20


def test_a_wheel_is_not_made_by_an_installed_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wheel, "INSTALLED", True)
    with pytest.raises(ConfigError, match="project's folder"):
        write_wheel(tmp_path)
