"""What each template is made of: itself and, however deep, what it extends, includes and imports."""

from functools import cache

from jinja2 import Environment, TemplateSyntaxError
from jinja2.ext import i18n
from jinja2.meta import find_referenced_templates

from sitegen.errors import InputError
from sitegen.raw import RawRef

_FOLDER = "templates/"


def pieces_of(refs: tuple[RawRef, ...]) -> dict[str, tuple[RawRef, ...]]:
    """The files behind each file of `templates/`, by its name there; a file that is no template stands for itself.

    Raises InputError where a template cannot be parsed, or names another that is not there, or only when it is rendered.
    """
    known = {ref.name.removeprefix(_FOLDER): ref for ref in refs}
    named = {name: _named(name, ref.path.read_text(encoding="utf-8")) if ref.path and name.endswith(".html") else () for name, ref in known.items()}
    if missing := [(name, other) for name, others in named.items() for other in others if other not in known]:
        name, other = missing[0]
        raise InputError(f"{_FOLDER}{name}: there is no template {other}; check its name")
    pieces: dict[str, tuple[RawRef, ...]] = {}
    for name, ref in known.items():
        found = {name: ref}
        waiting = [name]
        while waiting:
            more = [other for other in named[waiting.pop()] if other not in found]
            found |= {other: known[other] for other in more}
            waiting += more
        pieces[name] = tuple(sorted(found.values()))
    return pieces


@cache
def _named(name: str, source: str) -> tuple[str, ...]:
    """The templates that one names."""
    environment = Environment(extensions=[i18n], trim_blocks=True, lstrip_blocks=True)
    try:
        found = tuple(find_referenced_templates(environment.parse(source)))
    except TemplateSyntaxError as error:
        raise InputError(f"{_FOLDER}{name} line {error.lineno}: {error.message}") from error
    if None in found:
        raise InputError(f"{_FOLDER}{name}: names a template only when it is rendered; write its name, so that what hangs on it is known")
    return tuple(dict.fromkeys(other for other in found if other is not None))
