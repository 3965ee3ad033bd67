"""Tables as files that other software reads."""
