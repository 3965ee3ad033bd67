"""Web servers started as an ordinary user with the configurations in docs/servers, of which only address, root and paths of 404s are set."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

CONFIGURATIONS = Path(__file__).parents[2] / "docs/servers"


@contextmanager
def started(name: str, folder: Path, prefix: str = "/") -> Iterator[int]:
    """The port of a server of `folder`/www; the site lies below `prefix` in it. Skips the test where the server is not installed."""
    program = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        pytest.skip(f"{name} is not installed; make servers does that")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [program, *{"nginx": _nginx, "caddy": _caddy, "apache2": _apache}[name](folder, prefix, port)]
    user = {"user": _nobody()[0], "group": _nobody()[1]} if os.getuid() == 0 else {}
    environment = {**os.environ, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    with (folder / f"{name}.out").open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, env=environment, **user)  # type: ignore[call-overload]
    try:
        while not _answers(port):
            assert process.poll() is None, (folder / f"{name}.out").read_text(encoding="utf-8")
            time.sleep(0.01)
        assert "[warn]" not in (folder / f"{name}.out").read_text(encoding="utf-8")
        yield port
    finally:
        process.terminate()
        process.wait()


def give_away(folder: Path) -> None:
    """Let the ordinary user that servers run as read a folder."""
    if os.getuid() == 0:
        for one in (folder, *folder.rglob("*")):
            os.chown(one, *_nobody())


def _nobody() -> tuple[int, int]:
    found = pwd.getpwnam("nobody")
    return found.pw_uid, found.pw_gid


def _answers(port: int) -> bool:
    with socket.socket() as asked:
        # A port that nobody listens at may be given to who asks, and is then connected to itself.
        return asked.connect_ex(("127.0.0.1", port)) == 0 and asked.getsockname() != asked.getpeername()


def _written(folder: Path, name: str, prefix: str, **changes: str) -> Path:
    """The configuration with its address, root and paths of 404s set; each must be there to be set."""
    text = (CONFIGURATIONS / name).read_text(encoding="utf-8")
    places = {"/srv/site/current": str(folder / "www"), "/404.html": f"{prefix}404.html", " /api/404.json": f" {prefix}api/404.json"}
    for old, new in {**places, **changes}.items():
        assert old in text, old
        text = text.replace(old, new)
    path = folder / f"of-{name}"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o644)
    return path


def _nginx(folder: Path, prefix: str, port: int) -> list[str]:
    site = _written(folder, "nginx.conf", prefix, **{"listen 80;": f"listen 127.0.0.1:{port};"})
    kept = "".join(f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    main = folder / "main.conf"
    main.write_text(
        f"daemon off; pid {folder}/nginx.pid; error_log stderr; events {{ worker_connections 512; }} "
        f"http {{ access_log off; {kept} include {site}; }}"
    )
    return ["-c", str(main), "-e", "stderr"]


def _caddy(folder: Path, prefix: str, port: int) -> list[str]:
    site = _written(folder, "Caddyfile", prefix, **{"http://crime.example": f"http://127.0.0.1:{port}"})
    site.write_text("{\n\tadmin off\n}\n" + site.read_text(encoding="utf-8"), encoding="utf-8")
    return ["run", "--config", str(site), "--adapter", "caddyfile"]


def _apache(folder: Path, prefix: str, port: int) -> list[str]:
    site = _written(folder, "apache.conf", prefix, **{"*:80": f"127.0.0.1:{port}"})
    modules = ("mpm_event", "authz_core", "mime", "dir", "autoindex", "headers", "deflate", "filter", "alias", "rewrite")
    loaded = "".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n" for name in modules)
    main = folder / "main.conf"
    main.write_text(
        f"ServerRoot {folder}\n{loaded}ServerName localhost\nListen 127.0.0.1:{port}\nPidFile {folder}/apache.pid\nErrorLog {folder}/apache.log\n"
        f"TypesConfig /etc/mime.types\nMutex file:{folder}\nThreadsPerChild 8\nStartServers 1\nMaxRequestWorkers 8\nInclude {site}\n"
    )
    return ["-d", str(folder), "-f", str(main), "-D", "FOREGROUND"]
