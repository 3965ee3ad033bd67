"""Sizes that readers were promised, in bytes after gzip."""

PAGE_P99 = 14 * 1024
PAGE_MOST = 30 * 1024
TILE = 40 * 1024
SHARD = 15 * 1024
"""A lookup file that is fetched while somebody waits for an answer."""
ANSWER = 256 * 1024
"""An answer of the API: the busiest neighbourhoods of a city have thousands of crimes a month."""
STYLES = {"site": 10 * 1024, "map": 5 * 1024, "ask": 1024, "developers": 1024}
"""By name: what every page has, fetched once; what the map, the page of questions and that for developers have besides."""
ALL_STYLES = sum(STYLES.values())
EMBED = 20 * 1024
"""A neighbourhood in a frame on another website, with the style that it brings: that site's readers did not ask for more."""
SCRIPTS = {
    "site": 4 * 1024, "search": 6 * 1024, "map": 40 * 1024, "saved": 5 * 1024, "embed": 2 * 1024, "ask": 14 * 1024, "ask-worker": 44 * 1024,
    "developers": 1024,
}  # fmt: skip
"""Our own by name: the small comforts of every page; search; the map, with what draws it; what saves areas, loaded when a reader wants it;
what fills in the lines for other websites; what asks the tables questions, and what answers them with the reader of Parquet files, when a
reader begins; what copies a program."""
OWN_SCRIPTS = sum(SCRIPTS.values())
FILES_MOST = 600_000
"""What a bucket, a mirror and a disk can be asked to take; 36 months of the whole country stay below it."""
BYTES_MOST = 10 * 10**9
TAKEN_FILES_MOST = 60_000
TAKEN_BYTES_MOST = 3 * 10**9
"""Of them, what other programs and other websites take: API, downloads, the files beside pages, frames; 36 months of the whole country are within."""
NEAR = 0.9
"""The share of what a whole site may be from which its operator is told."""
