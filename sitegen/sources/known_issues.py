"""Known faults in the upstream data, from `content/known_issues.toml` and the data folder's own `known_issues.toml`."""

from typing import Annotated, Literal

import polars as pl
from msgspec import Meta

from sitegen.languages import TRANSLATED
from sitegen.raw import RawFile
from sitegen.rules import DATASETS
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import MONTH
from sitegen.typed_files import ForceText, MonthText, Written, read_entries, with_texts


class _Issue(Written, frozen=True):
    force: ForceText
    dataset: Literal[*sorted(DATASETS)]  # type: ignore[valid-type]  # the rule's words
    months: Annotated[
        str, Meta(pattern=rf"^{MONTH}([.]{{2}}({MONTH})?)?$", description='a month, or months "2025-01..2025-03", or from one on "2025-01.."')
    ]
    read: MonthText
    source: Annotated[str, Meta(pattern="^(https://.*)?$", description="an https:// address or empty")]
    state: Literal["never", "not_supplied", "supplied_partial", "withheld"]
    text: str

    def __post_init__(self) -> None:
        first, _dots, last = self.months.partition("..")
        if last and last < first:
            raise ValueError(f"months is {self.months}: the last month is before the first")

    def row(self) -> tuple[str | None, ...]:
        first, dots, last = self.months.partition("..")
        texts = (getattr(self, key) or None for key in _OTHER_TEXTS)
        return (self.force, self.dataset, first, last or (None if dots else first), self.state, self.text, self.source, self.read, *texts)


_OTHER_TEXTS = [f"text_{language}" for language in sorted(TRANSLATED)]
_ISSUE = with_texts(_Issue, _OTHER_TEXTS, str)


def read_known_issues(*, known_issue_file: tuple[RawFile, ...]) -> pl.DataFrame:
    """One row an issue, sorted by force, dataset and month; raises ConfigError naming file, entry and key."""
    rows = [issue.row() for file in known_issue_file for issue in read_entries(file.data, file.name, "issue", _ISSUE)]
    return pl.DataFrame(rows, schema=SCHEMAS["known_issues"].types, orient="row").sort("force_id", "dataset", "first_month", "text")


def forces_with_issues(file: RawFile) -> list[tuple[str, str]]:
    """Where an issue stands, as messages say it, and the force it names, in the order of the file; raises ConfigError as reading does."""
    issues = read_entries(file.data, file.name, "issue", _ISSUE)
    return [(f"{file.name}: issue {number}", issue.force) for number, issue in enumerate(issues, start=1)]
