"""The tests of the project; with this file their name is ours, though a library brings a folder `tests` of its own."""
