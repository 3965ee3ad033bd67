"""The list of components, as CycloneDX 1.6: the libraries that the pages ship, and the programs that bake them."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

import polars as pl

from sitegen import urls
from sitegen.site_json import to_json

_SITE = "site"
_SCOPES = {"shipped": "required", "build": "excluded"}
"""What CycloneDX calls a part of the product, and what only made it."""


def make(*, components: pl.DataFrame) -> Iterator[tuple[str, bytes]]:
    """One file for the site; nothing where no lock file came with the program.

    It has neither serial number nor moment, which would make another file of the same parts. Each component has the digests of all archives
    of its version that the lock files allow; `sitegen:only-where` is for which Python it is locked.
    """
    if components.is_empty():
        return
    by = ("role", "system", "name", "version", "licence", "only_where")
    listed = [_component(row) for row in components.group_by(by, maintain_order=True).agg("algorithm", "digest").iter_rows(named=True)]
    shipped = [one["bom-ref"] for one in listed if one["scope"] == _SCOPES["shipped"]]
    about = {"type": "application", "bom-ref": _SITE, "name": "sitegen", "licenses": [{"license": {"id": "MIT"}}]}
    yield (
        urls.SBOM,
        to_json(
            {
                "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
                "bomFormat": "CycloneDX",
                "specVersion": "1.6",
                "version": 1,
                "metadata": {"component": about},
                "components": listed,
                "dependencies": [{"ref": _SITE, "dependsOn": shipped}],
            }
        ),
    )


def _component(row: Mapping[str, Any]) -> dict[str, object]:  # Any: a row's values
    name, version, licence = row["name"], row["version"], row["licence"]
    address = f"pkg:{row['system']}/{quote(name)}@{quote(version)}"
    component: dict[str, object] = {
        "type": "application" if row["role"] == "build" and row["system"] == "npm" else "library",
        "bom-ref": address,
        "name": name,
        "version": version,
        "scope": _SCOPES[row["role"]],
        "purl": address,
        "licenses": [{"expression": licence} if " " in licence else {"license": {"id": licence}}],
        "hashes": [{"alg": algorithm, "content": digest} for algorithm, digest in zip(row["algorithm"], row["digest"], strict=True)],
    }
    if row["only_where"]:
        component["properties"] = [{"name": "sitegen:only-where", "value": row["only_where"]}]
    return component
