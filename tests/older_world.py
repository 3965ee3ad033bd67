"""A small world over the years: a window of two months, a year long before it, and the boundaries of three times."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tests.small_world import LOAMSHIRE, STREET, area_files, put_release, put_world

WINDOW, OLD = ("2025-05", "2025-06"), tuple(f"2019-{month:02d}" for month in range(1, 13))


def put_older_world(data: Path) -> None:
    """Write the folder of data: of the older boundaries those of 2017 reach farther east, and those of 2018 are today's."""
    put_world(data, WINDOW, (LOAMSHIRE,))
    put_release(data, "2020-01", {f"{month}/{month}-loamshire-street.csv": old_month(month) for month in OLD})
    for month, wider in (("2017-06", 0.004), ("2018-11", 0.0)):
        with zipfile.ZipFile(data / f"boundaries/{month}.zip", "w") as packed:
            for path, body in area_files(LOAMSHIRE, wider=wider).items():
                if path.startswith("boundaries/"):
                    packed.writestr(path.removeprefix("boundaries/"), body)


def old_month(month: str) -> bytes:
    """Sixty burglaries in the first neighbourhood, each at a point of its own, forty in the second and thirty north of it, and one report in each.

    In May one more, east of the first neighbourhood of today.
    """
    west, south = LOAMSHIRE.corner(0)
    east = f",{month},loamshire,loamshire,{west + 0.022:.6f},{south + 0.01:.6f},On or near Old Lane,E01000001,Loam 001A,Burglary,,"
    lines = [STREET, *([east] if month.endswith("-05") else [])]
    for place, rows in enumerate((60, 40, 30)):
        west, south = LOAMSHIRE.corner(place)
        for row in range(rows + 1):
            kind = "Anti-social behaviour" if row == rows else "Burglary"
            lines.append(
                f",{month},loamshire,loamshire,{old_longitude(west, row)},{south + 0.01:.6f},On or near Old Lane,E01000001,Loam 001A,{kind},,"
            )
    return ("\n".join(lines) + "\n").encode()


def old_longitude(west: float, row: int) -> str:
    """Where one of them lies, east of the western side of its neighbourhood."""
    return f"{west + 0.001 + 0.0003 * (row % 60):.6f}"
