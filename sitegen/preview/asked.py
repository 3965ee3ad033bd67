"""Which pages a preview makes: those of some makers, forces and languages."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sitegen.engine.graph import Task
from sitegen.engine.stage import Stage
from sitegen.errors import ConfigError
from sitegen.near_names import meaning
from sitegen.site import STAGES

_ALWAYS = frozenset({"asset_files"})
"""What no page can be looked at without."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The parts that are wanted of each dimension that is limited, and the stages; both as their names."""

    stages: frozenset[str]
    parts: Mapping[str, Collection[str]]

    def wants(self, task: Task) -> bool:
        """True for a task whose files are to be shown, or that reads a catalogue, so that a fault in one is told whatever language is shown."""
        return task.stage.name == "translation_notes" or (
            task.stage.name in self.stages
            and all(value in self.parts.get(dimension, (value,)) for dimension, value in zip(task.stage.by, task.part, strict=True))
        )


def ask(pages: Collection[str], *, force_ids: Collection[str], language: str | None, languages: Collection[str]) -> Asked:
    """What to make for pages of these names, or for none of all; of no force, of all; raises ConfigError for a name that nothing has."""
    named = page_stages()
    for page in pages:
        if page not in named:
            raise ConfigError(f"--page {page}: {_meant(page, named)}there are pages {', '.join(named)}")
    if language is not None and language not in languages:
        raise ConfigError(f"--language {language}: {_meant(language, languages)}the site has pages in {', '.join(languages)}")
    stages = {named[page] for page in pages} | _ALWAYS if pages else {stage.name for stage in STAGES if stage.writes == "files"}
    parts = {"language": (language or next(iter(languages)),), **({"force_id": force_ids} if force_ids else {})}
    return Asked(frozenset(stages), parts)


def page_stages() -> dict[str, str]:
    """The stages that make pages, by the names of their makers' modules, in order of name."""
    return dict(sorted((_module(stage), stage.name) for stage in STAGES if stage.writes == "files" and "templates" in stage.reads))


def _module(stage: Stage) -> str:
    return stage.maker.partition(":")[0].rpartition(".")[2]


def _meant(name: str, known: Collection[str]) -> str:
    found = meaning(name, known)
    return f"{found} " if found else ""
