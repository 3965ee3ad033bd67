"""The archive of the invented county as the tests of its files look at it."""

from __future__ import annotations

import csv
import io

import pytest

from sitegen.sample.oddities import months_ending
from sitegen.sample.releases import ArchiveFile, archive_files
from sitegen.sample.world import World, make_world

Rows = list[dict[str, str]]


class Archive:
    """The files of 36 months, and their rows as a reader gets them."""

    def __init__(self, files: tuple[ArchiveFile, ...]) -> None:
        self.files = files
        self.used = {(file.dataset, file.force_id, str(file.month)): file for file in files if file.used}

    def rows(self, dataset: str, force_id: str, month: str) -> Rows:
        """The rows of the file the site must use; those with too few fields left out."""
        return read(self.used[dataset, force_id, month])

    def all_rows(self, dataset: str, *, without_btp: bool = True) -> Rows:
        return [row for key, file in self.used.items() if key[0] == dataset and not (without_btp and key[1] == "btp") for row in read(file)]


def read(file: ArchiveFile) -> Rows:
    text = file.data.decode("utf-8-sig")
    return [row for row in csv.DictReader(io.StringIO(text, newline="")) if None not in row.values()]


@pytest.fixture(scope="session")
def world() -> World:
    """The land of the county."""
    return make_world("county")


@pytest.fixture(scope="session")
def archive(world: World) -> Archive:
    return Archive(tuple(archive_files(world, 1, months_ending(36))))
