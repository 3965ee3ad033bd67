"""What publishing is said to cost."""

from __future__ import annotations

import pytest

from sitegen.hosting.cost import in_dollars


@pytest.mark.parametrize(
    ("dollars", "said"), [(0.0, "less than $0.01"), (0.004, "less than $0.01"), (0.01, "about $0.01"), (1234.5, "about $1,234.50")]
)
def test_a_little_is_not_nothing(dollars: float, said: str) -> None:
    assert in_dollars(dollars) == said
