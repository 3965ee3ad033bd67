"""The words of the site's own paths: no folder of a force or a neighbourhood is called so."""

from sitegen.languages import LANGUAGES

RESERVED_AT_ROOT = frozenset(
    {"about", "accessibility", "api", "ask", "assets", "audit", "base", "contact", "copy", "coverage", "data", "developers", "embed", "feeds", "find",
     "forces", "help", "history", "index", "licences", "manifest", "map", "offline", "outcomes", "points", "postcodes", "privacy", "release",
     "releases", "search", "sitemap", "streets", "tiles", "404", "404.html", "index.html", "manifest.json", "robots.txt", "manifest.webmanifest",
     "sha256sums", "sitemap.xml", "sw.js",
     "crime-categories", "crime-last-updated", "crimes-at-location", "crimes-no-location", "crimes-street", "crimes-street-dates",
     "locate-neighbourhood", "outcomes-at-location", "outcomes-for-crime", "stops-at-location", "stops-force", "stops-no-location", "stops-street",
     "method", "promise", *LANGUAGES}
)  # fmt: skip
"""Route words of the site and the API that no force's folder may use."""

RESERVED_IN_API = frozenset({"neighbourhoods", "ids.json", "index", "index.json", "index.html"})
"""Route words of the API that no neighbourhood's folder under a force's may use."""

RESERVED_IN_FORCE = frozenset(
    {"api", "ids", "ids.json", "index", "index.html", "feed", "feed.atom", "feed.json", "figures", "figures.csv", "figures.json", "streets",
     "neighbourhoods", "people", "data", "events", "map", "months", "compare", "promise", "releases", "history", "history.csv", "history.json",
     "outcomes", "outcome-ages", "outcome-ages.csv", "outcome-ages.json"}
)  # fmt: skip
"""Route words that no neighbourhood's folder may use."""
