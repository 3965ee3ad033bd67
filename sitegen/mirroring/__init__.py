"""Copies of a published site: brought, kept current, proved complete and unaltered."""
