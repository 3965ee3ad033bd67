"""A data folder of one force with one street: the smallest there is to build a site from."""

from __future__ import annotations

from pathlib import Path

from tests.settings import SETTINGS_FILE

HEADER = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context\n"
ROW = ",2025-{month},Loamshire Constabulary,Loamshire Constabulary,-1.5,52.{place},On or near Mill Lane,E01000001,Loam 001A,Burglary,,\n"


def write_data(folder: Path, months: tuple[str, ...] = ("05", "06")) -> Path:
    """Months of the force, ten crimes at ten places in each, and the settings of the tests."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "site.toml").write_bytes(SETTINGS_FILE.read_bytes())
    for month in months:
        path = folder / f"archive/2025-{month}/2025-{month}-loamshire-street.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEADER + "".join(ROW.format(month=month, place=500 + place) for place in range(10)))
    return folder
