"""Stylesheet, scripts and libraries under names that carry their digest."""
