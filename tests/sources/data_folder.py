"""Data folders written file by file, and the inventory taken of them."""

from __future__ import annotations

import zipfile
from pathlib import Path

from sitegen.sources.inventory import Inventory, take_inventory
from sitegen.terms import ForceId, Month


def put(data: Path, *names: str, text: str = "x") -> None:
    for name in names:
        path = data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def pack(path: Path, *names: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as packed:
        for name in names:
            packed.writestr(name, "x")


def street(data: Path, *keys: str) -> None:
    """`2025-06 loamshire`: a street file of that month and force."""
    for key in keys:
        month, force_id = key.split()
        put(data, f"archive/{month}/{month}-{force_id}-street.csv")


def take(data: Path, *, months: str | None = None, forces: tuple[str, ...] = (), window_months: int = 36, project: Path | None = None) -> Inventory:
    root = project or data.parent / "project"
    window = None
    if months:
        first, last = months.split("..")
        window = (Month.parse(first), Month.parse(last))
    return take_inventory(
        data, root / "content", root / "templates", None, months=window, window_months=window_months, forces=tuple(map(ForceId, forces))
    )


def names(inventory: Inventory, group: str, *part: str) -> list[str]:
    return [ref.name for ref in inventory.raw[group].files.get(part, ())]
