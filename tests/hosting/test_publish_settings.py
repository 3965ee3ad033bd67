"""What the operator's settings say of publishing is done without being said again, and what goes against them is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sitegen.proof.minisign import public_key_file, secret_key_file
from tests.command_line import Done, run
from tests.hosting.small_site import write_release
from tests.proof.keys import KEY, OTHER_KEY
from tests.settings import SETTINGS_FILE
from tests.small_disk import small_files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An operator's folder: a built site, two keys, settings that say where it goes and who signs."""
    write_release(tmp_path / "output", 1)
    for name, key in (("site.key", KEY), ("other.key", OTHER_KEY)):
        (tmp_path / name).write_bytes(secret_key_file(key))
        (tmp_path / name).chmod(0o600)
        (tmp_path / f"{name}.pub").write_bytes(public_key_file(key.public))
    state(tmp_path, target=(tmp_path / "www").as_uri(), public_key=KEY.public.text, lasting_days=10)
    return tmp_path


def state(folder: Path, **settings: str | int) -> None:
    text = SETTINGS_FILE.read_text(encoding="utf-8")
    for key, value in settings.items():
        said = f'"{value}"' if isinstance(value, str) else str(value)
        text, found = re.subn(rf"^{key} = \S+", f"{key} = {said}", text, count=1, flags=re.MULTILINE)
        assert found, key
    (folder / "data").mkdir(exist_ok=True)
    (folder / "data/site.toml").write_text(text, encoding="utf-8")


def said(done: Done) -> str:
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_target_key_and_days_are_taken_from_the_settings(folder: Path) -> None:
    out = said(run(folder, "publish", "--key", "site.key"))
    assert f"release 1 is at {(folder / 'www').as_uri()}" in out
    assert f"a web server has to serve {folder / 'www/current'}" in out
    assert "of release-1" not in out
    assert "to be believed for 10 days more" in said(run(folder, "verify", "www"))
    assert "stands" in said(run(folder, "releases"))


def test_the_settings_in_the_data_folder_that_is_named_are_taken(folder: Path) -> None:
    (folder / "data").rename(folder / "figures")
    assert f"release 1 is at {(folder / 'www').as_uri()}" in said(run(folder, "publish", "--key", "site.key", "--data", "figures"))
    assert "keeps no history yet" in said(run(folder, "restore", "--key", "site.key", "--data", "figures"))


def test_an_option_goes_before_a_setting(folder: Path) -> None:
    said(run(folder, "publish", (folder / "elsewhere").as_uri(), "--key", "site.key", "--lasting", "20", "--switch", "in-place"))
    assert "to be believed for 20 days more" in said(run(folder, "verify", "elsewhere"))
    assert (folder / "elsewhere/index.html").is_file()
    assert not (folder / "www").exists()


def test_a_key_that_is_not_the_sites_is_refused(folder: Path) -> None:
    done = run(folder, "publish", "--key", "other.key")
    assert done.returncode == 1
    assert f"its public key is {OTHER_KEY.public.text}, and data/site.toml says publish.public_key = {KEY.public.text}" in done.stderr
    assert not (folder / "www").exists()


def test_releases_are_listed_with_a_public_key_or_none_and_not_with_another(folder: Path) -> None:
    said(run(folder, "publish", "--key", "site.key"))
    state(folder, target=(folder / "www").as_uri())
    for key in ((), ("--key", "site.key.pub"), ("--key", "site.key")):
        assert KEY.public.name in said(run(folder, "releases", *key))
    assert "names no key of yours" in run(folder, "releases", "--key", "other.key.pub").stderr


def test_without_a_target_it_is_said_where_to_name_one(folder: Path) -> None:
    state(folder)
    assert "no target is given: name one, like s3://bucket/folder, or set publish.target in data/site.toml" in run(folder, "releases").stderr


def test_a_release_comes_back_at_the_target_of_the_settings(folder: Path) -> None:
    said(run(folder, "publish", "--key", "site.key"))
    said(run(folder, "publish", "--key", "site.key", "--site", str(write_release(folder / "two", 2)), "--accept-loss"))
    out = said(run(folder, "rollback", "1", "--key", "site.key"))
    assert "release 3 is at" in out
    assert "0 files sent, 0.0 MiB; 5 switched" in out
    assert "release 1" in (folder / "www/current/index.html").read_text(encoding="utf-8")


def test_the_settings_are_those_of_the_data_folder_that_is_named(folder: Path) -> None:
    (folder / "data").rename(folder / "other")
    assert "release 1 is at" in said(run(folder, "publish", "--data", "other", "--key", "site.key", "--allow-preview"))
    assert "keeps no history yet" in said(run(folder, "restore", "--data", "other", "--key", "site.key"))


@pytest.mark.parametrize("number", ["0", "seven", "file:///srv/site"])
def test_what_is_no_number_of_a_release_is_told_so(folder: Path, number: str) -> None:
    done = run(folder, "rollback", number, "--key", "site.key")
    assert done.returncode == 2
    assert f"'{number}' is no number of a release; give the target and then one that build.py releases lists" in done.stderr


@pytest.mark.parametrize(("command", "file"), [("keygen", "new.key"), ("settings", "new.toml")])
def test_a_full_disk_leaves_no_half_of_a_file_that_would_be_taken_for_one(folder: Path, command: str, file: str) -> None:
    with small_files():
        done = run(folder, command, file)
    assert done.returncode == 1
    assert "run the same command again" in done.stderr
    assert run(folder, command, file).returncode == 0


def test_a_key_is_read_before_it_is_said_who_may_read_it(folder: Path) -> None:
    done = run(folder, "publish", "--key", "site.key.pub")
    assert (done.returncode, done.stderr.splitlines()[-1]) == (
        1,
        "error: --key site.key.pub: this is no minisign secret key; make one with: build.py keygen",
    )
    assert "chmod" not in done.stderr
