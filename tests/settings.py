"""The settings the tests build with: their own file, so that an operator who fills in content/site.toml breaks no test."""

from __future__ import annotations

from pathlib import Path

from sitegen.config import load_config

SETTINGS_FILE = Path(__file__).with_name("site.toml")
SETTINGS = load_config(SETTINGS_FILE)
