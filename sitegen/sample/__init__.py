"""The invented county, written in the upstream formats."""
