"""Links that pages of every kind carry."""

from urllib.parse import quote

from sitegen.artefacts.text.words import Words


def problem_href(contact: str, base_url: str, path: str, words: Words) -> str:
    """A link to whoever runs the site that names the page at `path`; empty where nobody is named."""
    page = base_url + path.removesuffix("index.html") or "/"
    if contact.startswith("https:"):
        return contact if "#" in contact else f"{contact}{'&' if '?' in contact else '?'}page={quote(page, safe='/')}"
    if not contact:
        return ""
    return f"mailto:{quote(contact, safe='@')}?subject={quote(words.gettext('A problem with the page %(page)s', page=page), safe='/')}"
