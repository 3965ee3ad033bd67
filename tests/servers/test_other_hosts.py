"""What is to be set at hosts that no test can start says what the servers that can be started send."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from sitegen.hosting.headers import headers_of
from tests.servers.test_servers import ALWAYS

SERVERS = Path(__file__).parents[2] / "docs/servers"
GUIDE = (SERVERS / "bucket-and-cdn.md").read_text(encoding="utf-8")
NGINX = (SERVERS / "nginx.conf").read_text(encoding="utf-8")


def rules() -> dict[str, dict[str, str]]:
    """The headers of each pattern of the file `_headers`."""
    found: dict[str, dict[str, str]] = {}
    pattern = ""
    for line in (SERVERS / "_headers").read_text(encoding="utf-8").splitlines():
        if line.startswith("/"):
            pattern = line
            found[pattern] = {}
        elif line.startswith("  "):
            name, _, value = line.strip().partition(": ")
            assert name not in found[pattern]
            found[pattern][name] = value
    return found


def test_the_file_of_headers_has_what_every_answer_says_and_no_header_twice_for_one_address() -> None:
    always = rules()["/*"]
    assert always.items() >= ALWAYS.items()
    for pattern, headers in rules().items():
        assert pattern == "/*" or not headers.keys() & always.keys(), pattern
    assert "Content-Security-Policy" not in {name for headers in rules().values() for name in headers}


def test_the_file_of_headers_keeps_files_as_long_as_the_servers_do() -> None:
    for pattern, path in (("/assets/*", "assets/site.00000000aa.css"), ("/sw.js", "sw.js")):
        assert rules()[pattern]["Cache-Control"] == headers_of(path).cache_control


def test_the_policy_of_the_cdn_is_that_of_the_servers() -> None:
    blocks = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL)]
    policy: dict[str, Any] = next(block for block in blocks if "SecurityHeadersConfig" in block)  # as CloudFront takes it
    secure, custom = policy["SecurityHeadersConfig"], {one["Header"]: one["Value"] for one in policy["CustomHeadersConfig"]["Items"]}
    sent = re.findall(r'add_header Content-Security-Policy "([^"]*)"', NGINX)[0]
    assert secure["ContentSecurityPolicy"]["ContentSecurityPolicy"] == sent.replace("$crime_programs", "").replace("$crime_framed", "*")
    assert secure["ReferrerPolicy"]["ReferrerPolicy"] == ALWAYS["Referrer-Policy"]
    assert custom == {
        "Permissions-Policy": ALWAYS["Permissions-Policy"],
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    assert policy["CustomHeadersConfig"]["Quantity"] == len(custom)
    cors = policy["CorsConfig"]
    assert all(cors[name]["Quantity"] == len(cors[name]["Items"]) for name in cors if isinstance(cors[name], dict))
