"""The compressed siblings of what a run made: made by workers, kept by digest, and made again only where a task's files changed."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, as_completed

from sitegen.engine.fingerprint import digest_of
from sitegen.engine.ledger import Ref
from sitegen.engine.run import Outcome
from sitegen.engine.store import Blobs, FileRef, Store
from sitegen.errors import StoreError
from sitegen.publish.siblings import siblings_of


def compress(outcome: Outcome, store: Store, executor: Executor, version: str, say: Callable[[str], None]) -> dict[str, FileRef]:
    """Every sibling of the run's files by its path; `version` stands for what compresses. What is done stays stored when this is stopped."""
    packs = {task.number: outcome.results[task.number] for task in outcome.tasks if task.stage.writes == "files" and outcome.results[task.number]}
    keys = {digest_of(["siblings", version, *(ref.digest for ref in refs)]): refs for refs in packs.values()}
    known = {key: refs for key in keys if (refs := store.ledger.refs(key)) is not None and all(map(store.blobs.holds, refs))}
    store.ledger.keep(known)
    missing = keys.keys() - known.keys()
    if missing:
        say(f"compressing what {len(missing):,} of {len(keys):,} tasks made")
    try:
        # In the order of the tasks, so that the same run asks for the same things.
        running = {executor.submit(_packed, store.blobs, *refs): key for key, refs in keys.items() if key in missing}
        for done in as_completed(running):
            known[running[done]] = done.result()
            store.ledger.keep({running[done]: done.result()})
    except BrokenExecutor as error:
        raise StoreError("a worker process was killed while it compressed; run again with fewer --workers: finished work is kept") from error
    return {file.path: file for key in keys for file in store.blobs.files(*known[key])}


def _packed(blobs: Blobs, pack: Ref, index: Ref) -> tuple[Ref, Ref]:
    """The siblings of one task's files, stored as another pack and index."""
    return blobs.write_files(sibling for file in blobs.files(pack, index) for sibling in siblings_of(file.path, blobs.read_file(file)))
