"""The API's answers about one force, by what they say and of which neighbourhood."""

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.raw import RawFile
from sitegen.terms import canonical_id


@dataclass(frozen=True, slots=True)
class PolicingFiles:
    """A force's files: the list of its neighbourhoods, each one's detail, and each one's people, events and priorities."""

    listing: RawFile | None
    details: dict[str, RawFile]
    teams: dict[tuple[str, str], RawFile]

    def of_kind(self, kind: str) -> Iterator[tuple[str, RawFile]]:
        """Neighbourhood id and file of every `people`, `events` or `priorities` file, sorted by id."""
        return ((neighbourhood_id, file) for (name, neighbourhood_id), file in sorted(self.teams.items()) if name == kind)


def sort_out(policing: tuple[RawFile, ...]) -> PolicingFiles:
    """The files of one force by their paths: `<force>/neighbourhoods.json`, `<force>/<id>.json`, `<force>/<id>/people.json`.

    Ids are compared in canonical form; of two files for one, the first by name is taken.
    A neighbourhood called `neighbourhoods` cannot have a detail file, as it cannot have one at the API either.
    """
    listing: RawFile | None = None
    details: dict[str, RawFile] = {}
    teams: dict[tuple[str, str], RawFile] = {}
    for file in sorted(policing, key=lambda file: file.name):
        _, _, *rest = canonical_id(file.name.removesuffix(".json")).split("/")
        if len(rest) == 2:
            teams.setdefault((rest[1], rest[0]), file)
        elif rest == ["neighbourhoods"]:
            listing = file
        elif len(rest) == 1:
            details.setdefault(rest[0], file)
    return PolicingFiles(listing, details, teams)
