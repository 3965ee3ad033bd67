"""What was supplied, and what became of the rows, in plain words."""

from collections.abc import Collection, Mapping, Sequence

import polars as pl

from sitegen.artefacts.figures import runs
from sitegen.artefacts.text.words import Words
from sitegen.languages import marked

QUALITY_DATASETS = (
    "street",
    "outcomes",
    "stop-and-search",
    "postcodes",
    "boundaries",
    "past-boundaries",
    "forces",
    "neighbourhoods",
    "past-neighbourhoods",
    "teams",
    "past-priorities",
    "past-meetings",
    "places",
    "population",
    "basemap",
)
"""The datasets of the quality table in the order of the page."""


def dataset_name(words: Words, dataset: str) -> str:
    """A dataset of the coverage table inside a sentence."""
    names = {
        "crime": words.gettext("crime"),
        "asb": words.gettext("antisocial behaviour"),
        "outcomes": words.gettext("outcomes"),
        "stops": words.gettext("stop and search"),
    }
    return names.get(dataset, dataset)


def dataset_label(words: Words, dataset: str) -> str:
    """A dataset of the coverage table in the narrow column of the grid."""
    labels = {"crime": words.gettext("Crime"), "asb": words.gettext("ASB"), "outcomes": words.gettext("Outcomes"), "stops": words.gettext("Stops")}
    return labels.get(dataset, dataset)


def quality_dataset_name(words: Words, dataset: str) -> str:
    """A dataset of the supply and quality tables; an unknown one is shown as it is."""
    names = {
        "street": words.gettext("Street crime"),
        "outcomes": words.gettext("Outcomes"),
        "stop-and-search": words.gettext("Stop and search"),
        "postcodes": words.gettext("Postcodes"),
        "boundaries": words.gettext("Boundaries"),
        "past-boundaries": words.gettext("Boundaries of earlier months"),
        "forces": words.gettext("Forces and senior officers"),
        "neighbourhoods": words.gettext("Neighbourhoods"),
        "past-neighbourhoods": words.gettext("Neighbourhoods of earlier lists"),
        "teams": words.gettext("Teams, priorities and meetings"),
        "past-priorities": words.gettext("Earlier priorities"),
        "past-meetings": words.gettext("Earlier meetings"),
        "places": words.gettext("Place names"),
        "population": words.gettext("Population"),
        "basemap": words.gettext("Background map"),
    }
    return names.get(dataset, dataset)


def fetched_dataset_name(words: Words, dataset: str) -> str:
    """What the files that were fetched for a dataset are about; the name of the dataset where nothing more is known."""
    names = {
        "archive": words.gettext("Crime, outcomes, stop and search"),
        "boundaries": words.gettext("Boundaries of neighbourhoods"),
        "policing": words.gettext("Forces, neighbourhoods and their teams"),
        "code-point-open": words.gettext("Postcodes"),
        "onspd": words.gettext("Postcodes"),
        "open-names": words.gettext("Place names"),
        "census": words.gettext("Population"),
        "basemap": words.gettext("Background map"),
    }
    return names.get(dataset, dataset)


def kind_name(words: Words, kind: str) -> str:
    """What became of rows: counted, set aside, or counted with a note; those counted hold those with a note."""
    names = {
        "counted": words.gettext("with a note or without"),
        "set-aside": words.gettext("set aside"),
        "noted": words.gettext("counted, with a note"),
    }
    return names.get(kind, kind)


def quality_reason(words: Words, reason: str) -> str:
    """Why rows were set aside or noted; a reason without a name of its own is shown as its slug."""
    return words.gettext(_REASONS[reason]) if reason in _REASONS else reason


_REASONS = {
    "another-file-used": marked("another file for the same place was used"),
    "another-kind-of-file": marked("another kind of file than its name or folder says"),
    "boolean-unreadable": marked("yes or no that cannot be read; it is not used"),
    "category-empty": marked("no category"),
    "category-unknown": marked("a category that is not in the list, kept under its own name"),
    "channel-closed": marked("a contact by a service that has closed"),
    "coarser-copy": marked("the same shape again, for smaller scales"),
    "column-missing": marked("a file without a column it needs"),
    "contact-without-link": marked("a contact that is no address; shown as text"),
    "coordinate-incomplete": marked("half a position"),
    "coordinate-not-a-number": marked("position is not a number"),
    "coordinate-outside-uk": marked("position outside the United Kingdom"),
    "coordinates-swapped": marked("longitude and latitude exchanged"),
    "counted": marked("counted"),
    "date-unreadable": marked("a date that cannot be read"),
    "event-ends-before-start": marked("a meeting that ends before it begins; its end is left out"),
    "event-without-start": marked("a meeting without a date that can be read"),
    "event-without-title": marked("a meeting without a title"),
    "feature-unreadable": marked("a feature of a map tile that cannot be read"),
    "file-not-text": marked("a file that is not text"),
    "file-unreadable": marked("a whole file that cannot be read"),
    "file-without-features": marked("a file without features"),
    "geometry-kind": marked("a point, line or area where the map needs another"),
    "geometry-unreadable": marked("no readable shape"),
    "crime-id-empty": marked("no crime id"),
    "crime-id-unreadable": marked("crime id cannot be read"),
    "force-unknown": marked("about no force this site knows"),
    "force-differs": marked("names another force than its file"),
    "date-differs": marked("date outside the month of its file; counted in the file’s month"),
    "header-unreadable": marked("a file whose first line cannot be read"),
    "id-repeated": marked("listed twice"),
    "id-unusable": marked("no usable id"),
    "json-unexpected": marked("file holds something other than it should"),
    "known-issue": marked("a known fault says that the force gave none"),
    "json-unreadable": marked("file cannot be read"),
    "kind-unknown": marked("of a kind not in the list, drawn as the most usual one"),
    "layer-unknown": marked("in a layer this site does not know"),
    "layer-unreadable": marked("a layer that cannot be read"),
    "line-malformed": marked("line does not fit the columns"),
    "link-unusable": marked("a link without a safe web address"),
    "month-differs": marked("month differs from its file; counted in the file’s month"),
    "month-unreadable": marked("no readable month"),
    "name-unusable": marked("no usable name"),
    "nested-too-deeply": marked("file is nested too deeply"),
    "no-area": marked("shape encloses nothing"),
    "no-polygon": marked("file holds no boundary"),
    "no-position": marked("no position"),
    "not-drawn": marked("nothing these maps draw"),
    "not-listed": marked("not in its force’s list of neighbourhoods"),
    "nothing-here": marked("lies away from the places this site covers"),
    "orphan": marked("outcome of a crime that is not in these months"),
    "other-area": marked("belongs to another postcode area"),
    "other-system": marked("in a reference system that is not read"),
    "person-without-name": marked("a person without a name"),
    "not-a-settlement": marked("a road or something else that is no town, village or locality"),
    "other-count": marked("counts something other than all people"),
    "other-zone": marked("about an area that is no LSOA, ward or district of England or Wales"),
    "people-unreadable": marked("no readable number of people"),
    "place-repeated": marked("listed twice"),
    "outcome-empty": marked("no outcome"),
    "outcome-unknown": marked("an outcome that is not in the list, kept under its own name"),
    "population-unknown": marked("a number of people that is nought or cannot be read; shown as unknown"),
    "position-unusable": marked("position cannot be used"),
    "postcode-repeated": marked("listed twice"),
    "postcode-unreadable": marked("not a postcode"),
    "priority-without-issue": marked("a priority that says nothing"),
    "misfiled": marked("the whole file names another month or force than it should"),
    "outside-force": marked("the whole file lies outside the area of its force"),
    "outside-uk": marked("outside the United Kingdom"),
    "repaired": marked("shape crossed itself and was repaired"),
    "ring-left-out": marked("a part of the boundary that cannot be read was left out"),
    "ring-too-short": marked("boundary has too few corners"),
    "rows-from-north": marked("rows of map tiles counted from the north, and read so"),
    "station-without-name": marked("a police station without name and address"),
    "text-recoded": marked("letters in another alphabet than expected, and read so"),
    "text-shortened": marked("a text that is too long; its beginning is shown"),
    "tile-unreadable": marked("a map tile that cannot be read"),
    "too-tangled": marked("a shape that crosses itself too often to be repaired"),
    "too-large": marked("file is too large"),
    "value-unknown": marked("a value that is not in the list, kept under its own name"),
    "variables-missing": marked("a table without the list that explains its counts"),
    "xml-forbidden": marked("file tries to load or expand something"),
    "xml-unreadable": marked("file cannot be read"),
    "zone-repeated": marked("listed twice"),
    "zone-unreadable": marked("no readable code of an area"),
}


Evidence = tuple[str, str | None]
"""A coverage state and its reason."""


def supply_sentences(
    words: Words, supplied: Mapping[str, Sequence[Evidence]], months: Sequence[str], explained: Collection[str] = ()
) -> tuple[str, ...]:
    """What is missing of a force's datasets, one sentence for each state; datasets with the same gaps together.

    Months before a dataset was first collected are no gap. A force without a gap has the sentence that says so. Where nothing of a dataset is
    there for any month, and it is not among those `explained` by a known fault, this copy lacks it: the force may have supplied it.
    """
    states = {dataset: [_spoken(*one) for one in found] for dataset, found in supplied.items()}
    nothing = {"not_supplied", "not_in_copy"}
    absent = [dataset for dataset, found in states.items() if len(found) > 1 and set(found) <= nothing and dataset not in explained]
    gaps: dict[tuple[tuple[int, int, str], ...], list[str]] = {}
    for dataset in [dataset for dataset in states if dataset not in absent]:
        gaps.setdefault(_runs(states[dataset]), []).append(dataset)
    sentences = []
    for missing, datasets in gaps.items():
        for state in dict.fromkeys(state for _, _, state in missing):
            spans = words.list([words.months(months[first], months[last]) for first, last, of in missing if of == state])
            sentences.append(_gap_sentence(words, datasets, state, spans))
    if absent:
        data = _named(words, absent)
        sentences.append(words.gettext("%(data)s: no file of this force is in this copy of the site, for any month shown.", data=data))
    if not sentences and states:
        return (words.gettext("%(data)s: every month was supplied.", data=_named(words, list(states))),)
    return tuple(sentences)


def _spoken(state: str, reason: str | None) -> str:
    """What decides the sentence said of a month: its state, or the reason where that says more."""
    return reason if reason in {"fewer-rows-than-usual", "outside-force", "misfiled", "without-location", "file-unreadable"} else state


def _gap_sentence(words: Words, datasets: Sequence[str], state: str, months: str) -> str:
    gettext = words.translations.gettext
    sentences = {
        "withheld": gettext("%(data)s: withheld for %(months)s."),
        "never": gettext("%(data)s: this force does not give it."),
        "not_yet": gettext("%(data)s: %(months)s has not arrived yet."),
        "supplied_partial": gettext("%(data)s: supplied in part for %(months)s."),
        "fewer-rows-than-usual": gettext("%(data)s: far fewer rows than usual came for %(months)s, so these figures are a part."),
        "without-location": gettext("%(data)s: no locations came for %(months)s, so there are no figures for neighbourhoods."),
        "misfiled": gettext("%(data)s: what came for %(months)s names another month or force, so none of it is counted."),
        "outside-force": gettext("%(data)s: what came for %(months)s lies outside this force’s area, so none of it is counted."),
        "file-unreadable": gettext("%(data)s: the file that this site was given for %(months)s cannot be read."),
        "not_in_copy": gettext("%(data)s: this copy of the site has no file for %(months)s."),
    }
    sentence = sentences.get(state) or gettext("%(data)s: nothing for %(months)s.")
    return sentence % {"data": _named(words, datasets), "months": months}


def _named(words: Words, datasets: Sequence[str]) -> str:
    named = words.list([dataset_name(words, dataset) for dataset in datasets])
    return named[:1].upper() + named[1:]


def _runs(states: Sequence[str]) -> tuple[tuple[int, int, str], ...]:
    """First and last index and the state of every run of months that is not supplied in full."""
    return tuple(run for run in runs(states) if run[2] not in {"supplied", "not_applicable", "out_of_window"})


def located_sentences(words: Words, located_shares: pl.DataFrame) -> tuple[str, ...]:
    """How much of a force's crime and antisocial behaviour has no location, the least and the most of a month; none of what has no rows."""
    found = {dataset: located_shares.filter(dataset=dataset) for dataset in ("crime", "asb")}
    return tuple(_located_sentence(words, dataset, rows) for dataset, rows in found.items() if len(rows))


def _located_sentence(words: Words, dataset: str, rows: pl.DataFrame) -> str:
    shares = sorted(without / of for without, of in rows.select("unlocated", "crimes").iter_rows())
    data, least, most = _named(words, [dataset]), f"{shares[0]:.1%}", f"{shares[-1]:.1%}"
    if least == most:
        return words.gettext("%(data)s without a location: %(share)s of what was recorded.", data=data, share=least)
    return words.gettext("%(data)s without a location: %(least)s to %(most)s of what was recorded in a month.", data=data, least=least, most=most)
