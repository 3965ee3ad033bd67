"""Questions are answered whatever host the files come from, what it sends is told first, and what it does not send is told too."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import polars as pl
import pytest
from playwright.sync_api import expect

from sitegen.artefacts.downloads.writing import parquet
from sitegen.publish.serve import Answer, Handler
from tests.browser.asking import ask, begin, part, rows
from tests.browser.conftest import Open
from tests.serving import serving

pytestmark = pytest.mark.browser

COUNTS = "SELECT DISTINCT force FROM counts"
LARGE = 150_000
"""Rows of a force: more than one group of a file has."""


class Whole(Handler):
    """Sends all of a file where a part was asked for."""

    def respond(self, *, send_body: bool) -> None:
        """Answer as if nobody had asked for a part."""
        del self.headers["Range"]
        super().respond(send_body=send_body)


class Compressing(Whole):
    """Sends everything as gzip, and does not say how long it will be to one who asks that alone."""

    def send(self, answer: Answer, send_body: bool, body: BinaryIO | None = None) -> None:
        """As of a server, compressed."""
        if body is None or answer.status != 200:
            return super().send(answer, send_body, body)
        data = gzip.compress(body.read())
        headers = (*answer.headers, ("Content-Encoding", "gzip"))
        return super().send(Answer(answer.status, headers, text=data, length=len(data)), send_body)

    def send_header(self, keyword: str, value: str) -> None:
        """As ever, but for lengths of what is not sent."""
        if self.command != "HEAD" or keyword != "Content-Length":
            super().send_header(keyword, value)


class WithoutHead(Handler):
    """Knows no HEAD."""

    def do_HEAD(self) -> None:  # noqa: N802  the name that the library calls
        """Refuse."""
        self.send_error(405)


class CutOff(Handler):
    """Breaks off in the middle of the counts as long as the test wants it to."""

    is_broken = True

    def send(self, answer: Answer, send_body: bool, body: BinaryIO | None = None) -> None:
        """As ever, or half of it."""
        is_cut = self.is_broken and send_body and body is not None and answer.length > 100 and "counts.parquet" in self.path
        super().send(answer, send_body and not is_cut, body)
        if is_cut and body is not None:
            self.close_connection = True
            body.seek(answer.start)
            self.wfile.write(body.read(answer.length // 2))


@contextmanager
def changed(site: Path, folder: Path, **files: bytes | None) -> Iterator[Path]:
    """A copy of what the page needs, some of its data in another form, or gone."""
    for name in ("ask", "assets", "data"):
        shutil.copytree(site / name, folder / name, ignore=shutil.ignore_patterns("crimes", "schemas"))
    for name, data in files.items():
        (path := folder / "data" / name.replace("_", ".")).unlink()
        if data is not None:
            path.write_bytes(data)
    yield folder


@pytest.mark.parametrize("handler", [Whole, Compressing, WithoutHead])
def test_a_host_that_sends_no_parts_or_compresses_is_as_good(open_page: Open, built_site: Path, handler: type[Handler]) -> None:
    with serving(built_site, "/mirror/a/", handler) as address:
        visit = open_page(f"{address}ask/")
        part(visit, "force").select_option("dyffryn-aeddan")
        expect(part(visit, "size")).to_contain_text("of figures." if handler is Whole else "the server does not say how large some of them are")
        ask(begin(visit, ""), COUNTS)
        expect(part(visit, "status")).to_contain_text("One row")
        assert rows(visit)[1:] == [["dyffryn-aeddan"]]


def test_a_file_that_breaks_off_is_told_and_can_be_asked_for_again(open_page: Open, built_site: Path) -> None:
    class Mended(CutOff):
        pass

    with serving(built_site, "/mirror/a/", Mended) as address:
        visit = open_page(f"{address}ask/#force=loamshire&q=SELECT 1 AS one")
        expect(part(visit, "size")).to_contain_text("The server did not answer. Check your connection and try again.")
        expect(part(visit, "begin")).to_be_disabled()
        Mended.is_broken = False
        part(visit, "force").select_option("dyffryn-aeddan")
        part(visit, "force").select_option("loamshire")
        begin(visit, "")
        expect(part(visit, "status")).to_contain_text("One row")


def test_a_connection_lost_between_size_and_loading_costs_nothing(open_page: Open, built_site: Path) -> None:
    with serving(built_site, "/mirror/a/") as address:
        visit = open_page(f"{address}ask/#force=loamshire&q=SELECT 'mine' AS text")
        expect(part(visit, "begin")).to_be_enabled()
        visit.page.context.set_offline(True)
        part(visit, "begin").click()
        expect(part(visit, "cannot")).to_contain_text("The server did not answer.")
        visit.page.context.set_offline(False)
        begin(visit, "")
        expect(part(visit, "cannot")).to_be_hidden()
        assert rows(visit)[1:] == [["mine"]]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("counts_parquet", b"PAR1 and then nothing of the kind" * 2000, "A file is damaged"),
        ("counts_parquet", None, "A file is missing from this copy of the site."),
        ("coverage_csv", None, "A file is missing from this copy of the site."),
    ],
)
def test_a_file_that_is_damaged_or_missing_is_said_to_be(
    open_page: Open, built_site: Path, tmp_path: Path, name: str, data: bytes | None, said: str
) -> None:
    with changed(built_site, tmp_path, **{name: data}) as folder, serving(folder) as address:
        visit = open_page(f"{address}ask/#force=loamshire")
        expect(part(visit, "size")).to_contain_text(said)
        expect(part(visit, "begin")).to_be_disabled()


def test_of_a_country_only_the_parts_that_hold_a_force_are_fetched_and_many_rows_are_told(open_page: Open, built_site: Path, tmp_path: Path) -> None:
    forces = pl.Series("force", [f"force-{number}" for number in range(5)] + ["loamshire"])
    counts = forces.to_frame().join(pl.select(pl.int_range(LARGE, dtype=pl.Int32).alias("crimes")), how="cross")
    # Numbers without a pattern, so that the file is larger than what is read of its end.
    noisy = counts.with_columns((pl.col("crimes") * 7919 % 1_000_003).alias("crimes"), neighbourhood=None, month=pl.lit("2025-06"))
    with changed(built_site, tmp_path, counts_parquet=parquet(noisy)) as folder, serving(folder) as address:
        visit = open_page(f"{address}ask/#force=loamshire&q=SELECT force, count(*) AS number FROM counts GROUP BY force")
        lengths: list[int] = []
        visit.page.on("response", lambda got: lengths.append(int(got.headers["content-length"])) if "counts.parquet" in got.url else None)
        begin(visit, "")
        assert rows(visit)[1:] == [["loamshire", f"{LARGE:,}"]]
        assert 0 < sum(lengths) < (folder / "data/counts.parquet").stat().st_size / 2
        part(visit, "force").select_option("*")
        expect(part(visit, "size")).to_contain_text(f"That is {6 * LARGE:,} rows, which take some 160 MB of memory")
