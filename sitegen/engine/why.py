"""Why a published file is as it is: from its path to stage, part and inputs, down to upstream files."""

import json
from collections.abc import Iterator
from typing import NamedTuple

from sitegen.engine.ledger import Made, Part
from sitegen.engine.plan import Recipe
from sitegen.engine.store import Store
from sitegen.errors import SiteError


class Step(NamedTuple):
    """One line of the answer: how far it lies from the published file, what it is, and the digest of its bytes."""

    depth: int
    title: str
    digest: str
    source: tuple[str, str] | None = None
    """For an upstream file its group and its name."""


def why(path: str, store: Store) -> list[Step]:
    """The file, the task that last made it, and all that went in, depth first; what was shown above is not shown again.

    Raises SiteError where no task made a file of that path.
    """
    made = store.ledger.made()
    for (stage, part), last in reversed(made.items()):
        refs = store.ledger.refs(last.key) or ()
        if refs and refs[0].label == "pack" and all(map(store.blobs.holds, refs)):
            for file in store.blobs.files(*refs):
                if file.path == path:
                    title = f"{stage} ({', '.join(part)})" if part else stage
                    return [Step(0, path, file.digest), Step(1, title, refs[0].digest), *_inputs((stage, part), 2, made, store, set())]
    raise SiteError(f"{path}: no stage made such a file; check its spelling, or build first")


def upstream(steps: list[Step]) -> dict[str, list[str]]:
    """The upstream files among the steps by their group, each once, both sorted."""
    groups: dict[str, set[str]] = {}
    for step in steps:
        if step.source:
            group, name = step.source
            groups.setdefault(group, set()).add(name)
    return {group: sorted(groups[group]) for group in sorted(groups)}


def _inputs(task: tuple[str, Part], depth: int, made: dict[tuple[str, Part], Made], store: Store, seen: set[object]) -> Iterator[Step]:
    recipe = Recipe(*json.loads(made[task].recipe)) if task in made else None
    for read, digest in recipe.inputs.items() if recipe else ():
        if (read, digest) in seen:
            yield Step(depth, f"{read}: as above", digest)
            continue
        seen.add((read, digest))
        for name, content, part in store.ledger.entries(digest):
            yield Step(depth, f"{read} {name}".rstrip(), content, (read, name) if part is None else None)
            if part is not None and (read, part) not in seen:
                seen.add((read, part))
                yield from _inputs((read, part), depth + 1, made, store, seen)
