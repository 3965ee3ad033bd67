"""What tests of stores share: stores that speak S3, each started once, and a bucket of its own for each test."""

from __future__ import annotations

import base64
import hmac
import json
import logging
import urllib.request
from collections.abc import Iterator
from email.utils import formatdate
from itertools import count

import pytest
from moto.server import ThreadedMotoServer

from sitegen.hosting.open_target import open_target
from sitegen.hosting.store_target import StoreTarget
from tests.hosting.ceph import ceph, missing_programs

KEY_ID, SECRET = "AKIAEXAMPLE", "a-secret-value"

_numbers = count(1)


@pytest.fixture(scope="session")
def moto_address() -> Iterator[str]:
    """The address of a store in this process."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(scope="session")
def ceph_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a store that many operators run, and that looks at signatures."""
    if missing := missing_programs():
        pytest.skip(f"Ceph is not installed, it lacks {', '.join(missing)}; make soak does that")
    with ceph(tmp_path_factory.mktemp("ceph"), KEY_ID, SECRET) as address:
        yield address


@pytest.fixture(scope="session", params=["moto", pytest.param("ceph", marks=pytest.mark.soak)])
def store_address(request: pytest.FixtureRequest) -> str:
    """The address of a store that knows create-only and compare-and-swap."""
    return str(request.getfixturevalue(f"{request.param}_address"))


@pytest.fixture
def store_access(monkeypatch: pytest.MonkeyPatch) -> None:
    """Credentials in the environment, as an operator has them."""
    for name, value in (("ACCESS_KEY_ID", KEY_ID), ("SECRET_ACCESS_KEY", SECRET), ("REGION", "eu-west-2")):
        monkeypatch.setenv(f"AWS_{name}", value)


@pytest.fixture
def bucket_url(store_address: str, store_access: None, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a folder of a bucket with nothing in it, as `publish` is given it."""
    return _bucket_at(store_address, monkeypatch)


@pytest.fixture
def ceph_bucket_url(ceph_address: str, store_access: None, monkeypatch: pytest.MonkeyPatch) -> str:
    """The same at Ceph alone."""
    return _bucket_at(ceph_address, monkeypatch)


@pytest.fixture
def web_address(bucket_url: str, store_address: str) -> str:
    """The address at which readers find what is published at `bucket_url`."""
    return f"{store_address}/{bucket_url.removeprefix('s3://')}/"


@pytest.fixture
def bucket(bucket_url: str) -> StoreTarget:
    """The folder of a bucket, as a target."""
    return bucket_at(bucket_url)


def bucket_at(url: str) -> StoreTarget:
    """What a publisher sees at this address that knows nothing of the store yet."""
    target = open_target(url)
    assert isinstance(target, StoreTarget)
    return target


def _bucket_at(address: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("AWS_ENDPOINT", address)
    name = f"bucket-{next(_numbers)}"
    _put(address, f"/{name}", b"")
    reading = {"Effect": "Allow", "Principal": "*", "Action": ["s3:GetObject", "s3:ListBucket"]}
    places = {"Resource": [f"arn:aws:s3:::{name}", f"arn:aws:s3:::{name}/*"]}
    _put(address, f"/{name}?policy", json.dumps({"Version": "2012-10-17", "Statement": [reading | places]}).encode())
    return f"s3://{name}/crime"


def _put(address: str, path: str, body: bytes) -> None:
    now, kind = formatdate(usegmt=True), "application/json"
    signature = base64.b64encode(hmac.new(SECRET.encode(), f"PUT\n\n{kind}\n{now}\n{path}".encode(), "sha1").digest()).decode()
    headers = {"Date": now, "Content-Type": kind, "Authorization": f"AWS {KEY_ID}:{signature}"}
    urllib.request.urlopen(urllib.request.Request(f"{address}{path}", body, headers, method="PUT"))
