"""All checks of a finished site, in the order in which they are told."""

from __future__ import annotations

from sitegen.publish.checks import (
    attributes,
    budgets,
    dates,
    feeds,
    formulas,
    inline,
    install,
    languages,
    leaks,
    links,
    listing,
    markup,
    numbers,
    policy,
    postcodes,
    shapes,
    snap_points,
    stops,
    third_party,
    words,
    year,
)
from sitegen.publish.checks.check import Check

CHECKS: tuple[Check, ...] = (
    listing.CHECK,
    links.CHECK,
    languages.CHECK,
    markup.CHECK,
    formulas.CHECK,
    feeds.CHECK,
    install.CHECK,
    policy.CHECK,
    inline.CHECK,
    third_party.CHECK,
    dates.CHECK,
    snap_points.CHECK,
    stops.CHECK,
    attributes.CHECK,
    shapes.CHECK,
    year.CHECK,
    numbers.CHECK,
    postcodes.CHECK,
    leaks.CHECK,
    words.CHECK,
    budgets.CHECK,
)
