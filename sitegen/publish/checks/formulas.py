"""Whether a spreadsheet would run a cell of a CSV file."""

from sitegen.publish.checks.check import Check
from sitegen.publish.checks.facts import Facts, Finding
from sitegen.publish.checks.file import File
from sitegen.safe_csv import is_harmless


def _of_file(file: File) -> Facts | None:
    run = next((cell for row in file.rows for cell in row if not is_harmless(cell)), "")
    said = f"{run[:40]!r} is a cell that a spreadsheet would run; write it with sitegen/safe_csv.py"
    return Facts((Finding("formulas", file.path, said),)) if run else None


CHECK = Check("formulas", "no cell of a CSV file is one that a spreadsheet would run", of_file=_of_file)
