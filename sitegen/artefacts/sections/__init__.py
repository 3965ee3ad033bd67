"""Sections of pages: what one part of a page says, as frozen values that its template shows."""
