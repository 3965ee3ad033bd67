"""Short programs that read a site's own files, in four languages, each filled in with a neighbourhood, a month and a postcode of that site."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

from sitegen.artefacts.text.words import Words

LOCAL = "http://localhost:8000/"
"""The address of a site that does not know its own: where `build.py serve` shows it."""

_REMARKS = {"Python": "#", "JavaScript": "//", "R": "#", "SQL": "--"}


@dataclass(frozen=True, slots=True)
class Filled:
    """What the programs ask for: the site's address, a neighbourhood (its id is its folder in the API), a month, a day, and a postcode.

    `force` is empty where the site has no neighbourhood to show, `postcode` where it has no postcode.
    """

    site: str
    force: str
    neighbourhood: str
    folder: str
    month: str
    day: str
    postcode: str


@dataclass(frozen=True, slots=True)
class Program:
    """One program: its language, what it needs, and its text."""

    language: str
    needs: str
    text: str

    @property
    def shown(self) -> Markup:
        """The text as markup, remarks marked."""
        sign = _REMARKS[self.language]
        lines = (_marked(line, sign) for line in self.text.splitlines())
        return Markup("\n").join(lines)


@dataclass(frozen=True, slots=True)
class Task:
    """What somebody wants to know, under an anchor, and the programs that find it out."""

    anchor: str
    title: str
    about: str
    programs: tuple[Program, ...]


def read_tasks(words: Words, filled: Filled) -> tuple[Task, ...]:
    """The tasks that this site has files for, the simplest first."""
    needs = {
        "Python": words.gettext("Python 3.9 or newer, no package"),
        "polars": words.gettext("Python with the package polars"),
        "JavaScript": words.gettext("Node 18 or newer, or a script of type module on any page"),
        "Node": words.gettext("Node 18 or newer"),
        "hyparquet": words.gettext("Node 18 or newer, with hyparquet and fzstd from npm"),
        "R": words.gettext("R, no package"),
        "jsonlite": words.gettext("R with the package jsonlite"),
        "SQL": "DuckDB",
    }
    known = {
        **({"team": words.gettext("The team of a neighbourhood and its next meetings")} if filled.force else {}),
        **({"months": words.gettext("Every month and kind of crime of a neighbourhood")} if filled.force else {}),
        **({"postcode": words.gettext("Which neighbourhood is a postcode in?")} if filled.postcode else {}),
        **({"month": words.gettext("All crimes of a month, by force and kind")} if filled.force else {}),
    }
    about = {
        "team": words.gettext("From the API. What the force did not supply is a 404, and no empty list."),
        "months": words.gettext("From the figures beside its page. What is not known stays empty, and never becomes 0."),
        "postcode": words.gettext("The first half of the postcode is all that leaves your machine. A postcode at an edge may have several answers."),
        "month": words.gettext("From a bulk file: one row for each crime or report of antisocial behaviour."),
    }
    return tuple(Task(anchor, title, about[anchor], tuple(_programs(anchor, needs, filled))) for anchor, title in known.items())


def _programs(anchor: str, needs: dict[str, str], filled: Filled) -> Iterator[Program]:
    outcode, _, incode = filled.postcode.partition(" ")
    values = {
        "SITE": filled.site,
        "FORCE": filled.force,
        "PLACE": filled.neighbourhood,
        "FOLDER": filled.folder,
        "MONTH": filled.month,
        "DAY": filled.day,
        "OUTCODE": outcode,
        "INCODE": incode,
    }
    for language, need, text in _TEXTS[anchor]:
        yield Program(language, needs[need], re.sub(r"@([A-Z]+)@", lambda found: values[found[1]], text.strip("\n")))


def _marked(line: str, sign: str) -> Markup:
    before, found, remark = line.partition(f"{sign} ")
    is_remark = found and (not before or before.endswith("  "))
    return Markup("{}<i>{}{}</i>").format(before, sign, f" {remark}") if is_remark else escape(line)


_TEAM = (
    (
        "Python",
        "Python",
        """
import json
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

SITE = "@SITE@"
PLACE = "@FORCE@/@PLACE@"  # as in api/@FORCE@/neighbourhoods
FROM = "@DAY@"  # or today

def answer(what):
    try:
        with urlopen(SITE + quote(f"api/{PLACE}/{what}")) as reply:
            return json.load(reply)
    except HTTPError as error:
        if error.code != 404:
            raise
        print(what, "not supplied, or no such id", sep=" | ")
        return []

for person in answer("people"):
    print(person["rank"], person["name"], sep=" | ")
for event in answer("events"):
    if event["start_date"] >= FROM:
        print(event["start_date"][:16], event["title"], sep=" | ")
""",
    ),
    (
        "JavaScript",
        "JavaScript",
        """
const SITE = "@SITE@";
const PLACE = "@FORCE@/@PLACE@";  // as in api/@FORCE@/neighbourhoods
const FROM = "@DAY@";  // or today

async function answer(what) {
  const reply = await fetch(`${SITE}api/${PLACE}/${what}`);
  if (reply.ok) return reply.json();
  if (reply.status !== 404) throw new Error(`${what}: ${reply.status}`);
  console.log(`${what} | not supplied, or no such id`);
  return [];
}

for (const { rank, name } of await answer("people"))
  console.log(`${rank} | ${name}`);
for (const { start_date, title } of await answer("events"))
  if (start_date >= FROM) console.log(`${start_date.slice(0, 16)} | ${title}`);
""",
    ),
    (
        "R",
        "jsonlite",
        """
library(jsonlite)

site <- "@SITE@"
place <- "@FORCE@/@PLACE@"  # as in api/@FORCE@/neighbourhoods
from <- "@DAY@"  # or today

answer <- function(what) {
  address <- url(URLencode(paste0(site, "api/", place, "/", what)))
  tryCatch(fromJSON(address, simplifyVector = FALSE), warning = function(problem) {
    if (!grepl("404", conditionMessage(problem))) stop(problem)
    cat(what, " | not supplied, or no such id\\n", sep = "")
  })
}

for (person in answer("people"))
  cat(person$rank, " | ", person$name, "\\n", sep = "")
for (event in answer("events"))
  if (event$start_date >= from) cat(substr(event$start_date, 1, 16), " | ", event$title, "\\n", sep = "")
""",
    ),
)

_MONTHS = (
    (
        "Python",
        "Python",
        """
import csv
from urllib.request import urlopen

SITE = "@SITE@"

with urlopen(f"{SITE}@FORCE@/@FOLDER@/figures.csv") as reply:
    lines = reply.read().decode().splitlines()
rows = [row for row in csv.DictReader(lines) if row["table"] == "crimes"]

# An empty count is not known; "state" says why.
counts = {(row["month"], row["kind"]): row["count"] for row in rows}
months = sorted({month for month, kind in counts})
kinds = sorted({kind for month, kind in counts if kind})
print("month", *kinds, sep=",")
for month in months:
    print(month, *(counts.get((month, kind), "") for kind in kinds), sep=",")
""",
    ),
    (
        "R",
        "R",
        """
site <- "@SITE@"
figures <- read.csv(paste0(site, "@FORCE@/@FOLDER@/figures.csv"))
crimes <- figures[figures$table == "crimes" & figures$kind != "", ]

# tapply leaves NA where nothing is known; table and xtabs would put 0.
counts <- tapply(crimes$count, list(crimes$month, crimes$kind), sum)
write.csv(counts, na = "", quote = FALSE)
""",
    ),
    (
        "SQL",
        "SQL",
        """
-- NULL is not known; the column state says why.
PIVOT (
  SELECT month, category, crimes FROM '@SITE@data/counts.parquet'
  WHERE force = '@FORCE@' AND neighbourhood = '@PLACE@'
) ON category USING sum(crimes) GROUP BY month ORDER BY month;
""",
    ),
)

_POSTCODE = (
    (
        "Python",
        "Python",
        """
import json
from urllib.request import urlopen

SITE = "@SITE@"
outcode, incode = "@OUTCODE@ @INCODE@".split()

with urlopen(f"{SITE}postcodes/{outcode}.json") as reply:
    shard = json.load(reply)
for position in shard["postcodes"].get(incode, []):
    name, force, page = shard["neighbourhoods"][position]
    print(name, force, SITE + page, sep=" | ")
""",
    ),
    (
        "JavaScript",
        "Node",
        """
const SITE = "@SITE@";
const [outcode, incode] = "@OUTCODE@ @INCODE@".split(" ");

const shard = await (await fetch(`${SITE}postcodes/${outcode}.json`)).json();
for (const position of shard.postcodes[incode] ?? []) {
  const [name, force, page] = shard.neighbourhoods[position];
  console.log(`${name} | ${force} | ${SITE}${page}`);
}
""",
    ),
    (
        "SQL",
        "SQL",
        """
SELECT name, force, neighbourhood FROM '@SITE@data/postcodes.parquet'
WHERE postcode = '@OUTCODE@ @INCODE@';
""",
    ),
)

_MONTH = (
    (
        "Python",
        "polars",
        """
from urllib.request import urlopen

import polars as pl

with urlopen("@SITE@data/crimes/@MONTH@.parquet") as reply:
    crimes = pl.read_parquet(reply.read(), columns=["force", "category"])
counts = crimes.group_by("force", "category").len("crimes").sort("force", "category")
print(counts.write_csv())
""",
    ),
    (
        "JavaScript",
        "hyparquet",
        """
import { decompress } from "fzstd";
import { asyncBufferFromUrl, parquetReadObjects } from "hyparquet";

const file = await asyncBufferFromUrl({ url: "@SITE@data/crimes/@MONTH@.parquet" });
const compressors = { ZSTD: (bytes) => decompress(bytes) };
const crimes = await parquetReadObjects({ file, columns: ["force", "category"], compressors });

const counts = {};
for (const { force, category } of crimes)
  counts[`${force},${category}`] = (counts[`${force},${category}`] ?? 0) + 1;
console.log("force,category,crimes");
for (const key of Object.keys(counts).sort()) console.log(`${key},${counts[key]}`);
""",
    ),
    (
        "R",
        "R",
        """
# One force, in the columns of data.police.uk.
file <- "@SITE@data/crimes/@FORCE@/@MONTH@.csv.gz"
crimes <- read.csv(text = readLines(gzcon(url(file, "rb"))), check.names = FALSE)
counts <- aggregate(list(crimes = crimes$Month), crimes[c("Reported by", "Crime type")], length)
write.csv(counts, row.names = FALSE, quote = FALSE)
""",
    ),
    (
        "SQL",
        "SQL",
        """
SELECT force, category, count(*) AS crimes FROM '@SITE@data/crimes/@MONTH@.parquet'
GROUP BY ALL ORDER BY ALL;
""",
    ),
)

_TEXTS = {"team": _TEAM, "months": _MONTHS, "postcode": _POSTCODE, "month": _MONTH}
"""Language, what it needs, and the text with places to fill in."""
