"""The site's icon as PNG, drawn from `icon.svg`: for home screens, which take no SVG."""

import re
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import deflate
import numpy as np

from sitegen.errors import InputError
from sitegen.raw import RawFile

_STEPS = 15
"""Shades between two colours: few, so that the file is small and the same on every machine."""

_ZLIB_LEVEL = 9
"""13 KB for all icons in 6 ms; the highest level takes 400 ms of every build from nothing to save 2 KB."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A closed outline with its line, and circles, in the units of a square of `side`."""

    side: float
    corners: tuple[tuple[float, float], ...]
    fill: str
    stroke: str
    stroke_width: float
    circles: tuple[tuple[float, float, float], ...]
    circle_fill: str


def read_drawing(file: RawFile) -> Drawing:
    """The drawing of an SVG that has one closed path of straight relative lines, then a group of circles; raises InputError on any other."""
    text = file.data.decode()
    path, group = (
        dict(re.findall(r'([\w-]+)="([^"]*)"', found[0])) if (found := re.search(rf"<{tag}\b[^>]*>", text)) else {} for tag in ("path", "g")
    )
    circles = [dict(re.findall(r'([\w-]+)="([^"]*)"', circle)) for circle in re.findall(r"<circle\b[^>]*>", text)]
    side = re.search(r'viewBox="0 0 (\d+) \1"', text)
    outline = re.fullmatch(r"M([\d.]+) ([\d.]+)l([\d.\s-]+)z", path.get("d", ""))
    if not side or not outline or not circles:
        raise InputError(f"{file.name}: not a square with one path like M8 6l13 4…z and circles; the icons of home screens are drawn from it")
    x, y = float(outline[1]), float(outline[2])
    corners = [(x, y)]
    steps = [float(number) for number in re.findall(r"-?[\d.]+", outline[3])]
    for step_x, step_y in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + step_x, y + step_y
        corners.append((x, y))
    try:
        return Drawing(
            float(side[1]), tuple(corners), path["fill"], path["stroke"], float(path["stroke-width"]),
            tuple((float(circle["cx"]), float(circle["cy"]), float(circle["r"])) for circle in circles), group["fill"],
        )  # fmt: skip
    except KeyError as error:
        raise InputError(f"{file.name}: {error} is missing; the icons of home screens need it") from error


@lru_cache(maxsize=8)
def draw_png(drawing: Drawing, pixels: int, *, background: str, share: float) -> bytes:
    """The drawing as a square PNG on one colour; `share` of its side is the drawing's, the rest is margin.

    Drawn once a process: a preview makes the assets anew whenever a style is saved, and its colours seldom change.
    """
    scale = pixels * share / drawing.side
    margin = pixels * (1 - share) / 2
    y, x = np.mgrid[0:pixels, 0:pixels] + 0.5
    x, y = (x - margin) / scale, (y - margin) / scale
    to_line, inside = _outline(drawing.corners, x, y)
    layers = [
        (np.where(inside, to_line, -to_line), drawing.fill),
        (drawing.stroke_width / 2 - to_line, drawing.stroke),
        *((radius - np.sqrt((x - cx) ** 2 + (y - cy) ** 2), drawing.circle_fill) for cx, cy, radius in drawing.circles),
    ]
    image = np.empty((pixels, pixels, 3))
    image[:] = _rgb(background)
    for depth, colour in layers:
        cover = np.round(np.clip(depth * scale + 0.5, 0, 1) * _STEPS)[..., None] / _STEPS
        image = image * (1 - cover) + np.array(_rgb(colour)) * cover
    return _png(np.round(image).astype(np.uint8))


def _outline(corners: tuple[tuple[float, float], ...], x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How far each point is from the closed outline, and whether it lies inside."""
    squared = np.full(x.shape, np.inf)
    inside = np.zeros(x.shape, dtype=bool)
    for (ax, ay), (bx, by) in zip(corners, (*corners[1:], corners[0]), strict=True):
        dx, dy = bx - ax, by - ay
        along = np.clip(((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy), 0, 1) if dx or dy else 0.0
        squared = np.minimum(squared, (x - ax - along * dx) ** 2 + (y - ay - along * dy) ** 2)
        if dy:
            inside ^= ((ay > y) != (by > y)) & (x < ax + (y - ay) * dx / dy)
    return np.sqrt(squared), inside


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _png(image: np.ndarray) -> bytes:
    """An image of few colours as an indexed PNG."""
    height, width, _ = image.shape
    # A pixel as one number: sorting numbers takes a fifth of the time of sorting rows.
    colours, places = np.unique(image.astype(np.int32) @ np.array([1 << 16, 1 << 8, 1], np.int32), return_inverse=True)
    indexed = len(colours) <= 256
    rows = places.reshape(height, width).astype(np.uint8) if indexed else image.reshape(height, width * 3)
    raw = np.hstack([np.zeros((height, 1), np.uint8), rows]).tobytes()
    parts: Mapping[bytes, bytes] = {
        b"IHDR": struct.pack(">IIBBBBB", width, height, 8, 3 if indexed else 2, 0, 0, 0),
        **({b"PLTE": b"".join(int(colour).to_bytes(3, "big") for colour in colours)} if indexed else {}),
        b"IDAT": bytes(deflate.zlib_compress(raw, _ZLIB_LEVEL)),
        b"IEND": b"",
    }
    chunks = (struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts.items())
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
