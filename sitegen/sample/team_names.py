"""Names for the invented teams: surnames that are rare or made up, so that nobody real is meant."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from sitegen.sample.chance import pick, uniform

# Each group's names go together; the number is its weight.
_ENGLISH_LAND: tuple[tuple[int, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        74,
        (
            "Alison", "Ben", "Callum", "Carol", "Chris", "Craig", "Danielle", "Debbie", "Ellie", "Gareth", "Georgia", "Hannah", "Ian", "Janet",
            "Jess", "Josh", "Kerry", "Leigh", "Lewis", "Lucy", "Mark", "Natalie", "Paul", "Rachel", "Rob", "Ruth", "Sam", "Sophie", "Steph",
            "Stuart", "Tom", "Wendy",
        ),
        (
            "Aldersea", "Bramwith", "Brockhurst-Lane", "Cattermarsh", "Chilvering", "Clavershaw", "Cottlestone", "Dunmallet", "Eastbrigg",
            "Fairweather", "Fennimoor", "Gatherwick", "Goswater", "Hallamby", "Harkerstone", "Hexterley", "Inglewray", "Jessopfield", "Kettlemere",
            "Larkstone", "Lindebrook", "Mallowby", "Marchbanks-Hale", "Nettlewood", "Oakenfold", "Ormsgate", "Pikestaff", "Quenby", "Ravensworthy",
            "Saltergill", "Sandersley", "Skelbeck", "Thackerby", "Tillowell", "Underhay", "Wadebridge", "Wetherspring", "Yarrowby",
        ),
    ),
    (
        9,
        ("Aisha", "Hamza", "Imran", "Nasreen", "Priya", "Sunita", "Tariq", "Zara"),
        ("Balgobindar", "Chaudhary-Lund", "Haroonian", "Mistrikar", "Qureshani", "Sandhawal"),
    ),
    (7, ("Chidi", "Efua", "Ifeoma", "Kwabena", "Marlon", "Yewande"), ("Adebanko", "Bonsrah", "Ekwueni", "Okaforo", "Quarshire", "Winterbourne-Cole")),
    (6, ("Agnieszka", "Jolanta", "Marek", "Piotr", "Ruta", "Tomasz"), ("Brzeskowiak", "Kazlauskait", "Nowackiewicz", "Wrzesień", "Zawada-Hill")),
    (4, ("Grace", "Ling", "Mateus", "Rosa", "Siew"), ("Almeidinha", "Chanthorn", "Figueiral", "Leung-Ward", "Santorelo")),
)  # fmt: skip
_WELSH_LAND: tuple[tuple[int, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        86,
        (
            "Aled", "Anwen", "Bethan", "Carys", "Catrin", "Dafydd", "Dylan", "Eleri", "Elin", "Emyr", "Ffion", "Geraint", "Gethin", "Gwenllian",
            "Hywel", "Iestyn", "Iorwerth", "Lowri", "Mair", "Meleri", "Nia", "Non", "Osian", "Rhodri", "Sioned", "Tegwen",
        ),
        (
            "Bevan-Rees", "Blaencwm", "Brynmelyn", "Cadwgan-Parri", "Caerwyn", "Coedmôr", "Cwmgwyn", "Dolwen", "Eurfryn", "Ffrwdwyllt", "Gwernydd",
            "Hafodlas", "Llwyd-Parri", "Llynfi", "Maesglas", "Môn-Prydderch", "Nantgarw", "Penllwyn", "Prothero-Wyn", "Rhydwen", "Tanrallt",
            "Trefîn", "Tŷ-Coch", "Ynyswen",
        ),
    ),
    (7, ("Samira", "Yusuf", "Farida"), ("Haddadi", "Rahmanzai", "Qureshani")),
    (7, ("Kasia", "Pawel", "Chipo"), ("Nowackiewicz", "Mutasare", "Zawada-Hill")),
)  # fmt: skip


def invent_names(*, welsh: bool, seed: int, purpose: str, count: int) -> list[str]:
    """So many different names of the English or the Welsh land."""
    texts, weights = _whole_names(welsh=welsh)
    drawn = pick(weights, uniform(seed, f"{purpose} names", 2 * count + 8)).tolist()
    return list(dict.fromkeys(texts[place] for place in drawn))[:count]


@cache
def _whole_names(*, welsh: bool) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    groups = _WELSH_LAND if welsh else _ENGLISH_LAND
    whole = [(f"{one} {other}", weight / (len(first) * len(last))) for weight, first, last in groups for one in first for other in last]
    return tuple(text for text, _ in whole), np.array([weight for _, weight in whole])
