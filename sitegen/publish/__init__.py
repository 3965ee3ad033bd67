"""Puts the files together, checks them and swaps them into place."""
