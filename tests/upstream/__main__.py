"""`python -m tests.upstream`: the fake upstream on this machine, with the invented county, until it is stopped."""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path

import click

from sitegen.sample.write import write_sample
from tests.upstream.fake import Fault, Limiter, serving
from tests.upstream.shelves import land, table

A_SECOND, BURST = 15, 30


@click.command()
@click.option("--port", default=8040, show_default=True)
@click.option("--months", default=13, show_default=True, help="Months of the invented county.")
@click.option(
    "--table", "table_file", type=click.Path(path_type=Path), default=Path("upstream.toml"), show_default=True, help="Written for `fetch --upstream`."
)
@click.option("--fault", "faults", nargs=2, multiple=True, metavar="PATTERN KIND", help="What goes wrong at which paths: 429, 503, page, cut …")
def main(port: int, months: int, table_file: Path, faults: tuple[tuple[str, str], ...]) -> None:
    """Serve the invented county as its publishers would."""
    with tempfile.TemporaryDirectory() as folder:
        write_sample(Path(folder) / "sample", seed=1, months=months)
        shelves = land(Path(folder) / "sample")
    with serving(shelves, port) as fake:
        fake.limiter = Limiter(A_SECOND, BURST)
        fake.faults += [Fault(pattern, kind) for pattern, kind in faults]  # type: ignore[arg-type]  # a kind it does not know does nothing
        written = table(shelves, fake.address, requests_per_second=A_SECOND, burst=BURST)
        table_file.write_text(written, encoding="utf-8")
        click.echo(written)
        click.echo(f"# this table is in {table_file}; now: .venv/bin/python build.py fetch --data data --upstream {table_file}", err=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            click.echo("stopped", err=True)


if __name__ == "__main__":
    main()
