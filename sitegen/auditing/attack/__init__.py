"""Suppression attacked from outside: what the published files, all put together, still leave open of each number that they hide."""
