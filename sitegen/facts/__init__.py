"""Tables derived from tables: located, counted, covered."""
