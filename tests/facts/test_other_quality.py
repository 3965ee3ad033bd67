"""What became of the rows of every dataset that is read whole is one table, each under the name of its dataset."""

from sitegen.facts.quality import OtherRows, other_quality
from tests.artefacts.inputs import table


def test_rows_of_every_dataset_are_tallied_under_its_name() -> None:
    rows = [{"file": "a.csv", "row": 1, "problem": None, "note": None}, {"file": "a.csv", "row": 2, "problem": "too-long", "note": None}]
    names = ("marked_places", "population", "past_neighbourhoods", "past_priorities", "past_events")
    tables = OtherRows(**{name: table(name, *rows) for name in names})
    told = other_quality(tables=tables).select("dataset", "file", "kind", "reason", "rows").sort("dataset", "kind").rows()
    assert told == [
        (dataset, "a.csv", kind, reason, 1)
        for dataset in ("past-meetings", "past-neighbourhoods", "past-priorities", "places", "population")
        for kind, reason in (("counted", "counted"), ("set-aside", "too-long"))
    ]
