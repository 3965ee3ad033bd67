"""`python -m tests.fuzz NAME --seconds N`: a reader of `targets` against bytes made to break it, until one does or the time is over.

With atheris the bytes are led by what the code does with them (`pip install --target FOLDER atheris`, and FOLDER in PYTHONPATH; it is not among
the locked libraries, for it has no wheel for every Python). Without, they are the good ones damaged at random. What breaks a reader is kept in
`fuzz-NAME-DIGEST` and belongs into a test. Without a name all readers take their turn.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import time
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

_LONGEST_BYTES = 1 << 16
_SLOW_S = 20


def main() -> int:
    """Fuzz one reader, or each in a process of its own; 1 where something was found."""
    asked = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    asked.add_argument("name", nargs="?", default="")
    asked.add_argument("--seconds", type=int, default=60)
    asked.add_argument("--seed", type=int, default=1)
    options = asked.parse_args()
    if options.name:
        return _led(options.name, options.seconds, options.seed) if find_spec("atheris") else _damaged(options.name, options.seconds, options.seed)
    from tests.fuzz.targets import TARGETS  # noqa: PLC0415  # atheris has to see the readers imported

    command = [sys.executable, "-m", "tests.fuzz"]
    flags = ["--seconds", str(options.seconds), "--seed", str(options.seed)]
    failed = [name for name in TARGETS if subprocess.run([*command, name, *flags], check=False).returncode]
    sys.stdout.write(f"{len(TARGETS)} readers; {'nothing found' if not failed else 'found: ' + ', '.join(failed)}\n")
    return bool(failed)


def _damaged(name: str, seconds: int, seed: int) -> int:
    """Good bytes with damage at random, one after another."""
    from tests.damage import damaged, random_changes  # noqa: PLC0415
    from tests.fuzz.targets import TARGETS  # noqa: PLC0415

    target, made, tried, until = TARGETS[name], random.Random(seed), 0, time.monotonic() + seconds
    while time.monotonic() < until:
        data, begun = damaged(made.choice(target.seeds), random_changes(made)), time.monotonic()
        try:
            target.accepts(data)
        except Exception as error:  # noqa: BLE001  # whatever comes out is what is looked for
            _keep(name, data)
            sys.stderr.write(f"{name}: {type(error).__name__}: {error}\n")
            return 1
        if time.monotonic() - begun > _SLOW_S:
            _keep(name, data)
            return 1
        tried += 1
    sys.stdout.write(f"{name}: {tried:,} damaged files, nothing found\n")
    return 0


def _led(name: str, seconds: int, seed: int) -> int:
    """Bytes that atheris makes from the good ones, in a process of its own: it ends the one it runs in."""
    if os.environ.get("FUZZED") != name:
        with TemporaryDirectory() as corpus:
            found = subprocess.run(
                [sys.executable, "-m", "tests.fuzz", name, "--seconds", str(seconds), "--seed", str(seed)],
                env={**os.environ, "FUZZED": name, "FUZZ_CORPUS": corpus},
                check=False,
                capture_output=True,
                text=True,
            )
        *_, last = ["", *(line for line in found.stderr.splitlines() if line.startswith(("Done ", "#")))]
        sys.stdout.write(f"{name}: {last}\n" if not found.returncode else f"{name}: broke\n{found.stderr[-3000:]}{found.stdout[-3000:]}\n")
        return bool(found.returncode)
    atheris = import_module("atheris")  # not locked

    with atheris.instrument_imports(include=["sitegen", "tiles"]):
        from tests.fuzz.targets import TARGETS  # noqa: PLC0415

    target, seeds = TARGETS[name], Path(os.environ["FUZZ_CORPUS"])
    for number, body in enumerate(target.seeds):
        (seeds / str(number)).write_bytes(body)
    flags = [f"-max_total_time={seconds}", f"-seed={seed}", f"-max_len={_LONGEST_BYTES}", f"-timeout={_SLOW_S}", "-rss_limit_mb=2048"]

    def one(data: bytes) -> None:
        target.accepts(data)

    atheris.Setup(["fuzz", str(seeds), *flags, f"-artifact_prefix=fuzz-{name}-"], one)
    atheris.Fuzz()
    return 0


def _keep(name: str, data: bytes) -> None:
    path = Path(f"fuzz-{name}-{sha256(data).hexdigest()[:16]}")
    path.write_bytes(data)
    sys.stderr.write(f"{name}: kept in {path}\n")


if __name__ == "__main__":
    sys.exit(main())
