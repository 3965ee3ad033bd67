"""A cluster of one node that keeps all in memory, with Ceph's gateway that speaks S3, as whoever runs the tests."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

PROGRAMS = ("ceph", "ceph-mon", "ceph-osd", "monmaptool", "radosgw", "radosgw-admin")
_PATIENCE_S = 120

# Without keys, since all is on one machine: the gateway asks for a secured line unless it is told otherwise, and there is none without keys.
_SETTINGS = """[global]
fsid = {id}
mon host = v2:127.0.0.1:{port}
public addr = 127.0.0.1
cluster addr = 127.0.0.1
auth cluster required = none
auth service required = none
auth client required = none
ms mon client mode = crc
keyring = {folder}/keyring
run dir = {folder}
admin socket = {folder}/$name.asok
pid file = {folder}/$name.pid
log file = {folder}/$name.log
mon cluster log file = {folder}/cluster.log
crash dir = {folder}
mon data = {folder}/mon
mon data avail crit = 0
mon allow pool size one = true
paxos propose interval = 0.05
osd data = {folder}/osd
osd objectstore = memstore
memstore device bytes = 2147483648
osd crush chooseleaf type = 0
osd pool default size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
rgw data = {folder}
rgw thread pool size = 64
rgw frontends = beast endpoint=127.0.0.1:{s3_port} tcp_nodelay=1
"""


def missing_programs() -> list[str]:
    """What of Ceph is not installed."""
    return [name for name in PROGRAMS if shutil.which(name) is None]


@contextmanager
def ceph(folder: Path, key_id: str, secret: str) -> Iterator[str]:
    """The address of the gateway, which lets in who has these keys; what it writes lies in the folder."""
    port, s3_port = _free_port(), _free_port()
    number, settings = str(uuid.uuid4()), folder / "ceph.conf"
    settings.write_text(_SETTINGS.format(folder=folder, id=number, port=port, s3_port=s3_port))
    (folder / "keyring").write_text("")
    for name in ("mon", "osd"):
        (folder / name).mkdir()

    def done(program: str, *arguments: str) -> None:
        subprocess.run([program, "-c", settings, *arguments], check=True, capture_output=True, text=True, timeout=_PATIENCE_S)

    done("monmaptool", "--create", "--fsid", number, "--addv", "a", f"[v2:127.0.0.1:{port}]", f"{folder}/monmap")
    done("ceph-mon", "--id", "a", "--mkfs", "--monmap", f"{folder}/monmap")
    with ExitStack() as running:

        def start(program: str, *arguments: str) -> subprocess.Popen[bytes]:
            said = running.enter_context((folder / f"{program}.out").open("wb"))
            process = subprocess.Popen([program, "-c", settings, "-f", *arguments], stdout=said, stderr=said)
            running.callback(_end, process)
            return process

        start("ceph-mon", "--id", "a")
        done("ceph-osd", "--id", "0", "--mkfs")
        done("ceph", "osd", "new", (folder / "osd/fsid").read_text().strip())
        start("ceph-osd", "--id", "0")
        done("radosgw-admin", "user", "create", "--uid=operator", "--display-name=operator", f"--access-key={key_id}", f"--secret={secret}")
        gateway = start("radosgw", "--name", "client.rgw")
        ends = time.monotonic() + _PATIENCE_S
        while not _answers(s3_port):
            assert gateway.poll() is None, (folder / "radosgw.out").read_text(encoding="utf-8")
            assert time.monotonic() < ends, "the gateway does not answer"
            time.sleep(0.05)
        yield f"http://127.0.0.1:{s3_port}"


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _answers(port: int) -> bool:
    with socket.socket() as asked:
        # A port that nobody listens at may be given to who asks, and is then connected to itself.
        return asked.connect_ex(("127.0.0.1", port)) == 0 and asked.getsockname() != asked.getpeername()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
