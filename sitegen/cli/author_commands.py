"""The commands for authors: see a page while writing it, and a table as it is stored."""

import sys
from pathlib import Path
from typing import Literal

import click

from sitegen.build import Options
from sitegen.cli.options import cache_option, output_option, path, traceback_option, what_to_build, workers_option
from sitegen.cli.terminal import print_lines, say_safely
from sitegen.config import Config
from sitegen.messages import fault_lines, shown_line, size_lines, stored_lines
from sitegen.preview.fault import Fault
from sitegen.preview.loop import asked_of, follow
from sitegen.stored import as_csv, as_parquet, read_stored, sizes


@click.command()
@click.option("--page", "pages", metavar="NAME", multiple=True, help="Only pages of this maker, like neighbourhood; may be given again.")
@click.option("--language", metavar="CODE", help="Pages in this language, like cy (default: the site's first).")
@click.option("--port", default=8001, show_default=True, help="0 takes any free one.")
@output_option
@workers_option
@what_to_build
def preview(pages: tuple[str, ...], language: str | None, port: int, output: Path, workers: int, options: Options, settings: Config) -> None:
    """Show pages while they are written: saved templates, texts, styles, scripts and page code are in the browser at once.

    Makes what the asked pages need, and no more; what is not asked for is shown as it stands in --output. Nothing is checked or published.
    Ends with Ctrl-C. What an earlier build made of the same data is used: build once before.

    Example: python build.py preview --data sample --force loamshire --page neighbourhood
    """
    try:
        for shown in follow(options, settings, asked_of(options, settings, pages, language), output, port, workers):
            if isinstance(shown.result, Fault):
                for line in fault_lines(shown, shown.result):
                    say_safely(line)
            else:
                click.echo(shown_line(shown, shown.result))
                sys.stdout.flush()
    except KeyboardInterrupt:
        say_safely("ended")


@click.command()
@click.argument("table", required=False)
@click.option("--force", "force_id", metavar="ID", help="Only rows of this police force.")
@click.option("--month", metavar="MONTH", help="Only rows of this month, like 2025-06.")
@click.option("--area", metavar="LETTERS", help="Only rows of this postcode area, like sw.")
@click.option("--rows", type=click.IntRange(min=0), help="So many rows (default: 10 as text, else all).")
@click.option("--format", "form", type=click.Choice(["text", "csv", "parquet"]), default="text", show_default=True)
@click.option("--output", type=path, metavar="FILE", help="Write CSV or Parquet here (default: standard output).")
@cache_option
@traceback_option
def show(
    table: str | None,
    force_id: str | None,
    month: str | None,
    area: str | None,
    rows: int | None,
    form: Literal["text", "csv", "parquet"],
    output: Path | None,
    cache: Path,
) -> None:
    """Show a table as the newest build made it: its columns and what they mean, how many rows it has, and the first of them.

    Without TABLE: all tables with their parts and rows. Shapes are printed in hexadecimal.

    Example: python build.py show neighbourhood_series --force loamshire

    Another: python build.py show crimes --month 2025-06 --format parquet --output crimes.parquet
    """
    asked = {"force_id": force_id, "month": month, "area": area}
    wanted = {dimension: value for dimension, value in asked.items() if value is not None}
    if table is None:
        if wanted or rows is not None or form != "text" or output:
            raise click.UsageError("which table? `show` without one takes no option but --cache")
        print_lines(size_lines(sizes(cache)))
        return
    stored = read_stored(cache, table, wanted)
    if form == "text":
        if output:
            raise click.UsageError("--output is for --format csv or parquet")
        print_lines(stored_lines(stored, 10 if rows is None else rows))
        return
    if form == "parquet" and output is None and sys.stdout.isatty():
        raise click.UsageError("Parquet is not for a terminal; name a file with --output, or send it on")
    data = (as_csv if form == "csv" else as_parquet)(stored.table.head(rows) if rows is not None else stored.table)
    if output:
        output.write_bytes(data)
    else:
        click.echo(data, nl=False)
