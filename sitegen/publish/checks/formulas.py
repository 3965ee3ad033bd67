"""Whether a spreadsheet would run a cell of a CSV file."""

from collections.abc import Iterator

from sitegen.publish.checks.check import Check
from sitegen.publish.checks.facts import Facts, Finding
from sitegen.publish.checks.file import File
from sitegen.safe_csv import is_harmless

_PLAIN = r"^(?:[0-9A-Za-z]|-[0-9]+(?:\.[0-9]+)?$)"


def _of_file(file: File) -> Facts | None:
    cells = _odd_cells(file) if file.ending == "csv.gz" else (cell for row in file.rows for cell in row)
    run = next((cell for cell in cells if not is_harmless(cell)), "")
    said = f"{run[:40]!r} is a cell that a spreadsheet would run; write it with sitegen/safe_csv.py"
    return Facts((Finding("formulas", file.path, said),)) if run else None


def _odd_cells(file: File) -> Iterator[str]:
    """The heads of a packed table, and its cells that are no number and do not begin with a letter or digit, each once."""
    for name, column in file.distinct.items():
        yield name
        yield from column.filter(~column.str.contains(_PLAIN))


CHECK = Check("formulas", "no cell of a CSV file is one that a spreadsheet would run", of_file=_of_file)
