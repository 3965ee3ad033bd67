"""What the ids of neighbourhoods stand for, as a table."""

from __future__ import annotations

from sitegen.artefacts.downloads import neighbourhoods
from tests.artefacts.inputs import files_of, table


def test_a_neighbourhood_has_the_name_and_page_that_its_ids_stand_for() -> None:
    forces = table("forces", {"force_id": "gwent", "name": "Gwent Police"})
    places = table(
        "neighbourhoods",
        {"force_id": "gwent", "neighbourhood_id": "N2", "folder": "n2", "name": "=Newport, West"},
        {"force_id": "gwent", "neighbourhood_id": "N1", "folder": "n1", "name": "Set aside", "problem": "no-name"},
    )
    (data,) = files_of(neighbourhoods.make, forces=forces, neighbourhoods=places).values()
    assert data.decode() == 'force,force_name,neighbourhood,name,page\ngwent,Gwent Police,N2,"\'=Newport, West",gwent/n2/\n'
