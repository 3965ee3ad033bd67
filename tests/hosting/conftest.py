"""What tests of stores share: a store that speaks S3, started once, and a bucket of its own for each test."""

from __future__ import annotations

import logging
import urllib.request
from collections.abc import Iterator
from itertools import count

import pytest
from moto.server import ThreadedMotoServer

_numbers = count(1)


@pytest.fixture(scope="session")
def store_address() -> Iterator[str]:
    """The address of a store that knows create-only and compare-and-swap."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def store_access(monkeypatch: pytest.MonkeyPatch) -> None:
    """Credentials in the environment, as an operator has them."""
    for name, value in (("ACCESS_KEY_ID", "AKIAEXAMPLE"), ("SECRET_ACCESS_KEY", "a-secret-value"), ("REGION", "eu-west-2")):
        monkeypatch.setenv(f"AWS_{name}", value)


@pytest.fixture
def bucket_url(store_address: str, store_access: None, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a bucket with nothing in it, as `publish` is given it."""
    monkeypatch.setenv("AWS_ENDPOINT", store_address)
    name = f"bucket-{next(_numbers)}"
    urllib.request.urlopen(urllib.request.Request(f"{store_address}/{name}", method="PUT"))
    return f"s3://{name}/crime"
