"""Runs stages: plans, keys, stores and reports; knows nothing of police, pages or tiles."""
