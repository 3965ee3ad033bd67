"""What was noticed is said once, in order, and never hidden by an error."""

from __future__ import annotations

import pytest

from sitegen.notes import Notes, telling


def test_what_was_said_is_not_said_again() -> None:
    notes, said = Notes(), list[str]()
    notes.add("archive/a: odd")
    with telling(notes, said.append):
        notes.add("archive/b: odd")
    with telling(notes, said.append):
        notes.add("archive/c: odd")
    assert said == ["note: archive/a: odd", "note: archive/b: odd", "note: archive/c: odd"]
    assert len(notes.all()) == 3


def test_an_error_hides_no_note() -> None:
    notes, said = Notes(), list[str]()

    def fail() -> None:
        with telling(notes, said.append):
            notes.add("archive/a: odd")
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        fail()
    assert said == ["note: archive/a: odd"]


def test_a_thousand_alike_make_one_line() -> None:
    notes, said = Notes(), list[str]()
    with telling(notes, said.append):
        for number in range(1_003):
            notes.add(f"archive/{number}: odd; did you mean {number + 1}?")
    assert said == ["note: archive/0, archive/1, archive/2 and 1,000 more: odd"]
    with telling(notes, said.append):
        for number in range(2):
            notes.add(f"archive/{number}: odd; did you mean {number + 1}?")
    assert said[1:] == ["note: archive/0: odd; did you mean 1?", "note: archive/1: odd; did you mean 2?"]
    assert notes.all() == ("archive/0, archive/1, archive/2 and 1,002 more: odd",)
