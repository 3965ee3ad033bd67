"""Templates without the white space that only their authors need."""

import re
from collections.abc import Iterator

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

_SPACE = re.compile(r"[ \t]*\n\s*")
_BLOCK = (
    "(?:table|caption|thead|tbody|tr|td|th|ul|ol|li|dl|dt|dd|div|section|article|nav|main|header|footer|details|summary|figure|figcaption|"
    "html|head|title|meta|link|script|template|body|form)"
)
"""Elements beside which a line break is never seen. Paragraphs and headings are not among them: a style may put them into a line."""
_UNSEEN = re.compile(rf"(</?{_BLOCK}\b[^<>]*>)\n|\n(?=</?{_BLOCK}\b)")
_KEPT = re.compile(r"(<(?:pre|textarea)\b.*?</(?:pre|textarea)>)", re.DOTALL)


class Slim(Extension):
    """Makes the text of every template of an environment slim while it is read."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """The template's parts, with text between tags of Jinja as it is to stand on the page."""
        return (Token(one.lineno, one.type, slim(one.value)) if one.type == "data" else one for one in stream)


def slim(html: str) -> str:
    """Template text without indentation, empty lines, and line breaks that are never seen; others stay a space between words. `pre` is kept."""
    parts = _KEPT.split(html)
    parts[::2] = [_UNSEEN.sub(r"\1", _SPACE.sub("\n", part)) for part in parts[::2]]
    return "".join(parts)
