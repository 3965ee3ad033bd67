"""The county has neighbourhoods that its force redrew: in the form that fetching keeps, and as an operator tells of them."""

from __future__ import annotations

import re
from pathlib import Path

from sitegen.raw import RawFile
from sitegen.sample.redrawn import REDRAWN
from sitegen.sample.write import write_sample
from sitegen.sources.moves import read_moves
from sitegen.sources.past_neighbourhoods import read_past_neighbourhoods

HISTORY = "history/loamshire/neighbourhoods.json"


def test_what_is_gone_is_in_the_history_and_no_longer_in_the_list(tmp_path: Path) -> None:
    write_sample(tmp_path, months=1)
    past = read_past_neighbourhoods(force_id="loamshire", history_files=(RawFile(HISTORY, (tmp_path / HISTORY).read_bytes()),))
    listed = set(re.findall(r'"id": "(.+?)"', (tmp_path / "policing/loamshire/neighbourhoods.json").read_text()))
    assert past["problem"].is_null().all()
    assert set(past["neighbourhood_id"]) - listed == set(REDRAWN)
    assert listed <= set(past["neighbourhood_id"])


def test_the_operator_has_said_of_all_but_one_where_it_went(tmp_path: Path) -> None:
    write_sample(tmp_path, months=1)
    moves = read_moves(moved_file=(RawFile("moved.toml", (tmp_path / "moved.toml").read_bytes()),))
    assert set(REDRAWN) - set(moves["neighbourhood_id"]) == {"NB12"}
    assert moves.group_by("neighbourhood_id").len().sort("neighbourhood_id").rows() == [("NB10", 1), ("NB11", 2)]


def test_a_larger_land_has_none(tmp_path: Path) -> None:
    write_sample(tmp_path, scale="region", months=1)
    assert not (tmp_path / "moved.toml").exists()
    assert not (tmp_path / "history").exists()
