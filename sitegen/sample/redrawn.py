"""Neighbourhoods that a force of the invented county has redrawn, as fetching would have kept them and an operator would tell of them."""

import json
from collections.abc import Iterator

from sitegen.sample.county import LOAMSHIRE
from sitegen.sample.material import read_bytes
from sitegen.sample.teams import NO_BOUNDARY, TODAY
from sitegen.sample.world import World

FIRST_SEEN = "2024-07-01"
REDRAWN = {"NB10": ("Barrack Hill", "2025-03-28"), "NB11": ("Eastfields and the Moat", "2025-03-28"), "NB12": ("Old Tannery", "2024-11-29")}
"""Name of each neighbourhood that is gone, and the day it was last seen; of the last nobody has said where it went."""


def redrawn_files(world: World) -> Iterator[tuple[str, bytes]]:
    """The history of Loamshire's list, and where two of the neighbourhoods that are gone went."""
    today = {str(hood.id): hood.name for hood in world.neighbourhoods if hood.force_id == LOAMSHIRE} | {NO_BOUNDARY["id"]: NO_BOUNDARY["name"]}
    seen = {key: (name, str(TODAY)) for key, name in today.items()} | REDRAWN
    entries = [{"entry": {"id": key, "name": name}, "first": FIRST_SEEN, "last": last} for key, (name, last) in sorted(seen.items())]
    kept = json.dumps({"entries": entries, "format": 1}, ensure_ascii=False, separators=(",", ":"))
    yield f"history/{LOAMSHIRE}/neighbourhoods.json", (kept + "\n").encode()
    yield "moved.toml", read_bytes("moved.toml")
