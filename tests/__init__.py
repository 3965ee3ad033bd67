"""Tests, a folder for each room; a package, so that no library's own folder of this name stands before it."""
