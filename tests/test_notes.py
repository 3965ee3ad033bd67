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


def test_of_many_alike_the_first_are_said_and_the_others_counted() -> None:
    notes, said = Notes(), list[str]()
    with telling(notes, said.append):
        for number in range(15):
            notes.add(f"archive/{number}: odd")
    assert (len(said), said[-1]) == (13, "note: archive/: and 3 more: odd")
    with telling(notes, said.append):
        for number in range(2):
            notes.add(f"archive/{number}: odd")
    assert (len(said), said[-1]) == (14, "note: archive/: and 2 more: odd")
    assert notes.all()[-1] == "archive/: and 5 more: odd"
