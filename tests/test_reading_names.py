"""Names of streets and stations are read as people write them; every name of the table was published somewhere."""

from __future__ import annotations

import polars as pl
import pytest

from sitegen.artefacts.lists.street_names import KINDS_OF_PLACE
from sitegen.reading_names import reading_name, with_reading_names
from sitegen.terms import place_key

MENDED = {
    "King'S Road": "King's Road",
    "St Mary'S Close": "St Mary's Close",
    "St Georges'S Court": "St Georges's Court",
    "St Mark’S Road": "St Mark’s Road",
    "Cae'R Hen Dŷ": "Cae'r Hen Dŷ",
    "Heol Pen-Rhiw'R-Eglwys": "Heol Pen-Rhiw'r-Eglwys",
    "Ty'N Y Parc": "Ty'n y Parc",
    "Ty'N-Y-Graig Road": "Ty'n-y-Graig Road",
    "Prestwick Internat'Nl Airport": "Prestwick Internat'nl Airport",
    "D'arcy Drive": "D'Arcy Drive",
    "D'ARCY ROAD": "D'Arcy Road",
    "Cobham And Stoke D'Abernon (Station)": "Cobham and Stoke D'Abernon (Station)",
    "Hall I' Th' Wood (Station)": "Hall i' th' Wood (Station)",
    "Mcdonnell Road": "McDonnell Road",
    "Mckay Avenue": "McKay Avenue",
    "Peter Mccaig Way": "Peter McCaig Way",
    "Mc Carthy Road": "McCarthy Road",
    "MC NEIL ROAD": "McNeil Road",
    "RYDAL WAY": "Rydal Way",
    "JEFFREY'S STREET": "Jeffrey's Street",
    "OLD PARK": "Old Park",
    "BOWES ROAD (NORTH CIRCULAR ROAD)": "Bowes Road (North Circular Road)",
    "Bank (Dlr)": "Bank (DLR)",
    "Custom House For Excel (Dlr)": "Custom House for Excel (DLR)",
    "St Pancras International (Ctrl)": "St Pancras International (CTRL)",
    "St  James'S Park (Gt London) (Lu Station)": "St James's Park (Gt London) (LU Station)",
    "Richard Iii Road": "Richard III Road",
    "Edward Vii Avenue": "Edward VII Avenue",
    "a4042": "A4042",
    "A1(m)": "A1(M)",
    "Head Of The Hill Court": "Head of the Hill Court",
    "Harrow On The Hill (Lu Station)": "Harrow on the Hill (LU Station)",
    "Berwick Upon Tweed (Station)": "Berwick upon Tweed (Station)",
    "Stratford-Upon-Avon": "Stratford-upon-Avon",
    "St Annes-On-The-Sea (Station)": "St Annes-on-the-Sea (Station)",
    "Weston-Super-Mare": "Weston-super-Mare",
    "Newton-Le-Willows": "Newton-le-Willows",
    "St Martin'S Le Grand": "St Martin's le Grand",
    "Chapel En Le Frith (Station)": "Chapel en le Frith (Station)",
    "Fleur-De-Lys Avenue": "Fleur-de-Lys Avenue",
    "Mary De Bohun Close": "Mary de Bohun Close",
    "Polly Bott'S Lane Or Lea Lane": "Polly Bott's Lane or Lea Lane",
    "Adam And Eve Street": "Adam and Eve Street",
    "Clos Y Bwâu": "Clos y Bwâu",
    "Lôn Yr Hen Ysgol": "Lôn yr Hen Ysgol",
    "Allt-Yr-Yn View": "Allt-yr-yn View",
    "Heol-Ael-Y-Bryn": "Heol-Ael-y-Bryn",
    "Heol Ap Gethin": "Heol ap Gethin",
    "St.Albans City": "St Albans City",
    "St. Faith'S Close": "St Faith's Close",
    "Ashford(Kent) (Station)": "Ashford (Kent) (Station)",
    "Waterloo  (London) (Station)": "Waterloo (London) (Station)",
}
KEPT = [
    "O'Reilly Street",
    "D'Eynsford Road",
    "Haisbro' Avenue",
    "St James' Street (Station)",
    "Macdonald Road",
    "Macclesfield (Station)",
    "Machen Street",
    "King George V (DLR)",
    "A4042",
    "A48(M)",
    "B4236",
    "M4",
    "BT",
    "Snow Hill W02",
    "The Broadway",
    "Edgware Road The Hyde",
    "Y Parc",
    "Pen y De",
    "Cae Du Mawr",
    "De Montfort Street",
    "De La Bere Crescent",
    "Le May Drive",
    "Under Cardiff Road",
    "Llwyn On Lane",
    "Llwyn-On Street",
    "Sidcup By-Pass Road",
    "Malden Way (Kingston By Pass)",
    "Vauxhall bus station",
    "Heathrow Terminals 123",
    "Asda, Thurmaston",
    "Dôl Ebwy",
    "Ffordd Erŵ",
]


@pytest.mark.parametrize(("published", "read"), MENDED.items())
def test_a_published_name_is_read_as_people_write_it(published: str, read: str) -> None:
    assert reading_name(published) == read


@pytest.mark.parametrize("name", [*KEPT, *MENDED.values(), *sorted(KINDS_OF_PLACE)])
def test_a_name_that_is_well_stays(name: str) -> None:
    assert reading_name(name) == name


@pytest.mark.parametrize("published", [name for name in MENDED if not name.startswith("Mc ") and not name.startswith("MC ")])
def test_a_mended_name_is_found_under_the_key_of_the_published_one(published: str) -> None:
    assert place_key(reading_name(published)) == place_key(published)


def test_rows_keep_their_order_and_a_missing_name_stays_missing() -> None:
    table = pl.DataFrame({"x": [3, 1, 2], "street": ["King'S Road", None, "High Street"]})
    assert with_reading_names(table).rows() == [(3, "King's Road"), (1, None), (2, "High Street")]
    assert with_reading_names(table.clear()).height == 0
