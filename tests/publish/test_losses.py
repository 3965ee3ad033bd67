"""What only the site that is replaced has is listed: months, forces, datasets, a tenth of the pages."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from sitegen.publish.losses import losses
from sitegen.publish.manifest import Manifest

COVERAGE = "dataset,force_id,month,state,reason,another\n"
QUALITY = "dataset,file,kind,reason,rows\n"
MONTHS = ("2025-01", "2025-02", "2025-03")
FORCES = ("gwent", "leicestershire")


class Site:
    """A site with figures of every dataset, force and month given, of which a test takes something away."""

    def __init__(self, months: Iterable[str] = MONTHS, forces: Iterable[str] = FORCES, datasets: Iterable[str] = ("crime", "stops")) -> None:
        self.months, self.invented, self.pages = tuple(months), "", 10
        self.states = {(dataset, force, month): ("supplied", "") for dataset in datasets for force in forces for month in self.months}
        self.used = {("boundaries", f"boundaries/{force}/NC04.kml"): 1 for force in forces} | {("places", "places/a.csv"): 900}
        self.forces = tuple(forces)

    @property
    def manifest(self) -> Manifest:
        paths = [f"{force}/{number}/index.html" for force in self.forces for number in range(self.pages)]
        files = dict.fromkeys((*paths, *(f"{force}/index.html" for force in self.forces)), ("0" * 64, 1))
        return Manifest("Site", "", (self.months[0], self.months[-1]), preview=False, invented=self.invented, files=files)

    def read(self, path: str) -> bytes | None:
        if path == "data/coverage.csv":
            return (COVERAGE + "".join(f"{','.join(key)},{','.join(state)},\n" for key, state in sorted(self.states.items()))).encode()
        if path == "data/quality.csv":
            return (QUALITY + "".join(f"{dataset},{file},counted,counted,{rows}\n" for (dataset, file), rows in self.used.items())).encode()
        return None


def lost(old: Site, new: Site, window_months: int = 36) -> tuple[str, ...]:
    return losses(old.manifest, old.read, new.manifest, new.read, window_months)


def test_the_same_site_loses_nothing() -> None:
    assert lost(Site(), Site()) == ()


def test_a_month_more_loses_nothing_though_the_window_moves_on() -> None:
    assert lost(Site(MONTHS), Site((*MONTHS[1:], "2025-04")), 3) == ()


def test_a_month_that_the_window_should_still_have_is_lost() -> None:
    assert lost(Site(MONTHS), Site((*MONTHS[1:], "2025-04"))) == ("2025-01: no force has figures of this month any more",)
    assert lost(Site(MONTHS), Site(MONTHS[:2])) == ("2025-03: no force has figures of this month any more",)


def test_a_shorter_window_is_a_loss_of_its_months() -> None:
    assert lost(Site(MONTHS), Site(MONTHS[1:]), 2) == ("2025-01: no force has figures of this month any more",)


def test_a_force_is_lost_with_its_pages_and_not_month_by_month() -> None:
    assert lost(Site(), Site(forces=["gwent"])) == (
        "leicestershire: the force is gone, with 11 pages",
        "pages: 11 where there were 22; 11 in leicestershire/",
    )


def test_a_dataset_of_all_forces_is_lost_once() -> None:
    assert lost(Site(), Site(datasets=["crime"])) == ("stops: no force has figures of this dataset any more",)


@pytest.mark.parametrize(
    ("state", "reason", "is_lost"), [("not_supplied", "", True), ("supplied_partial", "", False), ("withheld", "known-issue", False)]
)
def test_a_month_of_one_force_is_lost_unless_a_known_issue_says_why(state: str, reason: str, is_lost: bool) -> None:
    new = Site()
    new.states["crime", "gwent", "2025-02"] = (state, reason)
    assert lost(Site(), new) == (("gwent: no crime any more of 2025-02",) if is_lost else ())


def test_boundaries_that_no_longer_reach_a_force_are_lost() -> None:
    new = Site()
    del new.used["boundaries", "boundaries/leicestershire/NC04.kml"]
    assert lost(Site(), new) == ("leicestershire: no boundaries are used any more, 1 before",)
    new.used["boundaries", "boundaries/2025-06.zip!leicestershire/NC04.kml"] = 1
    assert lost(Site(), new) == ()


def test_a_source_without_a_month_is_lost_once() -> None:
    new = Site()
    del new.used["places", "places/a.csv"]
    assert lost(Site(), new) == ("places: nothing is used any more, 900 entries before",)


@pytest.mark.parametrize(("pages", "lines"), [(9, 0), (8, 1)])
def test_more_than_a_tenth_of_the_pages_is_a_loss(pages: int, lines: int) -> None:
    new = Site()
    new.pages = pages
    assert len(lost(Site(), new)) == lines


def test_an_invented_land_may_give_way_to_a_real_one_and_not_the_other_way_round() -> None:
    real, invented = Site(), Site(forces=["loamshire"])
    invented.invented = "Loamshire"
    assert lost(invented, real) == ()
    assert lost(real, invented)


def test_a_site_of_an_older_program_loses_nothing_where_a_table_gained_columns_or_changed_their_order() -> None:
    old, new = Site(), Site()

    def read_new(path: str) -> bytes | None:
        table = new.read(path)
        rows = [line.split(",") for line in (table or b"").decode().splitlines()]
        return "".join(f"{','.join(['0' if place else 'first', *reversed(row)])}\n" for place, row in enumerate(rows)).encode() if table else None

    assert losses(old.manifest, old.read, new.manifest, read_new, 36) == ()
    assert losses(old.manifest, read_new, new.manifest, new.read, 36) == ()


def test_a_site_whose_tables_cannot_be_read_is_judged_by_its_pages() -> None:
    old, new = Site(), Site(forces=["gwent"])
    assert losses(old.manifest, lambda path: None, new.manifest, lambda path: b"\xff,", 36) == (
        "pages: 11 where there were 22; 11 in leicestershire/",
    )
