"""Tiles and baked maps."""
