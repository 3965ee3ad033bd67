"""What is not published unless the operator says so: previews, sites that shrank, targets where two publishers could undo each other."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from sitegen.errors import ConfigError, LossError, TargetError
from sitegen.hosting.changes import Changes
from sitegen.hosting.probe import Abilities
from sitegen.proof.record import Record
from sitegen.proof.standing import Standing

_SHARE = 0.1
"""A release may lack so much of the files of the one before, and so many pages that were there."""


def refuse_preview(about: Record) -> None:
    """Raises ConfigError for a site whose every page says that it is not for publication."""
    if about.preview:
        raise ConfigError(
            "the site is a preview: operator, contact or privacy_contact is empty; fill them in and build again, or say --allow-preview"
        )


def refuse_within(url: str, site: Path, data: Path) -> None:
    """Raises ConfigError where a folder to publish into and the built site or the data folder lie in one another."""
    parts = urlsplit(url)
    if parts.scheme != "file":
        return
    target = Path(unquote(parts.path)).resolve()
    for what, folder in (("the built site", site), ("the data folder", data)):
        if target.is_relative_to(folder.resolve()) or folder.resolve().is_relative_to(target):
            raise ConfigError(f"{url}: and {what} {folder} lie in one another; publish into a folder apart from it")


def refuse_unconditional(url: str, abilities: Abilities) -> None:
    """Raises TargetError for a target that cannot keep two publishers apart."""
    if not abilities.conditional:
        raise TargetError(
            f"{url}: cannot {abilities.lacking}, so two publishers could undo each other there; see that only one ever runs, and say --single-writer"
        )


def refuse_loss(standing: Standing, about: Record, changes: Changes) -> None:
    """Raises LossError where the new release lacks a large part of what stands, or its newest month."""
    stands = standing.record
    if stands is None:
        return
    pages = sum(path.endswith(".html") for path in changes.gone)
    if about.months[1] < stands.months[1]:
        lost = f"ends with {about.months[1]}, and the one that stands with {stands.months[1]}"
    elif about.files < stands.files * (1 - _SHARE):
        lost = f"has {about.files:,} files, and the one that stands {stands.files:,}"
    elif pages > stands.files * _SHARE:
        lost = f"lacks {pages:,} pages of the one that stands"
    else:
        return
    raise LossError(f"the new release {lost}; nothing was changed. Build the whole site, or confirm with --accept-loss")
