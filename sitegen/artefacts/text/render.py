"""Pages from templates: one environment a language, the same for every page of the site."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cache, lru_cache, partial
from types import CodeType
from urllib.parse import urlsplit

import polars as pl
from jinja2 import BytecodeCache, Environment, FunctionLoader, StrictUndefined
from jinja2.bccache import Bucket
from jinja2.ext import i18n
from markupsafe import Markup, escape

from sitegen import urls
from sitegen.artefacts.figures import Missing, Recorded
from sitegen.artefacts.text.links import problem_href
from sitegen.artefacts.text.long_text import folded
from sitegen.artefacts.text.slim import Slim
from sitegen.artefacts.text.words import Words, read_words
from sitegen.errors import SchemaError
from sitegen.languages import LANGUAGES
from sitegen.raw import RawFile
from sitegen.terms import SOURCE_LANGUAGE, Month, months_between


@dataclass(frozen=True, slots=True)
class Site:
    """What every page knows of the whole site: the setting `site`, with empty text for what was not given."""

    title: str
    operator: str
    contact: str
    privacy_contact: str
    base_url: str
    public_key: str
    """Whose signature releases have, as minisign's one line; empty where the operator stated none."""
    languages: tuple[str, ...]
    unreviewed: tuple[str, ...]
    """Those whose translation nobody has signed off; their pages say so."""
    preview: bool
    invented: str
    release: str
    """The newest release whose street files are used; empty where all lie in month folders, which do not say when they were made."""
    first_month: str
    last_month: str
    as_of: str
    attributions: tuple[str, ...]
    postcodes: bool
    """False where no postcodes were given: then no page offers to search by one."""
    places: bool
    """Likewise for names of towns and villages."""
    in_languages: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The title, the operator and the invented place where pages in a language name them otherwise; see `in_language`."""

    told_by: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)
    """By force the first and the last month of each run of street files, and the release that tells them, empty for month folders."""

    def releases_of(self, force_id: str) -> dict[str, str]:
        """The release that tells each month of a force that has a street file, empty where it lies in a month folder."""
        return {
            str(month): release
            for first, last, release in self.told_by.get(force_id, ())
            for month in months_between(Month.parse(first), Month.parse(last))
        }

    def release_of(self, force_id: str = "") -> str:
        """The newest release that tells of a force, or the one that is so of all; empty where there is none or a file lies in a month folder."""
        if not force_id:
            found = {self.release_of(one) for one in self.told_by}
            return found.pop() if len(found) == 1 else ""
        releases = [release for *_, release in self.told_by.get(force_id, ())]
        return max(releases) if releases and all(releases) else ""

    def in_language(self, language: str) -> Site:
        """The site as its pages in a language name it."""
        return replace(self, **self.in_languages.get(language, {}))  # type: ignore[arg-type]


def read_site(setting: Mapping[str, object]) -> Site:
    """The site from its setting; raises SchemaError naming the keys that are absent or too many."""
    names = {one.name for one in fields(Site)}
    if names != {*setting, "in_languages", "told_by"}:
        raise SchemaError(f"the setting site has the keys {sorted(setting)}; pages need {sorted(names)}")
    return Site(**{name: tuple(value) if isinstance(value, list) else value for name, value in setting.items()})  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Renderer:
    """What turns a view into the bytes of a page, in one language."""

    environment: Environment
    words: Words
    site: Site
    assets: Mapping[str, str]

    def at(self, path: str) -> str:
        """Where the page that is at `path` in English lies in this language."""
        return urls.in_language(path, self.words.language)

    def link(self, path: str, target: str, anchor: str = "") -> str:
        """A relative link from one page to another of this language, or to what exists once; both paths as in English."""
        return urls.link(self.at(path), self.at(target), anchor)

    def render(self, template: str, path: str, page: object) -> bytes:
        """The page that is to lie `at(path)`: the template sees `page`, `site`, `words`, `path`, `link`, `asset`, `root` and `alternates`.

        Links are relative to the page, and lead to pages of its language; `alternates` are the other languages' versions of
        it: language, name and link. Raises UndefinedError where the template uses a name the view does not have.
        """
        own = self.at(path)
        across = partial(urls.link, own)
        link = across if own == path else lambda target, anchor="": across(self.at(target), anchor)
        return self._render(template, path, page, link=link, across=across)

    def render_anywhere(self, template: str, path: str, page: object) -> bytes:
        """A page that a server shows at any address, such as 404: its links start at the base URL's path, or at `/`."""
        base = urlsplit(self.site.base_url).path or "/"

        def across(target: str, anchor: str = "") -> str:
            return base + urls.link(urls.HOME, target, anchor).removeprefix("./")

        return self._render(template, path, page, link=lambda target, anchor="": across(self.at(target), anchor), across=across)

    def _render(self, template: str, path: str, page: object, *, link: Callable[..., str], across: Callable[[str], str]) -> bytes:
        """`link` keeps the language of a page, `across` leads to a public path as it is."""

        def asset(name: str) -> str:
            if name not in self.assets:
                raise SchemaError(f"{template}: no asset {name}; it must lie in templates/assets/")
            return link(self.assets[name])

        values = {
            "page": page,
            "site": self.site,
            "words": self.words,
            "path": self.at(path),
            "link": link,
            "asset": asset,
            "root": across(urls.HOME),
            "alternates": [
                (other, LANGUAGES[other].name, across(there), there)
                for other in self.site.languages
                if other != self.words.language
                for there in (urls.in_language(path, other),)
            ],
        }
        return _tidy(self.environment.get_template(template).render(values).encode())


def make_renderer(
    *,
    templates: Sequence[RawFile],
    locales: Sequence[RawFile],
    asset_paths: pl.DataFrame,
    site: Mapping[str, object],
    language: str = SOURCE_LANGUAGE,
) -> Renderer:
    """The renderer of a language from the raw groups and settings a page maker gets."""
    assets = dict(asset_paths.select("name", "path").iter_rows())
    words, environment = _prepared(language, tuple(locales), tuple(templates))
    return Renderer(environment, words, read_site(site).in_language(language), assets)


@lru_cache(maxsize=4)
def _prepared(language: str, locales: tuple[RawFile, ...], templates: tuple[RawFile, ...]) -> tuple[Words, Environment]:
    """Made once for all forces and makers of a process: it takes as long as a hundred pages. The same bytes give the same templates."""
    words = _words(language, locales)
    return words, make_environment(templates, words)


@lru_cache(maxsize=4)
def _words(language: str, locales: tuple[RawFile, ...]) -> Words:
    return read_words(language, locales)


class _Compiled(BytecodeCache):
    """Templates as compiled with the words of one language, each in its newest form: pages of every kind share layouts and components."""

    def __init__(self) -> None:
        self._codes: dict[str, tuple[str, CodeType | None]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill in what was compiled from these very bytes."""
        checksum, code = self._codes.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._codes[bucket.key] = bucket.checksum, bucket.code


@lru_cache(maxsize=4)
def _compiled(_words: Words) -> _Compiled:
    # By words: the compiler works out what a filter makes of a constant.
    return _Compiled()


def make_environment(templates: Sequence[RawFile], words: Words) -> Environment:
    """Templates by their path under `templates/`, with the words' formats as filters and figures' kinds as tests."""
    sources = {file.name.removeprefix("templates/"): file.data.decode() for file in templates if file.name.endswith(".html")}

    def load(name: str) -> tuple[str, str, None] | None:
        # With the file's name an error says in which template and line it arose.
        return (sources[name], f"templates/{name}", None) if name in sources else None

    environment = Environment(
        loader=FunctionLoader(load),
        bytecode_cache=_compiled(words),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[i18n, Slim],
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_translations(words.translations, newstyle=True)  # type: ignore[attr-defined]
    for name in ("number", "figure", "state", "month", "date", "weekday_date", "weekday_short", "day", "month_name", "time"):
        environment.filters[name] = getattr(words, name)
    environment.filters["and_list"] = partial(_and_list, words=words)
    environment.filters["breakable"] = breakable
    environment.filters["folded"] = partial(folded, words=words)
    environment.tests["recorded"] = lambda value: isinstance(value, Recorded)
    environment.tests["missing"] = lambda value: isinstance(value, Missing)
    environment.globals["urls"] = urls
    environment.globals["problem_href"] = problem_href
    environment.globals["supplied"] = Markup("" if words.language == SOURCE_LANGUAGE else f' lang="{SOURCE_LANGUAGE}"')
    # What a macro makes of values that many pages share, such as the grid of a chart, is made once.
    environment.globals["kept"] = lru_cache(maxsize=4096)(_made_of)
    environment.globals["plural_forms"] = cache(words.plural_forms)
    return environment


def _made_of(macro: Callable[..., str], *values: Hashable) -> str:
    return macro(*values)


def _and_list(items: Sequence[str], *, words: Words) -> str:
    """Items as one phrase of the language; pieces of markup stay markup."""
    return Markup(words.list([str(one) for one in items])) if all(isinstance(one, Markup) for one in items) else words.list(items)


def breakable(text: str) -> Markup:
    """A long address as markup that may be broken after @ and /, and before a full stop."""
    return Markup(str(escape(text)).replace("@", "@<wbr>").replace("/", "/<wbr>").replace(".", "<wbr>."))  # no entity has such a character


# A line break before a block says nothing, and a page is weighed.
_BEFORE_BLOCK = re.compile(rb"\n(?=</?(?:article|div|dl|h[1-4]|li|ol|p|section|table|tbody|tr|ul)[ >])")


def _tidy(html: bytes) -> bytes:
    """The page without empty lines; one that holds preformatted text is left as it is."""
    if b"<pre" in html or b"<textarea" in html:
        return html.strip() + b"\n"
    return _BEFORE_BLOCK.sub(b"", b"\n".join(filter(None, html.strip().split(b"\n")))) + b"\n"
