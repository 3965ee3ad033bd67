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
    assert "release 3 is at" in said(run(folder, "rollback", "1", "--key", "site.key"))
    assert "release 1" in (folder / "www/current/index.html").read_text(encoding="utf-8")
