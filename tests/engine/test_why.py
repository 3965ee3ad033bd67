"""From a published file down to the upstream files it was made from."""

from pathlib import Path

import pytest

from sitegen.engine.store import open_store
from sitegen.engine.why import upstream, why
from sitegen.errors import SiteError
from tests.engine.world import CRIMES, make, village


def outline(path: str, cache: Path) -> list[str]:
    with open_store(cache) as store:
        return [f"{'  ' * step.depth}{step.title}" for step in why(path, store)]


def test_a_file_is_traced_to_stage_part_inputs_and_upstream_files(tmp_path: Path) -> None:
    make(village({("avon", "2025-06"): "Elm", ("kent", "2025-06"): "Fir"}), tmp_path)
    assert outline("kent/2025-06.html", tmp_path) == [
        "kent/2025-06.html",
        "  pages (kent)",
        "    located (2025-06, kent)",
        "      counts (avon, 2025-06)",
        "        crimes (avon, 2025-06)",
        "          street street/avon-2025-06.csv",
        "      counts (kent, 2025-06)",
        "        crimes (kent, 2025-06)",
        "          street street/kent-2025-06.csv",
    ]


def test_what_was_shown_is_not_opened_again(tmp_path: Path) -> None:
    make(village({("avon", "2025-06"): "Elm"}), tmp_path)
    assert outline("index.html", tmp_path) == [
        "index.html",
        "  front",
        "    crimes (avon, 2025-06)",
        "      street street/avon-2025-06.csv",
        "    total",
        "      located (2025-06, avon)",
        "        counts (avon, 2025-06)",
        "          crimes: as above",
    ]


def test_the_upstream_files_are_named_once_by_their_group(tmp_path: Path) -> None:
    make(village(), tmp_path)
    with open_store(tmp_path) as store:
        assert upstream(why("index.html", store)) == {
            "street": [f"street/{force}-2025-0{month}.csv" for force in ("avon", "kent") for month in (6, 7)]
        }
        assert upstream(why("kent/2025-07.html", store))["street"][-1] == "street/kent-2025-07.csv"


def test_every_step_carries_the_digest_of_its_bytes(tmp_path: Path) -> None:
    outcome, _tally = make(village(), tmp_path)
    with open_store(tmp_path) as store:
        file, pack, *_inputs = why("index.html", store)
    assert {published.path: published.digest for published in outcome.files()}["index.html"] == file.digest
    assert outcome.blobs.read(pack.digest).endswith(b"0 notes")


def test_it_speaks_of_the_newest_build(tmp_path: Path) -> None:
    make(village(CRIMES | {("kent", "2025-07"): "Yew"}), tmp_path)
    make(village(), tmp_path)
    with open_store(tmp_path) as store:
        digests = {step.title: step.digest for step in why("kent/2025-07.html", store)}
        made = dict(store.ledger.made())
        (ref,) = store.ledger.refs(made["counts", ("kent", "2025-07")].key) or ()
    assert digests["counts (kent, 2025-07)"] == ref.digest


def test_a_path_that_no_stage_made_is_an_error(tmp_path: Path) -> None:
    make(village(), tmp_path)
    with pytest.raises(SiteError, match=r"^nowhere.html: no stage made such a file"):
        outline("nowhere.html", tmp_path)
