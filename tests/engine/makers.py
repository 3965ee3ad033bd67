"""Tiny makers: crimes are lines of text, a crime is its street."""

import os
import signal
import threading
from collections.abc import Iterator

from sitegen.errors import InputError
from sitegen.raw import MadeFile, RawFile

Row = dict[str, str | int]


def read_crimes(*, force: str, month: str, street: tuple[RawFile, ...]) -> list[Row]:
    lines = [line for file in street for line in file.data.decode().split()]
    if "unreadable" in lines:
        raise InputError(f"{street[0].name} row 1: unreadable; download it again")
    return [{"force": force, "month": month, "street": line} for line in lines]


def count(*, force: str, month: str, crimes: list[Row]) -> list[Row]:
    return [{"force": force, "month": month, "crimes": len(crimes)}]


def located(*, month: str, counts: list[Row]) -> list[Row]:
    return [row for row in counts if row["crimes"]]


def by_street(*, month: str, crimes: list[Row]) -> list[Row]:
    return crimes


def total(*, located: list[Row]) -> list[Row]:
    return [{"crimes": sum(int(row["crimes"]) for row in located)}]


def pages(*, force: str, located: list[Row], title: str) -> Iterator[tuple[str, bytes]]:
    yield f"{force}/index.html", title.encode()
    for row in located:
        yield f"{force}/{row['month']}.html", str(row["crimes"]).encode()


def front(*, total: list[Row], crimes: list[Row], notes: tuple[RawFile, ...]) -> Iterator[tuple[str, bytes]]:
    streets = " ".join(str(row["street"]) for row in crimes)
    yield "index.html", f"{total[0]['crimes']} crimes: {streets}. {len(notes)} notes".encode()


def listing(*, pages: tuple[MadeFile, ...], title: str) -> Iterator[tuple[str, bytes]]:
    yield "list.txt", "".join(f"{file.sha256} {file.size_bytes} {file.path}\n" for file in pages).encode()


def fail_by_mistake(*, month: str, counts: list[Row]) -> list[Row]:
    return [{"month": month, "crimes": counts[0]["no such column"]}]


def fail_while_reading(*, force: str, month: str, street: tuple[RawFile, ...]) -> list[Row]:
    return [{"force": force, "month": month, "street": str(_second_word(file))} for file in street]


def _second_word(file: RawFile) -> bytes:
    return file.data.split()[1]


def fail_with_input(*, month: str, counts: list[Row]) -> list[Row]:
    raise InputError(f"counts-{month}.csv row 7: no such month; download it again")


def disturb(*, month: str, counts: list[Row]) -> list[Row]:
    """In July: kill or interrupt this process or its parent, as the environment says, and if alive wait for ever."""
    if month == "2025-07" and "SIGNAL" in os.environ:
        target = os.getppid() if os.environ["TARGET"] == "parent" else os.getpid()
        os.kill(target, signal.Signals[os.environ["SIGNAL"]])
        threading.Event().wait()
    return located(month=month, counts=counts)
