"""The list of components, as CycloneDX 1.6: the libraries that the pages ship, and the programs that bake them."""

from collections.abc import Iterator
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
    listed = [
        _component(*one, list(zip(algorithms, digests, strict=True)))
        for *one, algorithms, digests in components.group_by(by, maintain_order=True).agg("algorithm", "digest").iter_rows()
    ]
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


def _component(role: str, system: str, name: str, version: str, licence: str, only_where: str, digests: list[tuple[str, str]]) -> dict[str, object]:
    address = f"pkg:{system}/{quote(name)}@{quote(version)}"
    stated = {"expression": licence} if " " in licence.strip("()") else {"license": {"id": licence}}
    component: dict[str, object] = {
        "type": "library" if role == "shipped" or system == "pypi" else "application",
        "bom-ref": address,
        "name": name,
        "version": version,
        "scope": _SCOPES[role],
        "purl": address,
        "licenses": [stated],
        "hashes": [{"alg": algorithm, "content": digest} for algorithm, digest in digests],
    }
    if only_where:
        component["properties"] = [{"name": "sitegen:only-where", "value": only_where}]
    return component
