"""Bakes local crime and policing information into a static site."""
