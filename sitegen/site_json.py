"""JSON as every file of the site has it."""

import json


def to_json(value: object) -> bytes:
    """A value as JSON: keys sorted, no spaces, UTF-8. Raises ValueError for NaN and infinities, which JSON has not."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()
