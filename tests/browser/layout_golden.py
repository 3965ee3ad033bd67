"""Golden text of the boxes of a page: a line for each component, a column for each width, compared with room for other fonts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

Box = tuple[int, int, int]
"""Left edge, width and height in pixels."""
Boxes = Mapping[str, Sequence[Box | None]]
"""By component, its box at each width; None where it is not seen."""


def compare(path: Path, widths: Sequence[int], boxes: Boxes, *, update: bool) -> list[str]:
    """What differs from the file, in words. With `update` the file is rewritten; numbers that still hold are kept."""
    expected = read(path) if path.exists() else {}
    if update:
        kept = {key: _kept(widths, boxes[key], expected.get(key, boxes[key])) for key in boxes}
        path.write_text(_text(widths, kept), encoding="utf-8")
        return []
    faults = [f"{key} is new" for key in boxes if key not in expected] + [f"{key} is gone" for key in expected if key not in boxes]
    return faults + unlike(expected, widths, boxes)


def unlike(expected: Boxes, widths: Sequence[int], boxes: Boxes, slack: int = 1) -> list[str]:
    """The boxes of components in both that are not alike. `slack`: how many times the usual room is given, as to another language."""
    return [
        f"{key} at {width}: {_write(now)}, expected {_write(then)}"
        for key in boxes
        if key in expected
        for width, now, then in zip(widths, boxes[key], expected[key], strict=True)
        if not _is_like(now, then, width, slack)
    ]


def read(path: Path) -> dict[str, list[Box | None]]:
    """The boxes as written."""
    rows = [line.split() for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    return {key: [_read(cell) for cell in cells] for key, *cells in rows}


def _kept(widths: Sequence[int], now: Sequence[Box | None], then: Sequence[Box | None]) -> list[Box | None]:
    return [old if _is_like(new, old, width, 1) else new for width, new, old in zip(widths, now, then, strict=True)]


def _is_like(now: Box | None, then: Box | None, width: int, slack: int) -> bool:
    """Whether a box could be the other one in another font or with a sentence more: a tenth of the screen further on, a sixth wider,
    three quarters higher or lower."""
    if now is None or then is None:
        return now is then
    rooms = (max(16, width // 10), max(16, then[1] // 6), max(60, then[2] * 3 // 4))
    return all(abs(one - other) <= room * slack for one, other, room in zip(now, then, rooms, strict=True))


def _text(widths: Sequence[int], boxes: Boxes) -> str:
    rows = [["component", *map(str, widths)], *([key, *map(_write, boxes[key])] for key in sorted(boxes))]
    sizes = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "".join("  ".join(cell.ljust(size) for cell, size in zip(row, sizes, strict=True)).rstrip() + "\n" for row in rows)


def _write(box: Box | None) -> str:
    return "-" if box is None else f"{box[0]}+{box[1]}x{box[2]}"


def _read(cell: str) -> Box | None:
    if cell == "-":
        return None
    left, size = cell.split("+")
    width, height = size.split("x")
    return int(left), int(width), int(height)
