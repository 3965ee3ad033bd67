"""What becomes of the invented crimes: up to three outcomes each, and how many months after the crime."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sitegen.sample.chance import pick, pick_each, uniform
from sitegen.sample.crime_kinds import ASB_KIND, LABELS

FIRST = (
    "Investigation complete; no suspect identified", "Unable to prosecute suspect", "Suspect charged", "Local resolution",
    "Offender given a caution", "Action to be taken by another organisation", "Formal action is not in the public interest",
    "Further investigation is not in the public interest", "Further action is not in the public interest",
    "Offender given penalty notice", "Offender given a drugs possession warning", "Suspect charged as part of another case",
    "Status update unavailable",
)  # fmt: skip
COURT = (
    "Offender sent to prison", "Offender given suspended prison sentence", "Offender given community sentence", "Offender fined",
    "Offender given conditional discharge", "Offender given absolute discharge", "Offender ordered to pay compensation",
    "Offender deprived of property", "Offender otherwise dealt with", "Defendant found not guilty", "Defendant sent to Crown Court",
    "Court case unable to proceed",
)  # fmt: skip
"""What courts decided: no longer published, but still found in old files."""
OUTCOMES = (*FIRST, "Awaiting court outcome", "Court result unavailable", "Under investigation", *COURT)
NO_SUSPECT, UNABLE, CHARGED, PENALTY = (
    FIRST.index(label)
    for label in ("Investigation complete; no suspect identified", "Unable to prosecute suspect", "Suspect charged", "Offender given penalty notice")
)
AWAITING, UNAVAILABLE, UNDER_INVESTIGATION = (
    OUTCOMES.index(label) for label in ("Awaiting court outcome", "Court result unavailable", "Under investigation")
)
COURT_FROM = OUTCOMES.index(COURT[0])
NONE = -1

# Per cent of crimes whose first outcome is each of FIRST; the rest stay under investigation. An unnamed category is as "".
_FIRST_OF = {
    "": (38, 33, 9, 5, 3, 2.5, 2, 1.2, 1, 0.5, 0, 0.4, 2),
    "Bicycle theft": (88, 5, 1.5, 0.8, 0.3, 0.2, 0.2, 0.3, 0.2, 0, 0, 0.3, 1),
    "Burglary": (71, 14, 6.5, 0.6, 0.5, 0.4, 0.6, 0.6, 0.3, 0, 0, 1.8, 1.2),
    "Criminal damage and arson": (56, 24, 5.5, 4.5, 2, 1.6, 1.2, 0.8, 0.7, 0.1, 0, 0.2, 1.4),
    "Drugs": (11, 13, 26, 19, 8, 1.2, 2, 1, 1.2, 1.4, 9, 0.6, 2),
    "Other theft": (65, 21, 3.5, 2, 1, 1, 0.8, 0.8, 0.6, 0.1, 0, 0.5, 1.4),
    "Public order": (26, 44, 9.5, 6, 2.6, 2.4, 2.4, 1.2, 0.9, 1.5, 0, 0.2, 1.4),
    "Shoplifting": (43, 17, 23, 6.5, 1.5, 0.5, 1, 0.8, 0.9, 1, 0, 1.2, 1),
    "Theft from the person": (84, 9, 2, 0.4, 0.3, 0.2, 0.2, 0.3, 0.3, 0, 0, 0.3, 1),
    "Vehicle crime": (83, 8, 3, 0.6, 0.4, 0.2, 0.3, 0.4, 0.3, 0, 0, 1, 1),
    "Violence and sexual offences": (15, 52, 10, 3.8, 3, 3.2, 3.2, 1.2, 1, 0.1, 0, 0.2, 1.9),
    "Anti-social behaviour": (0,) * 13,
}  # fmt: skip
_SHARES = np.array([_FIRST_OF.get(label, _FIRST_OF[""]) for label in LABELS]) / 100

# Of a hundred first outcomes, how many come in the month of the crime, the one after, and so on.
QUICK = (52, 24, 10, 5, 3, 1.8, 1.2, 0.8, 0.7, 0.5, 0.5, 0.3, 0.2)
SLOW = (22, 21, 16, 11, 8, 6, 4.5, 3.5, 2.7, 2, 1.5, 1, 0.8)


@dataclass(frozen=True, slots=True)
class Lives:
    """For each crime (row) its outcomes in order of time: places in `OUTCOMES` (-1: no more), and months after the crime."""

    outcome: NDArray[np.int8]
    after: NDArray[np.int8]

    def status(self, months: NDArray[np.int64]) -> NDArray[np.int64]:
        """What a street file says of each crime so many months after it: the newest outcome by then.

        A charge is told as waiting for the court, as in the published files.
        """
        found = np.full(len(self.outcome), UNDER_INVESTIGATION, dtype=np.int64)
        for stage in range(self.outcome.shape[1]):
            known = (self.outcome[:, stage] != NONE) & (self.after[:, stage] <= months)
            found = np.where(known, self.outcome[:, stage], found)
        return np.where(found == CHARGED, AWAITING, found)


def draw_lives(kind: NDArray[np.int64], seed: int, purpose: str) -> Lives:
    """The outcomes of crimes of these categories; antisocial behaviour has none."""
    number = len(kind)
    first, later, last = (uniform(seed, f"{purpose} outcome {name}", number) for name in ("first", "later", "last"))
    waits = uniform(seed, f"{purpose} waits", 3 * number).reshape(3, number)
    outcome = np.full((number, 3), NONE, dtype=np.int8)
    after = np.zeros((number, 3), dtype=np.int8)
    chosen = pick_each(_SHARES, kind, first)
    has = (chosen < len(FIRST)) & (kind != ASB_KIND)
    outcome[has, 0] = chosen[has]
    quick, slow = (pick(np.array(waits_of), waits[0]) for waits_of in (QUICK, SLOW))
    after[:, 0] = np.where(chosen == NO_SUSPECT, quick, slow)
    _add(outcome, after, 1, (outcome[:, 0] == CHARGED) & (later < 0.4), AWAITING, 1 + (2 * waits[1]).astype(np.int8))
    _add(outcome, after, 1, (outcome[:, 0] == CHARGED) & (later >= 0.4) & (later < 0.6), UNAVAILABLE, 4 + (8 * waits[1]).astype(np.int8))
    _add(outcome, after, 1, (outcome[:, 0] == NO_SUSPECT) & (later < 0.012), CHARGED, 2 + (6 * waits[1]).astype(np.int8))
    _add(outcome, after, 1, (outcome[:, 0] == NO_SUSPECT) & (later > 0.98), UNABLE, 1 + (5 * waits[1]).astype(np.int8))
    _add(outcome, after, 1, (outcome[:, 0] == UNABLE) & (later < 0.015), CHARGED, 2 + (6 * waits[1]).astype(np.int8))
    _add(outcome, after, 2, (outcome[:, 1] == AWAITING) & (last < 0.6), UNAVAILABLE, 4 + (8 * waits[2]).astype(np.int8))
    _add(outcome, after, 2, (outcome[:, 1] == CHARGED) & (last < 0.3), UNAVAILABLE, 4 + (8 * waits[2]).astype(np.int8))
    return Lives(outcome, after)


def _add(outcome: NDArray[np.int8], after: NDArray[np.int8], stage: int, where: NDArray[np.bool_], what: int, wait: NDArray[np.int8]) -> None:
    """One more outcome for some crimes, so many months after the one before."""
    outcome[where, stage] = what
    after[:, stage] = np.where(where, after[:, stage - 1] + wait, after[:, stage])
