"""The site on one page is true: every stage's maker exists and asks for exactly what its line gives it."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable
from importlib import import_module

import pytest

from sitegen.engine.arguments import names_taken
from sitegen.engine.stage import Stage
from sitegen.inputs import ROOT
from sitegen.site import NOTES, STAGES
from sitegen.tables.schema import NOTE_TABLE
from sitegen.tables.schemas import SCHEMAS

MAKERS = ("sources", "facts", "artefacts")


def maker_of(stage: Stage) -> Callable[..., object]:
    module, _, function = stage.maker.partition(":")
    maker: Callable[..., object] = getattr(import_module(module), function)
    return maker


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
def test_a_maker_asks_for_what_its_stage_gives_and_takes_all_that_it_reads(stage: Stage) -> None:
    taken, read = list(names_taken(maker_of(stage))), {*stage.reads, *stage.settings}
    assert {one.name for one in taken if not one.optional} <= {*stage.by, *read}
    assert read <= {one.name for one in taken}


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
def test_a_maker_takes_few_things_and_each_by_name(stage: Stage) -> None:
    parameters = inspect.signature(maker_of(stage)).parameters
    assert len(parameters) <= 8
    assert all(one.kind is inspect.Parameter.KEYWORD_ONLY for one in parameters.values())


def test_every_table_has_a_schema_and_every_schema_a_table() -> None:
    assert {stage.name for stage in STAGES if stage.writes == "table"} == set(SCHEMAS)


def test_every_table_is_read_by_somebody() -> None:
    read = {name for stage in STAGES for name in stage.reads} | {stage.name for stage in STAGES if stage.name.endswith(NOTES)}
    assert {stage.name for stage in STAGES if stage.writes == "table"} <= read


def test_a_split_stage_has_its_column() -> None:
    assert all(stage.split in SCHEMAS[stage.name].types for stage in STAGES if stage.split)


def test_every_schema_is_asked_for_by_a_name_that_a_key_can_follow() -> None:
    sources = {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
        for folder in (*MAKERS, "tables")
        for path in (ROOT / "sitegen" / folder).rglob("*.py")
    }
    used = {
        name: [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name) and node.id == "SCHEMAS"] for name, text in sources.items()
    }
    unseen = {name for name, uses in used.items() if len(uses) != len(re.findall(r'\bSCHEMAS\["\w+"\]', sources[name]))}
    assert unseen == {"sitegen/tables/schemas.py", "sitegen/tables/codec.py"}


def test_every_template_of_a_page_is_picked_by_a_stage() -> None:
    pages = {f"pages/{path.name}" for path in (ROOT / "templates" / "pages").glob("*.html")}
    assert pages == {pick for stage in STAGES for pick in stage.picks if pick.startswith("pages/")}


def test_no_month_draws_the_grounds_of_maps_again() -> None:
    stages = {stage.name: stage for stage in STAGES}
    waiting, above = ["neighbourhood_grounds"], set()
    while waiting:
        name = waiting.pop()
        above.add(name)
        waiting += [read for read in stages[name].reads if read in stages] if name in stages else []
    assert "boundaries" in above
    assert not [name for name in sorted(above) if "month" in stages[name].by or "months" in stages[name].settings]


def test_notes_for_the_operator_are_tables_of_one_form() -> None:
    noting = [stage for stage in STAGES if stage.name.endswith(NOTES)]
    assert noting
    assert all(stage.writes == "table" and SCHEMAS[stage.name] is NOTE_TABLE for stage in noting)
