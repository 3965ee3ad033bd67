"""A build that makes no sense is refused before anything runs; what does is matched part by part."""

from dataclasses import replace
from typing import Any

import pytest

from sitegen.engine.graph import Graph
from sitegen.engine.stage import Stage
from sitegen.errors import SiteError
from sitegen.raw import RawGroup, RawRef
from tests.engine.world import village, with_stage


@pytest.mark.parametrize(
    ("stage", "changes", "message"),
    [
        ("counts", {"reads": ("total",)}, "stage counts: reads total, which is neither a raw group nor an earlier stage"),
        ("counts", {"reads": ("counts",)}, "stage counts: reads counts, which is neither"),
        ("counts", {"by": ("force", "week")}, "stage counts: unknown dimension week; the build has month, force"),
        ("pages", {"settings": ("title", "months")}, "stage pages: setting months is not given"),
        ("counts", {"name": "crimes"}, "stage crimes: the name is used twice"),
        ("counts", {"name": "street"}, "stage street: the name is used twice"),
        ("pages", {"settings": ("title", "force")}, "stage pages: a name stands twice"),
        ("total", {"maker": "tests.engine.makers"}, "stage total: maker 'tests.engine.makers' is not module:function"),
        ("located", {"split": "month"}, "stage located: only a table can be split, by a new dimension"),
        ("front", {"split": "force"}, "stage front: only a table can be split"),
        ("located", {"split": "week"}, "stage located: unknown dimension week"),
        ("pages", {"last": "month"}, "stage pages: only the last part of month is to be made, and it is not cut on that"),
    ],
)
def test_a_stage_that_cannot_work_is_named(stage: str, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(SiteError, match=message):
        Graph(with_stage(village(), stage, **changes))


def test_a_raw_group_by_an_unknown_dimension_is_named() -> None:
    build = village()
    with pytest.raises(SiteError, match="raw group notes: unknown dimension among week"):
        Graph(replace(build, raws={**build.raws, "notes": RawGroup(("week",))}))


def reads_of(graph: Graph, stage: str, *part: str) -> list[list[tuple[str, ...]]]:
    """The parts each input of a task is made of."""
    (task,) = [task for task in graph.tasks if (task.stage.name, task.part) == (stage, part)]
    return [[producer.part for producer in found.producers] for found in graph.inputs[task.number]]


def test_inputs_match_on_shared_dimensions_and_come_in_declared_order_on_the_others() -> None:
    graph = Graph(replace(village(), parts={"month": ("2025-07", "2025-06"), "force": ("kent", "avon")}))
    assert reads_of(graph, "counts", "avon", "2025-06") == [[("avon", "2025-06")]]
    assert reads_of(graph, "located", "2025-06") == [[("kent", "2025-06"), ("avon", "2025-06")]]
    assert reads_of(graph, "pages", "avon") == [[("2025-07",), ("2025-06",)]]
    assert [task.part for task in graph.tasks[:4]] == [("kent", "2025-07"), ("kent", "2025-06"), ("avon", "2025-07"), ("avon", "2025-06")]


def test_of_a_dimension_of_which_the_last_is_wanted_no_other_part_is_made_or_read() -> None:
    build = replace(village(), parts={"month": ("2025-06", "2025-07"), "force": ("kent", "avon")})
    graph = Graph(with_stage(build, "counts", last="month"))
    assert [task.part for task in graph.tasks if task.stage.name == "counts"] == [("kent", "2025-07"), ("avon", "2025-07")]
    assert reads_of(graph, "located", "2025-07") == [[("kent", "2025-07"), ("avon", "2025-07")]]
    assert reads_of(graph, "located", "2025-06") == [[]]


def test_a_raw_group_is_matched_like_a_stage() -> None:
    files: dict[tuple[str, ...], tuple[RawRef, ...]] = {
        (month, force): (RawRef(f"{force} {month}", inline=b""),) for month in ("2025-06", "2025-07") for force in ("avon", "kent")
    }
    stage = Stage("by_force", "tests.engine.makers:count", by=("force",), reads=("street",))
    build = replace(village(), stages=(stage,), raws={"street": RawGroup(("month", "force"), files)})
    (inputs,) = Graph(build).inputs[1]
    assert [ref.name for ref in inputs.raws] == ["kent 2025-06", "kent 2025-07"]


def deciding(*reads: str) -> list[str]:
    """The reads that decide whether a task by force and month is left out."""
    by = {"both": ("month", "force"), "forces": ("force",), "months": ("month",), "neither": ()}
    stages = [Stage(name, "m:f", by=dimensions) for name, dimensions in by.items()] + [Stage("split", "m:f", by=("month",), split="force")]
    last = Stage("last", "m:f", by=("force", "month"), reads=reads)
    graph = Graph(replace(village(), stages=(*stages, last)))
    return [found.read for found in graph.deciding(graph.tasks[-1])]


def test_inputs_with_all_dimensions_decide_what_is_left_out_else_those_with_any() -> None:
    assert deciding("neither", "both", "months") == ["both"]
    assert deciding("split", "forces") == ["split"]
    assert deciding("neither", "forces", "months") == ["forces", "months"]
    assert deciding("neither") == []
