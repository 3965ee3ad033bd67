"""What a build is made from: its options, the inventory of the data folder, and what every stage may see of the settings."""

import calendar
from dataclasses import dataclass
from pathlib import Path

import sitegen
from sitegen.config import Config, TilesForm
from sitegen.engine.graph import Build
from sitegen.engine.load import load
from sitegen.engine.stage import Json
from sitegen.errors import ConfigError, InputError
from sitegen.notes import Notes
from sitegen.publish.checks.facts import Allowed
from sitegen.publish.manifest import Fetched, Manifest
from sitegen.raw import RawFile
from sitegen.site import STAGES
from sitegen.sources.force_mentions import refuse_unknown_forces
from sitegen.sources.inventory import Inventory, take_inventory
from sitegen.sources.listing.misplaced import what_is_there
from sitegen.sources.provenance import read_provenance
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import ForceId, Month

_PACKAGE = Path(sitegen.__file__).resolve().parent
_PACKED = _PACKAGE / "project"

INSTALLED = _PACKED.is_dir()
"""True where this program was installed from a wheel: there is no checkout then, and no Node."""

ROOT = _PACKED if INSTALLED else _PACKAGE.parent
"""The project's folder: its texts, templates and libraries lie here, wherever the command is run."""

DISTRIBUTIONS = {"google": "protobuf", "markdown_it": "markdown-it-py"}
"""The libraries of makers that are called otherwise than what is imported from them."""


@dataclass(frozen=True, slots=True)
class Options:
    """What to build from what; `months` and `tiles` None: as configured, `forces` empty: all; `basemaps` lie outside the data folder."""

    data: Path
    cache: Path
    months: tuple[Month, Month] | None = None
    forces: tuple[ForceId, ...] = ()
    tiles: TilesForm | None = None
    basemaps: tuple[Path, ...] = ()
    strict: bool = False
    """True: anything the operator should know of stops the build."""
    accepted_gaps: tuple[Month, ...] = ()
    """Months of the site for which no force has street crime, and the operator knows it."""
    accept_loss: bool = False
    """True: the new site may lack what the one it replaces has."""
    compress: bool = False
    """True: compressed siblings lie beside the files that shrink."""


def inventory_of(options: Options, config: Config, notes: Notes) -> Inventory:
    """What there is to build from; what is noticed goes to `notes`, also where an error follows.

    Raises InputError where a month has no street crime at all, unless the operator accepted that, and ConfigError where the operator's own
    files name a force that nobody knows.
    """
    libraries = ROOT / "node_modules"
    if not libraries.is_dir():
        raise ConfigError(f"{libraries}: the libraries of the site's scripts are missing; run `make setup` in the project's folder")
    inventory = take_inventory(
        options.data,
        ROOT / "content",
        ROOT / "templates",
        libraries,
        months=options.months,
        window_months=config.window.months,
        forces=options.forces,
        basemaps=options.basemaps,
        notes=notes,
    )
    if not inventory.months:
        raise InputError(f"{options.data / 'archive'}: no street crime of any month; {what_is_there(options.data)}")
    _refuse_gaps(inventory, options)
    refuse_unknown_forces(
        issue_files=_by_path(inventory, "known_issue_file"),
        link_files=_by_path(inventory, "link_files"),
        moved_files=_by_path(inventory, "moved_file"),
        vocabulary=tuple(load(ref) for ref in inventory.raw["force_vocabulary"].files[()]),
        listing=tuple(load(ref) for ref in inventory.raw["policing_forces"].files[()] if ref.name == "policing/forces.json"),
        in_data=inventory.known_forces,
    )
    return inventory


def _refuse_gaps(inventory: Inventory, options: Options) -> None:
    """A month without a file of any force is the operator's gap, until the operator says otherwise: pages would blame the forces."""
    gaps = ", ".join(map(str, inventory.gaps))
    if wrong := sorted(set(options.accepted_gaps) - set(inventory.gaps)):
        there = f"the months without are {gaps}" if gaps else f"every month from {inventory.months[0]} to {inventory.months[-1]} has some"
        raise ConfigError(f"--accept-gap {wrong[0]}: this is no month of the site without street crime; {there}")
    if missing := [str(month) for month in inventory.gaps if month not in options.accepted_gaps]:
        flags = " ".join(f"--accept-gap {month}" for month in missing)
        raise InputError(
            f"{options.data / 'archive'}: no force has street crime of {', '.join(missing)}, which the site from {inventory.months[0]} to "
            f"{inventory.months[-1]} should show; put its files there, or confirm that you have none: {flags}"
        )


def _by_path(inventory: Inventory, group: str) -> tuple[RawFile, ...]:
    """The operator's own files, called by their paths: two of one name are told apart."""
    return tuple(RawFile(str(ref.path), load(ref).data) for ref in inventory.raw[group].files[()])


def engine_build(inventory: Inventory, options: Options, config: Config) -> Build:
    """The build as the engine knows it: stages, upstream files, parts and settings."""
    months = [str(month) for month in inventory.months]
    settings: dict[str, Json] = {
        "months": [*months],
        "force_ids": [*inventory.force_ids],
        "quality": {"share": config.quality.share, "least": config.quality.least},
        "fragment": {"share": config.coverage.fragment_share, "least": config.coverage.fragment_least},
        "revision": {"share": config.revision.share, "least": config.revision.least, "spread": config.revision.spread},
        "located": {"step": config.coverage.located_step},
        "tiles": options.tiles or config.tiles.form,
        "site": _site_setting(inventory, config),
        "credit": {"attributions": [*inventory.attributions], "year": str(inventory.months[-1].year)},
    }
    return Build(
        stages=STAGES,
        raws=inventory.raw,
        parts={
            "force_id": inventory.force_ids,
            "month": tuple(months),
            "archive_month": tuple(map(str, inventory.archive_months)),
            "boundary_month": tuple(map(str, inventory.boundary_months)),
            "area": inventory.areas,
            "grid_square": inventory.grid_squares,
            "language": _languages(inventory, config),
        },
        settings=settings,
        codec="sitegen.tables.codec",
        roots=code_roots(),
        schemas="sitegen.tables.schemas",
        shapes={name: schema.shape for name, schema in SCHEMAS.items()},
        distributions=DISTRIBUTIONS,
    )


def code_roots() -> dict[str, Path]:
    """The folders of the program's packages, by name."""
    code = _PACKAGE.parent if INSTALLED else ROOT
    return {"sitegen": code / "sitegen", "tiles": code / "tiles"}


def _site_setting(inventory: Inventory, config: Config) -> dict[str, Json]:
    """What every page may say of the site as a whole; an invented county names its own operator where none is configured."""
    last = inventory.months[-1]
    invented = inventory.invented
    return {
        "title": config.site.title,
        "operator": config.site.operator or (invented.operator if invented else ""),
        "contact": config.site.contact or (invented.contact if invented else ""),
        "privacy_contact": config.site.privacy_contact or (invented.privacy_contact if invented else ""),
        "base_url": config.site.base_url,
        "public_key": config.publish.public_key,
        "languages": [*_languages(inventory, config)],
        "unreviewed": [one for one in _languages(inventory, config)[1:] if not config.in_language("reviewed_by", one)],
        "preview": _is_preview(inventory, config),
        "invented": invented.place if invented else "",
        "release": max((release for runs in inventory.told_by.values() for *_, release in runs), default=""),
        "told_by": {force_id: [[*run] for run in runs] for force_id, runs in inventory.told_by.items()},
        "first_month": str(inventory.months[0]),
        "last_month": str(last),
        "as_of": f"{last}-{calendar.monthrange(last.year, last.number)[1]:02d}",
        "attributions": [*inventory.attributions],
        "postcodes": bool(inventory.areas),
        "places": bool(inventory.grid_squares),
        "in_languages": {one: _in_language(one, inventory, config) for one in _languages(inventory, config)[1:]},
    }


def _in_language(language: str, inventory: Inventory, config: Config) -> dict[str, Json]:
    """What a page in another language than English says otherwise of the site; what was not given is left out."""
    invented = inventory.invented
    operator = config.in_language("operator", language)
    if invented and not config.site.operator:
        operator = operator or invented.in_language("operator", language)
    place = invented.in_language("place", language) if invented else ""
    told = {"title": config.in_language("title", language), "operator": operator, "invented": place}
    return {key: text for key, text in told.items() if text}


def _languages(inventory: Inventory, config: Config) -> tuple[str, ...]:
    """The languages of the pages: those configured, or where that is English alone those an invented land asks for."""
    invented = inventory.invented.languages if inventory.invented else ()
    return config.site.languages if len(config.site.languages) > 1 else invented or config.site.languages


def _is_preview(inventory: Inventory, config: Config) -> bool:
    return inventory.invented is None and not config.publishable


def about_site(inventory: Inventory, config: Config) -> Manifest:
    """What the manifest says of the site, without its files yet."""
    fetched = tuple(load(ref) for ref in inventory.raw["provenance_file"].files[()])
    return Manifest(
        site=config.site.title,
        release=inventory.release,
        months=(str(inventory.months[0]), str(inventory.months[-1])),
        preview=_is_preview(inventory, config),
        invented=inventory.invented.place if inventory.invented else "",
        allowed=tuple(Allowed(one.path, one.text, one.reason) for one in config.checks.allow),
        fetched=tuple(Fetched(**row) for row in read_provenance(provenance_file=fetched).iter_rows(named=True)),
    )
