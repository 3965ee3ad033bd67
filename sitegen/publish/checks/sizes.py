"""Sizes that readers were promised, in bytes after gzip."""

PAGE_P99 = 14 * 1024
PAGE_MOST = 30 * 1024
TILE = 40 * 1024
SHARD = 15 * 1024
"""A lookup file that is fetched while somebody waits for an answer."""
STYLES = 10 * 1024
SITE_SCRIPT = 3 * 1024
"""The small comforts of every page."""
SEARCH_SCRIPT = 6 * 1024
MAP_SCRIPTS = 17 * 1024
SAVED_SCRIPT = 5 * 1024
"""The script that saves areas, loaded when a reader wants it."""
OWN_SCRIPTS = SITE_SCRIPT + SEARCH_SCRIPT + MAP_SCRIPTS + SAVED_SCRIPT
FILES_MOST = 600_000
"""What a bucket, a mirror and a disk can be asked to take; 36 months of the whole country stay below it."""
BYTES_MOST = 10 * 10**9
