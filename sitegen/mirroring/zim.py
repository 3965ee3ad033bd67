"""A whole site as one ZIM file, for Kiwix and other readers without a connection."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sitegen import urls
from sitegen.errors import ConfigError, StoreError
from sitegen.mirroring.force_zip import read_proved, relinked
from sitegen.publish.disk import disk_errors
from sitegen.publish.manifest import Manifest, read_manifest
from sitegen.publish.serve import TYPES

if TYPE_CHECKING:
    from libzim.writer import Creator

_LEFT_OUT = frozenset({urls.WORKER, urls.NOT_FOUND, urls.SITEMAP, urls.ROBOTS})
"""What speaks to browsers and robots of an address: in a ZIM there is none, and no service worker."""
_LANGUAGES = {"en": "eng", "cy": "cym"}


def write_zim(site: Path, out: Path) -> int:
    """Write the site that is built in a folder, or a copy of one, into `out`; gives the number of its files.

    Every link leads to a file, and every folder to its page. Raises ConfigError, ProofError and StoreError.
    """
    creator_of = _library()
    manifest = read_manifest(site)
    if manifest is None:
        raise ConfigError(f"{site}: no built site is there; build one first: python build.py build")
    paths = sorted(path for path in manifest.files if urls.in_english(path) not in _LEFT_OUT)
    unfinished = out.with_name(f".{out.name}.new")
    with disk_errors(out):
        unfinished.unlink(missing_ok=True)
        try:
            with creator_of(unfinished) as creator:
                _describe(creator, site, manifest)
                there = {*paths}
                for path in paths:
                    _add(creator, path, read_proved(site, path, manifest.files[path][0]), there)
            unfinished.replace(out)
        except RuntimeError as error:
            # The library does not say what the disk refused.
            raise StoreError(f"{out}: could not be written, as on a full disk; free some space, then run the same command again") from error
        finally:
            for half in (unfinished, unfinished.with_name(f"{unfinished.name}.tmp")):
                half.unlink(missing_ok=True)
    return len(paths)


def _library() -> type[Creator]:
    try:
        from libzim.writer import Creator as found  # noqa: N813, PLC0415  only who makes a ZIM needs it
    except ImportError as error:
        raise ConfigError("a ZIM is written by the library libzim, which is not installed: pip install 'libzim<3.7'") from error
    creator: type[Creator] = found
    return creator


def _describe(creator: Creator, site: Path, manifest: Manifest) -> None:
    creator.set_mainpath(urls.HOME)
    languages = [code for language, code in _LANGUAGES.items() if language == "en" or any(path.startswith(f"{language}/") for path in manifest.files)]
    icon = next(path for path in sorted(manifest.files) if path.startswith("assets/") and path.endswith(".png"))
    creator.add_illustration(48, (site / icon).read_bytes())
    creator.add_metadata("Title", manifest.site[:30])
    creator.add_metadata("Description", f"Policing teams and recorded crime, {manifest.months[0]} to {manifest.months[1]}"[:80])
    creator.add_metadata("Language", ",".join(languages))
    creator.add_metadata("Creator", "sitegen")
    creator.add_metadata("Publisher", "sitegen")
    creator.add_metadata("Name", "local-crime-and-policing")
    # No clock: the newest month says how old it is.
    creator.add_metadata("Date", f"{manifest.months[1]}-01")


def _add(creator: Creator, path: str, data: bytes, there: set[str]) -> None:
    from libzim.writer import Hint, Item, StringProvider  # noqa: PLC0415

    is_page = path.endswith(".html")
    kind = TYPES.get(path.rpartition(".")[2], "application/octet-stream").partition(";")[0]
    content = relinked(path, data, there) if is_page else data

    class File(Item):  # type: ignore[misc]
        """One file, as the library asks for it."""

        def get_path(self) -> str:
            return path

        def get_title(self) -> str:
            return path

        def get_mimetype(self) -> str:
            return kind

        def get_contentprovider(self) -> StringProvider:
            return StringProvider(content)

        def get_hints(self) -> dict[Hint, int]:
            return {Hint.FRONT_ARTICLE: is_page, Hint.COMPRESS: kind.startswith(("text/", "application/json", "image/svg"))}

    creator.add_item(File())
    if path.endswith("/index.html"):
        creator.add_redirection(path.removesuffix("index.html"), path, path, {Hint.FRONT_ARTICLE: False})
