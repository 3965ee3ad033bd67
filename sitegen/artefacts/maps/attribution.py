"""Who must be named beside a map."""

from collections.abc import Sequence


def attribution(names: Sequence[str], year: str = "") -> str:
    """The attribution line of a tileset, plain text, from the names of the datasets in it."""
    return " ".join(_ATTRIBUTIONS[name].format(year=year) for name in names if name in _ATTRIBUTIONS)


def basemap_credit(owners: Sequence[str], year: str) -> str:
    """Everybody to be named for the basemap in one line of plain text; `{year}` in a name becomes the year of the data."""
    named = {sentence.strip() for owner in owners for sentence in owner.replace("{year}", year).split(". ")}
    return " ".join(f"{sentence.removesuffix('.')}." for sentence in sorted(named) if sentence)


_ATTRIBUTIONS = {
    "police": "Contains information from data.police.uk, licensed under the Open Government Licence v3.0.",
    "os": "Contains Ordnance Survey data © Crown copyright and database right {year}.",
    "ons": "Contains National Statistics data © Crown copyright and database right {year}.",
}
