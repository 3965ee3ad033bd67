"""The forces that the operator's own files speak of: each must be one that somebody knows, or what is said of it would be dropped in silence."""

from collections.abc import Collection

from sitegen.errors import ConfigError
from sitegen.near_names import meaning
from sitegen.raw import RawFile
from sitegen.sources.forces import listed_names
from sitegen.sources.help_links import forces_with_links
from sitegen.sources.known_issues import forces_with_issues
from sitegen.sources.moves import forces_with_moves
from sitegen.sources.vocabulary import force_names
from sitegen.terms import ForceId


def refuse_unknown_forces(
    *,
    issue_files: tuple[RawFile, ...],
    link_files: tuple[RawFile, ...],
    moved_files: tuple[RawFile, ...],
    vocabulary: tuple[RawFile, ...],
    listing: tuple[RawFile, ...],
    in_data: Collection[ForceId],
) -> None:
    """Raise ConfigError, with the names that are near, for the first force that neither the vocabulary, the API's list nor the data folder has.

    Files that cannot be read raise it too, so that a fault in a settings file is told before anything is made.
    """
    known = {*in_data, *listed_names(listing), *(force.force_id for force in force_names(vocabulary))}
    mentions = [*(one for file in issue_files for one in forces_with_issues(file)), *(one for file in link_files for one in forces_with_links(file))]
    moved = [one for file in moved_files for one in forces_with_moves(file)]
    for where, force_id in [*((where, force_id) for where, force_id in mentions if force_id != "all"), *moved]:
        if force_id not in known:
            meant = meaning(force_id, known) or "its folder in the data, or content/vocabulary/forces.toml, has its name"
            meant += "" if meant.startswith("did") or (where, force_id) in moved else "; or write all"
            raise ConfigError(f"{where}: no force is called {force_id}; {meant}")
