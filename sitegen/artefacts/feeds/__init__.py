"""Feeds that a reader follows without an account."""
