"""The examples of every component, as a page of the site would show them."""

from __future__ import annotations

import dataclasses

from markupsafe import Markup

from sitegen.artefacts import figures
from sitegen.artefacts.lists.place_names import PlaceName
from sitegen.artefacts.lists.places import Place
from sitegen.artefacts.pages.audit import read_audit
from sitegen.artefacts.sections import charts, components, force_lines, issues, outcome_view, stop_view
from sitegen.artefacts.sections.usual_dots import draw_dots
from sitegen.artefacts.sections.year_view import ChartWord
from tests.artefacts.audit_report import REPORT
from tests.artefacts.inputs import TEMPLATES, renderer

BARE = "{% extends 'layouts/base.html' %}{% block title %}A page{% endblock %}{% block main %}<h1>H</h1>BODY{% endblock %}"
COMPONENTS = sorted({file.name.split("/")[2] for file in TEMPLATES if file.name.startswith("templates/components/")})
VALUES = {
    **{name: getattr(components, name) for name in dir(components) if dataclasses.is_dataclass(getattr(components, name))},
    **{
        one.__name__: one
        for one in (
            figures.Recorded,
            figures.Missing,
            charts.draw_spark,
            charts.draw_trend,
            charts.draw_year,
            draw_dots,
            ChartWord,
            Place,
            PlaceName,
            force_lines.ForceLine,
            Markup,
            issues.Issue,
            outcome_view.OutcomeRow,
            stop_view.StopRow,
        )
    },
}


def bake_examples(component: str) -> str:
    """A page with the examples of a component."""
    made = renderer()
    made.environment.globals.update(VALUES, audit_view=read_audit(made.words, REPORT))
    included = f"<h2>{component}</h2>{{% include 'components/{component}/examples.html' %}}{{% endblock %}}{{% block search %}}"
    return made.environment.from_string(BARE.replace("BODY", included)).render(
        page=None,
        site=made.site,
        words=made.words,
        path="x/index.html",
        link=lambda path, anchor="": path,
        asset=lambda asset: asset,
        root="../",
        alternates=[],
    )
