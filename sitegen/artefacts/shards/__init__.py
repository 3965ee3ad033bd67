"""Lookup files for search without a server."""
