"""In a bucket the API's official addresses are objects of their own: always there, never newer than the file each repeats, and gone with it."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import uk_police_api
from obstore.store import MemoryStore

from sitegen.errors import ConfigError
from sitegen.hosting import sending, switching
from sitegen.hosting.changes import Changes
from sitegen.hosting.cost import cost_of
from sitegen.hosting.kept import prune, roll_back
from sitegen.hosting.sending import Progress
from sitegen.hosting.store_target import StoreTarget
from sitegen.hosting.takedown import take_down
from sitegen.hosting.target import Target
from sitegen.proof import keys
from sitegen.proof.segments import File
from tests.hosting.conftest import bucket_at
from tests.hosting.dying_target import DeadError, DyingTarget
from tests.hosting.kinds import empty_target
from tests.hosting.small_api import ADDRESSES, answer, answers, bytes_at, out_of_order, wrong_answers
from tests.hosting.small_site import SIGNING, broken_release, put_out, release_in, write_release
from tests.proof.keys import KEY

NEXT_MONTH = replace(SIGNING, today=date(2025, 9, 1))
TODAY = replace(SIGNING, today=date(2025, 10, 2))


def site(folder: Path, number: int, *, gone: tuple[str, ...] = ()) -> Path:
    """The folder of a release with an API."""
    return write_release(folder / f"{number}-{len(gone)}", number, gone=gone, more={"api/404.json": b"{}", **answers(number)})


def store() -> StoreTarget:
    """A bucket with nothing in it."""
    return StoreTarget("s3://bucket", MemoryStore())


@pytest.fixture
def sites(tmp_path: Path) -> tuple[Path, Path]:
    """Two releases."""
    return site(tmp_path, 1), site(tmp_path, 2)


def stopped(begin: Callable[[], Target], act: Callable[[Target], object]) -> Iterator[tuple[str, Target]]:
    """A target for each moment at which a publisher can be stopped, and what that moment was."""
    whole = DyingTarget(begin(), 0)
    act(whole)
    for number, request in enumerate(whole.requests, 1):
        target = begin()
        with pytest.raises(DeadError):
            act(DyingTarget(target, number))
        yield f"before {request}", target


def first(sites: tuple[Path, Path]) -> Target:
    """A bucket with release 1."""
    target = store()
    put_out(target, release_in(sites[0]))
    return target


def both(sites: tuple[Path, Path]) -> Target:
    """A bucket with release 1 and, standing, 2."""
    target = first(sites)
    put_out(target, release_in(sites[1]), NEXT_MONTH)
    return target


def test_a_bucket_answers_official_addresses_with_the_files_bytes(sites: tuple[Path, Path]) -> None:
    target = first(sites)
    assert wrong_answers(target, 1) == broken_release(target) == []
    put_out(target, release_in(sites[1]))
    assert wrong_answers(target, 2) == broken_release(target) == []
    assert bytes_at(target, "api/404") is None


@pytest.mark.parametrize("kind", ["folder", "prefix"])
def test_a_folder_has_the_files_alone(kind: str, sites: tuple[Path, Path], tmp_path: Path) -> None:
    target = empty_target(kind, tmp_path / "target")
    put_out(target, release_in(sites[0]))
    assert bytes_at(target, "api/forces/index.json") == answer("api/forces", 1)
    assert [path for path in (tmp_path / "target").rglob("forces") if path.is_file()] == []


def test_a_stopped_publisher_leaves_none_missing_or_newer_than_its_file_and_the_next_ends_it(sites: tuple[Path, Path]) -> None:
    moments = 0
    for moment, target in stopped(lambda: first(sites), lambda target: put_out(target, release_in(sites[1]))):
        assert out_of_order(target) == broken_release(target) == [], moment
        put_out(target, release_in(sites[1]))
        assert wrong_answers(target, 2) == [], moment
        moments += moment.startswith(("before copy api/", "before read api/"))
    assert moments == 4 * len(ADDRESSES)


def test_the_first_release_again_undoes_a_stopped_one(sites: tuple[Path, Path]) -> None:
    for moment, target in stopped(lambda: first(sites), lambda target: put_out(target, release_in(sites[1]))):
        put_out(target, release_in(sites[0]))
        assert wrong_answers(target, 1) == broken_release(target) == [], moment


def test_addresses_before_their_files_would_be_noticed(sites: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """A planted wrong order."""
    right = switching.official_keys

    def first_the_addresses(target: Target, files: Mapping[str, File], began: Callable[[str], None]) -> Iterator[str]:
        for names in (right(target, files), {path: path for path in files}):
            yield from target.copy_all((keys.blob(path, files[path].digest), key) for key, path in names.items())

    monkeypatch.setattr(sending, "put_in_place", first_the_addresses)
    moments = stopped(lambda: first(sites), lambda target: put_out(target, release_in(sites[1])))
    assert any(out_of_order(target) for _moment, target in moments)


def test_an_earlier_release_brings_its_addresses_back(sites: tuple[Path, Path]) -> None:
    target = both(sites)
    roll_back(target, 1, TODAY, Progress())
    assert wrong_answers(target, 1) == broken_release(target) == []


def test_an_address_goes_with_the_last_release_that_has_it(sites: tuple[Path, Path], tmp_path: Path) -> None:
    target = first(sites)
    put_out(target, release_in(site(tmp_path, 2, gone=("api/gwent/NB01/boundary/index.json",))), NEXT_MONTH)
    assert bytes_at(target, "api/gwent/NB01/boundary") == answer("api/gwent/NB01/boundary", 1)
    prune(target, KEY.public, date(2026, 1, 1), 1, say=lambda _line: None)
    assert bytes_at(target, "api/gwent/NB01/boundary") is None
    assert bytes_at(target, "api/gwent/NB01/boundary/index.json") is None
    assert bytes_at(target, "api/gwent/NB01") == answer("api/gwent/NB01", 2)


def test_what_is_taken_down_is_not_left_at_its_official_address(sites: tuple[Path, Path]) -> None:
    target = both(sites)
    done = take_down(target, ["api/gwent/NB01/index.json"], TODAY, Progress())
    assert done.paths == ("api/gwent/NB01/index.json",)
    assert bytes_at(target, "api/gwent/NB01") is bytes_at(target, "api/gwent/NB01/index.json") is None
    assert bytes_at(target, "api/gwent/NB01/boundary") == answer("api/gwent/NB01/boundary", 2)
    assert broken_release(target) == []


def test_a_stopped_takedown_is_ended_by_the_same_again(sites: tuple[Path, Path]) -> None:
    def act(target: Target) -> None:
        take_down(target, ["api/gwent/NB01/index.json"], TODAY, Progress())

    for moment, target in stopped(lambda: both(sites), act):
        try:
            act(target)
        except ConfigError as error:
            assert "taken down before" in str(error)  # noqa: PT017  it may or may not have come to its end
        assert bytes_at(target, "api/gwent/NB01") is bytes_at(target, "api/gwent/NB01/index.json") is None, moment


def test_they_are_counted_in_what_publishing_costs() -> None:
    page, api = ({path: File(path, "0" * 64, 1)} for path in ("gwent/index.html", "api/forces/index.json"))
    costs = [cost_of(Changes(files, files, ())) for files in (page, api)]
    assert (costs[1].writes - costs[0].writes, costs[1].reads - costs[0].reads) == (1, 1)


def test_they_come_over_the_network_as_json_by_the_address_itself(bucket_url: str, web_address: str, sites: tuple[Path, Path]) -> None:
    for release in sites:
        put_out(bucket_at(bucket_url), release_in(release))
    for path in ADDRESSES:
        with urllib.request.urlopen(web_address + path.replace(" ", "%20")) as found:
            assert (found.status, found.headers["Content-Type"], found.headers["Content-Encoding"]) == (200, "application/json", "gzip")
    assert wrong_answers(bucket_at(bucket_url), 2) == []


def test_a_client_that_follows_no_redirect_is_answered(bucket_url: str, web_address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forces = {
        "api/forces/index.json": b'[{"id":"gwent","name":"Gwent Police"}]',
        "api/forces/gwent/index.json": b'{"id":"gwent","name":"Gwent Police"}',
    }
    put_out(bucket_at(bucket_url), release_in(write_release(tmp_path / "1", 1, more=forces)))
    monkeypatch.setattr(uk_police_api._client, "BASE_URL", f"{web_address}api/")
    with uk_police_api.PoliceAPI() as client:
        assert [force.name for force in client.forces.list()] == [client.forces.get("gwent").name] == ["Gwent Police"]
