"""Text from upstream made safe to show: plain text, a small allow-list of HTML, and links that go nowhere surprising."""

import html
import re
from typing import NamedTuple

import nh3

TEXT_MOST = 10_000
"""Characters of text after which a long description is cut, at the end of a paragraph or sentence: a page has room for several."""

_HTML_MOST = 100_000
_TAGS_MOST = 4_000
"""Tags after which a text is cut: a browser's rules for mending nested ones take time by the square of their number."""

_LINE_MOST = 300
_TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "a"}
_UNSEEN = {"script", "style", "title", "iframe", "noscript", "template", "svg", "math"}
_BLOCKS_OF_OTHERS = (
    "address|article|aside|blockquote|caption|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|legend|main|nav|"
    "option|pre|section|summary|table|tbody|tfoot|thead|tr"
)
"""Elements that stand on lines of their own and that are not shown as such here."""

_BLOCKS = f"li|ol|p|ul|{_BLOCKS_OF_OTHERS}"
_HAS_LINES = re.compile(r"<(?:br|/?(?:p|div|ul|ol|li))[\s/>]", re.IGNORECASE)
"""Whether markup sets a text's lines; else those it is written in are, but for those between the parts of a table."""

_IN_TABLE = re.compile(r"(?<=>)\s*(?:<br>)+(?=\s*</?(?:table|tbody|thead|tfoot|tr|td|th)[\s>])", re.IGNORECASE)

_BREAK = "\ue000"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff\ud800-\udfff]")
_LINK = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?([/?#][^\s<>\"'`\\^{|}]*)?", re.IGNORECASE)
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&*+/=?^_~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,8}")


def plain_text(value: object) -> str:
    """One line of text: entities resolved however often they were escaped, tags removed, white space folded.

    Numbers become text; anything else that is no text gives an empty text.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = repr(value) if abs(value) < 1e15 else ""
    if not isinstance(value, str):
        return ""
    resolved = _bounded(_resolve(_without_controls(value[:_HTML_MOST])))
    bare = _strip(_spaced(resolved)) if "<" in resolved else resolved
    text = " ".join(_without_controls(bare).split())
    return text if len(text) <= _LINE_MOST else text[: _LINE_MOST - 1].rstrip() + "…"


def address_line(value: object) -> str:
    """A postal address on one line, however its lines, cells and commas were set."""
    lines = (
        re.sub(rf"\n|<(?:br|/?(?:td|th|{_BLOCKS}))(?:\s[^<>]*)?/?>", ", ", value[:_HTML_MOST], flags=re.IGNORECASE)
        if isinstance(value, str)
        else value
    )
    return ", ".join(part for part in (piece.strip() for piece in plain_text(lines).split(",")) if part)


class SafeText(NamedTuple):
    """A text as HTML that may be shown, None where nothing readable is left, and whether some of it was left out for its length."""

    html: str | None
    is_shortened: bool


def safe_html(value: object) -> str | None:
    """The HTML of `safe_text`."""
    return safe_text(value).html


def safe_text(value: object) -> SafeText:
    """The text as HTML of paragraphs, lists, emphasis and links only.

    Links keep only an http, https or mailto address; of one without it the text stays. A text of more than `TEXT_MOST`
    characters is cut where a paragraph or sentence ends, and then holds paragraphs only.
    """
    if not isinstance(value, str):
        return SafeText(None, False)
    bounded = _bounded(value[:_HTML_MOST])
    text = re.sub(r"&(?:amp;)+(?=#?[A-Za-z0-9]{1,32};)", "&", _without_controls(bounded))
    if not _HAS_LINES.search(text):
        text = _IN_TABLE.sub("", re.sub(r"\r\n?|\n", "<br>", text.strip()))
    cleaned = _without_dead_links(
        nh3.clean(
            _known_tags(text),
            tags=_TAGS,
            clean_content_tags=_UNSEEN,
            attributes={"a": {"href"}},
            attribute_filter=_safe_attribute,
            url_schemes={"http", "https", "mailto"},
            link_rel="nofollow noopener",
        )
    ).strip()
    paragraphs = _paragraphs(cleaned)
    length = sum(len(paragraph) for paragraph in paragraphs)
    if not length:
        return SafeText(None, False)
    if length <= TEXT_MOST and len(cleaned) <= 4 * TEXT_MOST:
        return SafeText(cleaned, len(value) > len(bounded))
    shown = "".join(f"<p>{html.escape(paragraph, quote=False)}</p>" for paragraph in _cut(paragraphs))
    return SafeText(shown, length > TEXT_MOST or len(value) > len(bounded))


def safe_link(value: object) -> str | None:
    """An http or https address as supplied, or None where it is anything else or names a user before its host.

    What begins with `www.` is an address too, as people write them.
    """
    if not isinstance(value, str):
        return None
    address = html.unescape(value.strip())
    if re.match(r"www\.[^.]", address, re.IGNORECASE):
        address = f"https://{address}"
    return address if len(address) <= 2_000 and address.isprintable() and _LINK.fullmatch(address) else None


def email_link(text: str) -> str | None:
    """A mailto: link for a text that is an email address and nothing more."""
    return f"mailto:{text}" if len(text) <= 254 and _EMAIL.fullmatch(text) else None


def telephone_link(text: str) -> str | None:
    """A tel: link for a text that is one telephone number, with spaces, brackets or hyphens as people write them."""
    digits = re.sub(r"[\s().-]", "", text[:40])
    return f"tel:{digits}" if re.fullmatch(r"\+?[0-9]{3,15}", digits, re.ASCII) else None


def _bounded(text: str) -> str:
    """The text up to the tag that is one too many."""
    pieces = text.split("<", _TAGS_MOST + 1)
    return text if len(pieces) <= _TAGS_MOST + 1 else text[: -len(pieces[-1]) - 1]


def _without_controls(text: str) -> str:
    return _CONTROL.sub("", text)


def _resolve(text: str) -> str:
    # "Banks &amp;amp; Hesketh": some forces escape a name each time they save it.
    for _ in range(8):
        resolved = html.unescape(text)
        if resolved == text:
            break
        text = resolved
    return text


def _strip(text: str) -> str:
    return html.unescape(nh3.clean(text, tags=set(), clean_content_tags=_UNSEEN))


def _spaced(text: str) -> str:
    return re.sub(rf"<(?=(?:br|/?(?:td|th|{_BLOCKS}))[\s/>])", " <", text, flags=re.IGNORECASE)


def _known_tags(text: str) -> str:
    """Block tags outside the allow-list as line breaks, cells as spaces, `b` as `strong` and `i` as `em`, so that their sense is kept."""
    text = re.sub(r"<(?=/?t[dh][\s/>])", " <", text, flags=re.IGNORECASE)
    text = re.sub(rf"\s*</?(?:hr|{_BLOCKS_OF_OTHERS})(?:\s[^<>]*)?/?>", _BREAK, text.replace(_BREAK, ""), flags=re.IGNORECASE)
    # One break where several such tags meet, and none beside a break or block that is kept.
    text = re.sub(rf"(?:\s*{_BREAK})+\s*", _BREAK, text)
    text = re.sub(rf"(^|<br\s*/?>|</?(?:p|ul|ol|li)(?:\s[^<>]*)?>){_BREAK}", r"\1", text, flags=re.IGNORECASE)
    text = re.sub(rf"{_BREAK}($|(?=<br[\s/>]|</?(?:p|ul|ol|li)[\s>]))", "", text, flags=re.IGNORECASE).replace(_BREAK, "<br>")
    text = re.sub(r"<(/?)b>", r"<\1strong>", text, flags=re.IGNORECASE)
    return re.sub(r"<(/?)i>", r"<\1em>", text, flags=re.IGNORECASE)


def _safe_attribute(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "rel":
        return value
    if value.lower().startswith("mailto:"):
        return email_link(value[len("mailto:") :])
    return safe_link(value)


def _without_dead_links(cleaned: str) -> str:
    """Without the tags of links that were left no address; their text stays."""
    kept: list[bool] = []

    def keep(tag: re.Match[str]) -> str:
        if tag[0] != "</a>":
            kept.append(' href="' in tag[0])
            return tag[0] if kept[-1] else ""
        return tag[0] if kept.pop() else ""

    return re.sub(r"<a(?: [^<>]*)?>|</a>", keep, cleaned)


def _paragraphs(cleaned: str) -> list[str]:
    pieces = re.split(r"</p>|<p>|<br>|</li>|<li>|</ul>|</ol>", cleaned)
    texts = [" ".join(html.unescape(re.sub(r"<[^<>]*>", "", piece)).split()) for piece in pieces]
    return [text for text in texts if text]


def _cut(paragraphs: list[str]) -> list[str]:
    kept: list[str] = []
    left = TEXT_MOST
    for paragraph in paragraphs:
        if len(paragraph) > left:
            if left > TEXT_MOST // 4 or not kept:
                kept.append(_first_sentences(paragraph, left))
            break
        kept.append(paragraph)
        left -= len(paragraph)
    return kept


def _first_sentences(text: str, most: int) -> str:
    start = text[:most]
    end = max(start.rfind(mark) for mark in (". ", "! ", "? ")) + 1
    if end <= most // 4:
        end = max(start.rfind(" "), 1)
    return start[:end].rstrip() + " …"
