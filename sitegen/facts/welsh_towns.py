"""Cities and towns of Wales that have a name in each language: gazetteers without the Welsh names, or without a city, are mended by them."""

from typing import NamedTuple


class WelshTown(NamedTuple):
    """The English name, the Welsh one, city or town, and degrees WGS84 of its middle, to about a kilometre."""

    name: str
    other_name: str
    kind: str
    lon: float
    lat: float


_CITIES = (
    ("Cardiff", "Caerdydd", -3.18, 51.48), ("Newport", "Casnewydd", -2.997, 51.588), ("St Asaph", "Llanelwy", -3.44, 53.26),
    ("St Davids", "Tyddewi", -5.27, 51.88), ("Swansea", "Abertawe", -3.94, 51.62), ("Wrexham", "Wrecsam", -3.0, 53.05),
)  # fmt: skip
_TOWNS = (
    ("Aberdare", "Aberdâr", -3.44, 51.71), ("Abergavenny", "Y Fenni", -3.02, 51.82), ("Abertillery", "Abertyleri", -3.13, 51.73),
    ("Ammanford", "Rhydaman", -3.99, 51.79), ("Bala", "Y Bala", -3.6, 52.91), ("Bargoed", "Bargod", -3.23, 51.69),
    ("Barmouth", "Abermaw", -4.06, 52.72), ("Barry", "Y Barri", -3.28, 51.4), ("Beaumaris", "Biwmares", -4.09, 53.26),
    ("Blackwood", "Coed-duon", -3.2, 51.67), ("Blaenavon", "Blaenafon", -3.08, 51.77), ("Brecon", "Aberhonddu", -3.39, 51.95),
    ("Bridgend", "Pen-y-bont ar Ogwr", -3.58, 51.5), ("Brynmawr", "Bryn-mawr", -3.18, 51.8), ("Buckley", "Bwcle", -3.08, 53.17),
    ("Builth Wells", "Llanfair-ym-Muallt", -3.4, 52.15), ("Burry Port", "Porth Tywyn", -4.25, 51.68), ("Caerleon", "Caerllion", -2.95, 51.61),
    ("Caerphilly", "Caerffili", -3.22, 51.58), ("Caldicot", "Cil-y-coed", -2.75, 51.59), ("Cardigan", "Aberteifi", -4.66, 52.08),
    ("Carmarthen", "Caerfyrddin", -4.31, 51.86), ("Chepstow", "Cas-gwent", -2.68, 51.64), ("Chirk", "Y Waun", -3.06, 52.93),
    ("Colwyn Bay", "Bae Colwyn", -3.73, 53.29), ("Cowbridge", "Y Bont-faen", -3.45, 51.46), ("Crickhowell", "Crucywel", -3.14, 51.86),
    ("Cwmbran", "Cwmbrân", -3.02, 51.65), ("Denbigh", "Dinbych", -3.42, 53.18), ("Ebbw Vale", "Glynebwy", -3.21, 51.78),
    ("Fishguard", "Abergwaun", -4.98, 51.99), ("Flint", "Y Fflint", -3.14, 53.25), ("Haverfordwest", "Hwlffordd", -4.97, 51.8),
    ("Hay-on-Wye", "Y Gelli Gandryll", -3.13, 52.07), ("Holyhead", "Caergybi", -4.63, 53.31), ("Holywell", "Treffynnon", -3.22, 53.28),
    ("Knighton", "Trefyclo", -3.05, 52.34), ("Lampeter", "Llanbedr Pont Steffan", -4.08, 52.11), ("Llandovery", "Llanymddyfri", -3.8, 52.0),
    ("Menai Bridge", "Porthaethwy", -4.16, 53.23), ("Merthyr Tydfil", "Merthyr Tudful", -3.38, 51.75),
    ("Milford Haven", "Aberdaugleddau", -5.03, 51.71), ("Mold", "Yr Wyddgrug", -3.14, 53.17), ("Monmouth", "Trefynwy", -2.72, 51.81),
    ("Montgomery", "Trefaldwyn", -3.15, 52.56), ("Mountain Ash", "Aberpennar", -3.38, 51.68), ("Narberth", "Arberth", -4.74, 51.8),
    ("Neath", "Castell-nedd", -3.8, 51.66), ("New Quay", "Ceinewydd", -4.36, 52.21), ("Newbridge", "Trecelyn", -3.14, 51.67),
    ("Newcastle Emlyn", "Castellnewydd Emlyn", -4.47, 52.04), ("Newtown", "Y Drenewydd", -3.32, 52.51), ("Pembroke", "Penfro", -4.92, 51.67),
    ("Pembroke Dock", "Doc Penfro", -4.94, 51.69), ("Pontypool", "Pont-y-pŵl", -3.04, 51.7), ("Presteigne", "Llanandras", -3.0, 52.27),
    ("Rhayader", "Rhaeadr Gwy", -3.51, 52.3), ("Rhyl", "Y Rhyl", -3.49, 53.32), ("Rhymney", "Rhymni", -3.28, 51.76),
    ("Risca", "Rhisga", -3.1, 51.61), ("Ruthin", "Rhuthun", -3.31, 53.11), ("Tenby", "Dinbych-y-pysgod", -4.7, 51.67),
    ("Usk", "Brynbuga", -2.9, 51.7), ("Welshpool", "Y Trallwng", -3.15, 52.66),
)  # fmt: skip

WELSH_TOWNS = tuple(
    WelshTown(name, other, kind, lon, lat) for kind, towns in (("city", _CITIES), ("town", _TOWNS)) for name, other, lon, lat in towns
)
