"""The author's loop: make the asked pages, show them, wait until a file is saved, make them again."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from sitegen.config import Config
from sitegen.inputs import Options, engine_build, inventory_of
from sitegen.notes import Notes
from sitegen.preview.asked import Asked, ask
from sitegen.preview.board import Board
from sitegen.preview.fault import Fault
from sitegen.preview.maker import Maker
from sitegen.preview.making import Made, make
from sitegen.preview.server import make_preview_server
from sitegen.preview.watch import Watch

_EVERY_S = 0.2


@dataclass(frozen=True, slots=True)
class Shown:
    """What one round of the loop came to: the saved files that began it, what was made of them or the fault, and where to look."""

    saved: tuple[Path, ...]
    result: Made | Fault
    seconds: float
    address: str


def asked_of(options: Options, config: Config, pages: tuple[str, ...], language: str | None) -> Asked:
    """The pages a preview is to make; raises ConfigError for a page, force or language there is not, and InputError as a build does."""
    inventory = inventory_of(options, config, Notes())
    languages = engine_build(inventory, options, config).parts["language"]
    return ask(pages, force_ids=options.forces, language=language, languages=languages)


def follow(options: Options, config: Config, asked: Asked, built: Path, port: int, workers: int) -> Iterator[Shown]:
    """Rounds without end; what is not asked for is shown as it stands in the folder `built`. Raises ConfigError where the port is not free."""
    board = Board()
    with TemporaryDirectory(prefix="preview-") as folder:
        site = Path(folder) / "site"
        site.mkdir()
        job = partial(make, replace(options, forces=()), config.path, asked, site)
        with make_preview_server(site, built, board, port) as server, closing(Maker()) as maker:
            Thread(target=server.serve_forever, daemon=True).start()
            try:
                for saved, result, seconds in _rounds(job, maker, Watch(config.path, options.data), workers):
                    board.show(result if isinstance(result, Fault) else None)
                    page = next((path.removesuffix("index.html") for path in result.pages), "") if isinstance(result, Made) else ""
                    yield Shown(saved, result, seconds, f"http://127.0.0.1:{server.server_address[1]}/{page}")
            finally:
                server.shutdown()


def _rounds(job: Callable[..., Made], maker: Maker, watch: Watch, workers: int) -> Iterator[tuple[tuple[Path, ...], Made | Fault, float]]:
    """The saved files, what came of them and after how many seconds; the first round may have everything to make, later ones have little."""
    saved: tuple[Path, ...] = ()
    begun = time.monotonic()
    maker.begin(partial(job, workers))
    while True:
        result = maker.answer(_EVERY_S)
        if isinstance(result, Made | Fault):
            yield saved, result, time.monotonic() - begun
        if now := watch.changed():
            saved, begun = now, time.monotonic()
            if any(path.suffix == ".py" for path in saved):
                maker.renew()
            maker.begin(partial(job, 1))
