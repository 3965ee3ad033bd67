"""A small library for vector tiles from columns: points summed by zoom, clipped shapes, archives; it knows nothing of what it draws."""
