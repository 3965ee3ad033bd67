"""The API's answers about forces and neighbourhoods, at the API's own paths in `policing/`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

import httpx

from sitegen.errors import FetchError
from sitegen.fetching.asking import NOTHING_KNOWN, Answer
from sitegen.fetching.boundaries import areas_with_boundary
from sitegen.fetching.history import KEPT, remember, remember_before
from sitegen.fetching.judging import as_list, as_object
from sitegen.fetching.run import Run
from sitegen.reserved import RESERVED_AT_ROOT
from sitegen.terms import ForceId, canonical_id, is_device_name, is_usable_id, parse_force_id

DATASET = "policing"
TEAM = ("people", "events", "priorities")
_AT_ONCE = 8
"""So many questions wait for their answer at once: the API takes up to a second, and allows fifteen a second."""


@dataclass(frozen=True, slots=True)
class Question:
    """One answer that is wanted: its path at the API and in the data folder; how it is judged, and compared with the one before."""

    api_path: str
    path: str
    judge: Callable[[bytes], object]
    is_list_of_all: bool = False
    """Whether the answer names things that do not come and go: one that lost many is doubted."""
    is_kept: bool = False
    """Whether its entries are remembered when the API has forgotten them."""


FORCES = Question("forces", "policing/forces.json", as_list, is_list_of_all=True)


def fetch_policing(run: Run) -> None:
    """Bring the answers about every force that is wanted, and take away those about neighbourhoods that are listed no more."""
    forces = find_forces(run)
    run.begin("policing, forces", 3 * len(forces), "answers")
    _bring_all(run, (question for force_id in forces for question in _about_force(force_id)))
    listed = {force_id: neighbourhoods_of(run, force_id) for force_id in forces}
    drawn = areas_with_boundary(run)
    questions = [question for force_id, ids in listed.items() for one in ids for question in _about_neighbourhood(force_id, one, drawn)]
    run.begin("policing, neighbourhoods", len(questions), "answers")
    _bring_all(run, questions)
    _take_away(run, {force_id: ids for force_id, ids in listed.items() if ids})


def find_forces(run: Run) -> tuple[ForceId, ...]:
    """The forces that are wanted and that the API knows, sorted. Raises FetchError where its list cannot be had and none is there."""
    ask(run, FORCES)
    found = tuple(force_id for force_id in _usable(_read(run, FORCES)) if run.wanted.has_force(force_id))
    for name in sorted(set(run.wanted.forces) - set(found)):
        run.fault(DATASET, f"policing/{name}/neighbourhoods.json", "the API lists no such force")
    return tuple(sorted(found))


def forces_in(body: bytes) -> list[ForceId]:
    """The forces that an answer lists; raises FetchError."""
    return _usable(as_list(body))


def neighbourhoods_of(run: Run, force_id: ForceId) -> tuple[str, ...]:
    """The ids of a force's neighbourhoods as they are listed, sorted; one that cannot be a file's name is told as a fault and left out."""
    listing = _listing(force_id)
    seen: dict[str, str] = {}
    for name in _ids(_read(run, listing)):
        if not is_usable_id(name) or is_device_name(name) or name != canonical_id(name):
            run.fault(DATASET, listing.path, f"the neighbourhood {name[:80]!a} cannot be a file's name and is left out")
        elif seen.setdefault(name.casefold(), name) != name:
            run.fault(DATASET, listing.path, f"the neighbourhood {name[:80]!a} differs from another in capital letters only and is left out")
    return tuple(sorted(seen.values()))


def ask(run: Run, question: Question) -> None:
    """Ask one question, and keep the answer where it is good; where it is not, that is told as a fault, and what is there stays."""
    entry = run.inventory.known(question.path)
    address = f"{run.upstream.policing.address}/{question.api_path}"
    try:
        if question.is_kept:
            remember_before(run, question.path)
        if run.inventory.is_fresh(question.path):
            run.tally(DATASET, same=1)
        elif run.inventory.is_absent(question.path):
            run.tally(DATASET, absent=1)
        else:
            answer = run.asking.get(address, entry.known if entry and entry.address == address else NOTHING_KNOWN, paced=True)
            _take(run, question, address, answer)
        if question.is_kept:
            remember(run, question.path)
    except FetchError as error:
        run.fault(DATASET, question.path, error)


def _take(run: Run, question: Question, address: str, answer: Answer) -> None:
    if answer.status == httpx.codes.NOT_MODIFIED:
        run.confirm(question.path, DATASET)
        return
    if answer.status == httpx.codes.NOT_FOUND:
        if (run.data / question.path).is_file():
            raise FetchError("is not there any more (404), and is listed")
        run.inventory.miss(question.path)
        run.tally(DATASET, absent=1)  # listed, and no such answer: that is so for some, and the site says "not supplied" and not "not fetched"
        return
    found = question.judge(answer.body)
    if question.is_list_of_all and isinstance(found, list):
        run.refuse_shrunk(len(_read(run, question)), len(found), "entries")
    run.put(question.path, answer.body, DATASET, address, answer.known)


def _bring_all(run: Run, questions: Iterable[Question]) -> None:
    def bring(question: Question) -> None:
        ask(run, question)
        run.step()

    run.each(questions, bring, _AT_ONCE)


def _listing(force_id: ForceId) -> Question:
    return Question(f"{force_id}/neighbourhoods", f"policing/{force_id}/neighbourhoods.json", as_list, is_list_of_all=True, is_kept=True)


def _about_force(force_id: ForceId) -> Iterator[Question]:
    yield Question(f"forces/{force_id}", f"policing/forces/{force_id}.json", as_object)
    yield Question(f"forces/{force_id}/people", f"policing/forces/{force_id}/people.json", as_list)
    yield _listing(force_id)


def _about_neighbourhood(force_id: ForceId, name: str, drawn: set[tuple[ForceId, str]]) -> Iterator[Question]:
    api, folder = f"{force_id}/{quote(name, safe='')}", f"policing/{force_id}/{name}"
    if name != "neighbourhoods":  # the API answers its own list there
        yield Question(api, f"{folder}.json", as_object)
    for part in TEAM:
        yield Question(f"{api}/{part}", f"{folder}/{part}.json", as_list, is_kept=part in KEPT)
    if (force_id, name) not in drawn:
        yield Question(f"{api}/boundary", f"{folder}/boundary.json", as_list)


def _take_away(run: Run, listed: dict[ForceId, tuple[str, ...]]) -> None:
    """What earlier runs brought about neighbourhoods that a good list no longer names: a site would show them for ever."""
    for path in run.inventory.of(DATASET):
        if _is_of_unlisted(path, listed):
            run.take_away(path, DATASET)
    for path in run.inventory.missed():
        if _is_of_unlisted(path, listed):
            run.inventory.remove(path)


def _is_of_unlisted(path: str, listed: dict[ForceId, tuple[str, ...]]) -> bool:
    _, force, *rest = path.removesuffix(".json").split("/")
    ids = listed.get(ForceId(force))
    return ids is not None and rest[0] not in {"neighbourhoods", *ids}


def _ids(listed: list[object]) -> list[str]:
    return [str(one["id"]) for one in listed if isinstance(one, dict) and isinstance(one.get("id"), str)]


def _usable(listed: list[object]) -> list[ForceId]:
    return [force_id for name in _ids(listed) if (force_id := _force_id(name))]


def _read(run: Run, question: Question) -> list[object]:
    """The list that lies there; empty where there is none."""
    path = run.data / question.path
    try:
        return as_list(path.read_bytes()) if path.is_file() else []
    except FetchError:
        return []


def _force_id(text: str) -> ForceId | None:
    try:
        return parse_force_id(text) if text not in RESERVED_AT_ROOT else None
    except ValueError:
        return None
