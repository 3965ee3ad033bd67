"""Stores that lack something, refuse, or are none: each is told in one line, in which nothing is secret."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.errors import ConfigError, TargetError
from sitegen.hosting.open_target import open_target
from sitegen.hosting.probe import Abilities, probe
from sitegen.hosting.refuse import refuse_unconditional
from sitegen.proof.minisign import secret_key_file
from tests.command_line import Done, run
from tests.hosting.little_store import Answer, Odd, fault, little_store
from tests.hosting.small_site import write_release
from tests.proof.keys import KEY
from tests.settings import SETTINGS_FILE

Headers = dict[str, str]


def ignoring_conditions(_method: str, _key: str, headers: Headers) -> Answer | None:
    headers.pop("if-match", None)
    headers.pop("if-none-match", None)
    return None


def knowing_marks_unquoted(_method: str, _key: str, headers: Headers) -> Answer | None:
    mark = headers.get("if-match", "")
    if mark.startswith('"'):
        return fault(412, "PreconditionFailed")
    if mark:
        headers["if-match"] = f'"{mark}"'
    return None


def refusing_conditions(status: int, code: str, *conditions: str) -> Odd:
    """Answers so to a request with such a condition; without one named, with any."""
    refused = {*(conditions or ("if-match", "if-none-match"))}
    return lambda _method, _key, headers: None if refused.isdisjoint(headers) else fault(status, code)


def busy_at_first(condition: str, times: int) -> Odd:
    """Answers 409 to the first requests with a condition, as a store does while others ask for the same key."""
    left = [times]

    def answer(_method: str, _key: str, headers: Headers) -> Answer | None:
        if condition in headers and left[0]:
            left[0] -= 1
            return fault(409, "ConditionalRequestConflict")
        return None

    return answer


def tried(odd: Odd, monkeypatch: pytest.MonkeyPatch) -> Abilities:
    with little_store(odd) as address:
        monkeypatch.setenv("AWS_ENDPOINT", address)
        return probe(open_target("s3://bucket/site"))


@pytest.mark.usefixtures("store_access")
@pytest.mark.parametrize("odd", [lambda *_asked: None, knowing_marks_unquoted, busy_at_first("if-match", 2), busy_at_first("if-none-match", 3)])
def test_a_store_that_keeps_two_publishers_apart_passes(odd: Odd, monkeypatch: pytest.MonkeyPatch) -> None:
    assert tried(odd, monkeypatch).conditional


@pytest.mark.usefixtures("store_access")
def test_a_store_that_ignores_conditions_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    found = tried(ignoring_conditions, monkeypatch)
    assert found == Abilities(creates_once=False, swaps=True, refuses_stale=False)
    with pytest.raises(TargetError, match=r"cannot create an object only where none is or refuse a stale ETag.*--single-writer"):
        refuse_unconditional("s3://bucket", found)


@pytest.mark.usefixtures("store_access")
def test_a_store_that_keeps_no_object_below_another_is_refused_and_nothing_is_left_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def flat_refused(method: str, key: str, _headers: Headers) -> Answer | None:
        return fault(400, "XMinioParentIsObject") if method == "PUT" and key.endswith(".json/index.json") else None

    with little_store(flat_refused, seen) as address:
        monkeypatch.setenv("AWS_ENDPOINT", address)
        with pytest.raises(TargetError, match=r"one object below another's name, as the API needs it: api/forces/index\.json beside api/forces"):
            probe(open_target("s3://bucket/site"))
    assert seen[-1].startswith("POST")


def answering(answer: Answer) -> Callable[[str, str, Headers], Answer]:
    return lambda _method, _key, _headers: answer


PAGE = 200, {"content-type": "text/html"}, b"<!doctype html><p>Log in to the guest network"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An operator's folder with a built site and a key."""
    write_release(tmp_path / "output", 1)
    (tmp_path / "site.key").write_bytes(secret_key_file(KEY))
    (tmp_path / "site.key").chmod(0o600)
    (tmp_path / "site.toml").write_bytes(SETTINGS_FILE.read_bytes())
    return tmp_path


def published(folder: Path, target: str, *options: str) -> Done:
    return run(folder, "publish", target, "--key", "site.key", "--config", "site.toml", *options)


def told(done: Done) -> str:
    """The one line that an operator gets, without the target's address."""
    assert done.returncode == 1
    assert done.stdout == ""
    assert "secret" not in done.stderr
    (line,) = (line for line in done.stderr.splitlines() if not line.startswith("note: the site was not audited"))
    return line.removeprefix("error: ")


@pytest.mark.usefixtures("store_access")
@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (PAGE, "what answers is no store, perhaps a proxy on the way; check the address and the network"),
        (fault(403, "AccessDenied"), "the credentials do not allow this; check what they may write"),
        (fault(400, "ExpiredToken"), "the credentials have expired; get new ones"),
        (fault(403, "RequestTimeTooSkewed"), "this machine's clock is wrong; set it"),
        (fault(403, "SignatureDoesNotMatch"), "the credentials are wrong; check the environment"),
        (fault(403, "InvalidAccessKeyId"), "the credentials are wrong; check the environment"),
        (fault(404, "NoSuchBucket"), "there is no such bucket; make it first"),
        (fault(403, "QuotaExceeded"), "the store is full, or allows no more"),
        (fault(301, "PermanentRedirect"), "the bucket is in another region, or at another address; set AWS_REGION or AWS_ENDPOINT"),
    ],
)
def test_a_store_that_refuses_is_told_in_one_line(folder: Path, answer: Answer, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with little_store(answering(answer)) as address:
        monkeypatch.setenv("AWS_ENDPOINT", address)
        assert told(published(folder, "s3://bucket/site")) == f"s3://bucket/site: {said}"


@pytest.mark.usefixtures("store_access")
def test_a_store_that_refuses_half_way_is_told_likewise_and_the_next_try_ends_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = [True]

    def odd(method: str, key: str, _headers: Headers) -> Answer | None:
        return fault(403, "QuotaExceeded") if full[0] and method == "PUT" and "/segments/" in key else None

    with little_store(odd) as address:
        monkeypatch.setenv("AWS_ENDPOINT", address)
        done = published(folder, "s3://bucket/site")
        assert done.stderr.splitlines()[-1] == "error: s3://bucket/site: the store is full, or allows no more"
        full[0] = False
        assert "release 1 is at" in published(folder, "s3://bucket/site").stdout


@pytest.mark.usefixtures("store_access")
@pytest.mark.parametrize(
    ("odd", "said"),
    [
        (ignoring_conditions, "so two publishers could undo each other there"),
        (refusing_conditions(412, "PreconditionFailed", "if-match"), "so two publishers could undo each other there"),
        (
            refusing_conditions(501, "NotImplemented"),
            "perhaps writing on a condition; see that only one publisher ever runs, and say --single-writer",
        ),
    ],
)
def test_a_store_without_conditions_is_looked_after_by_a_single_writer(folder: Path, odd: Odd, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with little_store(odd) as address:
        monkeypatch.setenv("AWS_ENDPOINT", address)
        assert said in told(published(folder, "s3://bucket/site"))
        looked_after(folder, "--single-writer")


def looked_after(folder: Path, *options: str) -> None:
    """Two releases are published, the first brought back, a page taken down, nothing cleared away."""
    asked = ("--config", "site.toml", *options)
    assert "release 1 is at" in published(folder, "s3://bucket/site", *options).stdout
    write_release(folder / "output", 2)
    assert "release 2 is at" in published(folder, "s3://bucket/site", *options).stdout
    assert "release 3 is at" in run(folder, "rollback", "s3://bucket/site", "1", "--key", "site.key", *asked).stdout
    (folder / "list.txt").write_text("about/\n")
    assert "6 stands" in run(folder, "takedown", "s3://bucket/site", "list.txt", "--key", "site.key", *asked).stdout
    assert "nothing to remove" in run(folder, "prune", "s3://bucket/site", *asked).stdout


@pytest.mark.usefixtures("store_access")
def test_where_marks_are_known_unquoted_every_command_that_writes_finds_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with little_store(knowing_marks_unquoted) as address:
        monkeypatch.setenv("AWS_ENDPOINT", address)
        looked_after(folder)


@pytest.mark.usefixtures("store_access")
def test_a_single_writer_replaces_nothing_that_is_another_by_now(monkeypatch: pytest.MonkeyPatch) -> None:
    with little_store() as address:
        monkeypatch.setenv("AWS_ENDPOINT", address)
        assert probe(open_target("s3://bucket/site", single_writer=True)).conditional


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("file://srv/site", "file://srv/site: names a machine, srv; a folder has three slashes: file:///srv/site"),
        ("ftp://host/site", "is no place to publish; write it like file:///srv/site"),
        ("s3://name:a-secret@bucket/site", "s3://bucket/site: credentials belong into the environment, not into the address"),
        ("s3://bucket/site?token=a-secret", "s3://bucket/site: credentials belong into the environment, not into the address"),
        ("az://container", "Account must be specified; set what is missing in the environment"),
    ],
)
def test_an_address_that_is_no_target_says_what_one_is(target: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AZURE_STORAGE_ACCOUNT_NAME", raising=False)
    with pytest.raises(ConfigError) as error:
        open_target(target)
    assert said in str(error.value)
    assert "secret" not in str(error.value)


@pytest.mark.usefixtures("store_access")
def test_what_the_environment_names_as_a_store_has_to_be_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT", "s3.example.org")
    with pytest.raises(ConfigError, match=r"s3://bucket/site: AWS_ENDPOINT in the environment is no address; write it like https://s3\.example\.org"):
        open_target("s3://bucket/site")


@pytest.mark.usefixtures("store_access")
def test_a_bucket_that_is_not_there_is_not_taken_for_an_empty_one(monkeypatch: pytest.MonkeyPatch) -> None:
    with little_store(answering(fault(404, "NoSuchBucket"))) as address:
        monkeypatch.setenv("AWS_ENDPOINT", address)
        with pytest.raises(TargetError, match="there is no such bucket; make it first"):
            open_target("s3://bucket/site").read("release/current.json")
