"""What keeps a reader's own area when there is no connection: the page that lists saved areas, the words for it, and the service worker."""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import polars as pl

from sitegen import urls
from sitegen.artefacts.pages.context import PageContext
from sitegen.artefacts.text.render import Renderer, read_site
from sitegen.artefacts.text.words import Words
from sitegen.errors import InputError
from sitegen.site_json import to_json

_ASSET = re.compile(r'"(?:\.\./)*(assets/[\w.-]+)"', re.ASCII)


def make(*, context: PageContext, scripts: pl.DataFrame) -> Iterator[tuple[str, bytes]]:
    """The page and its words as JSON in each language, and the worker, whose bytes change whenever theirs or the site's months do.

    Raises InputError where the worker's script is missing.
    """
    source = dict(scripts.iter_rows()).get(urls.WORKER)
    if source is None:
        raise InputError(f"templates/scripts/{urls.WORKER}: the file is missing; without it no area can be saved")
    chosen = read_site(context.site).languages
    renderers = [replace(context, language=language).renderer() for language in chosen]
    path, pages = urls.page("offline"), []
    for renderer in renderers:
        page = renderer.render("pages/offline.html", path, None)
        shown = [
            page,
            json.dumps(dict(context.site), sort_keys=True).encode(),
            *(str(row).encode() for row in context.asset_paths.sort("name").rows()),
            source.encode(),
        ]
        version = hashlib.sha256(b"\0".join(shown)).hexdigest()[:16]
        map_page = _folder(renderer.at(urls.page("map")))
        words = to_json(
            {
                "version": version,
                "month": renderer.site.last_month,
                "map": map_page,
                "months": _months(renderer.words),
                "texts": _texts(renderer.words),
            }
        )
        yield renderer.at(path), page
        yield urls.offline_words(renderer.words.language), words
        pages.append((renderer, version, page, words))
    yield urls.WORKER, _worker(source, pages)


def _worker(source: str, pages: Sequence[tuple[Renderer, str, bytes, bytes]]) -> bytes:
    """The worker with what it has to know in front of it: for each language the page, its version and its words, English first."""
    path = urls.page("offline")
    folders = {renderer.words.language: _folder(renderer.at(path)) for renderer, *_ in pages}
    assets = {name for _, _, page, _ in pages for name in _ASSET.findall(page.decode())}
    about = {
        "version": hashlib.sha256(b"".join(version.encode() + words for _, version, _, words in pages)).hexdigest()[:16],
        "shell": [*folders.values(), *(urls.offline_words(language) for language in folders), *sorted(assets)],
        "languages": {
            language: {"offline": folders[language], "months": _months(renderer.words), **_notes(renderer.words)}
            for language, (renderer, *_) in zip(folders, pages, strict=True)
        },
    }
    return b"const SITE = " + to_json(about) + b";\n" + source.encode()


def _texts(words: Words) -> dict[str, str]:
    """What the script that saves areas says; `{size}` and the like are filled in by it."""
    return {
        "save": words.gettext("Save this area to read it offline"),
        "measuring": words.gettext("Working out the size …"),
        "size": words.gettext(
            "Its page, streets, meetings and map take about {size} on this device. Of the interactive map, {month} is kept and no other month."
        ),
        "sizeWithoutMap": words.gettext(
            "Its page, streets and meetings, with figures to {month}, take about {size} on this device. "
            "What the interactive map draws is not kept: this site has no boundary of this neighbourhood."
        ),
        "wide": words.gettext("The area is large: the closest views of the interactive map are left out."),
        "confirm": words.gettext("Save {size}"),
        "later": words.gettext("Not now"),
        "saving": words.gettext("Saving …"),
        "progress": words.gettext("{done} of {all} files"),
        "saved": words.gettext("Saved on this device on {date}: {size}, with figures to {month}. It opens without a connection."),
        "remove": words.gettext("Remove from this device"),
        "removed": words.gettext("Removed from this device."),
        "removeShort": words.gettext("Remove"),
        "removeNamed": words.gettext("Remove {name} from this device"),
        "removedNamed": words.gettext("{name} was removed from this device."),
        "entry": words.gettext("figures to {month}, saved on {date}, {size}"),
        "failed": words.gettext(
            "The area could not be saved: part of it could not be fetched. Check your connection and try again. Nothing was kept."
        ),
        "full": words.gettext("There is not enough room for this area on this device. Nothing was kept."),
    }


def _notes(words: Words) -> dict[str, str]:
    """What the worker writes on a page that it shows from the device."""
    return {
        "saved": words.gettext("<b>You are offline.</b> This page was saved on {date}, with figures to {month}. There may be something newer."),
        "notSaved": words.gettext("<b>You are offline</b>, and the page you asked for is not saved on this device."),
        "offlineNow": words.gettext("<b>You are offline.</b>"),
    }


def _months(words: Words) -> list[str]:
    """The names of the months as they stand in a date: browsers do not know them in every language."""
    return [words.date(f"2000-{month:02d}-01").removeprefix("1 ").removesuffix(" 2000") for month in range(1, 13)]


def _folder(path: str) -> str:
    return path.removesuffix("index.html")
