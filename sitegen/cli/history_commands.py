"""What only earlier runs knew, kept where the site is published, sealed so that nobody else can read it."""

from __future__ import annotations

from pathlib import Path

import click

from sitegen.cli.accounts import accounting, json_option
from sitegen.cli.options import path
from sitegen.cli.target_options import opening_target
from sitegen.config import Config
from sitegen.errors import ProofError
from sitegen.fetching.history import FOLDER
from sitegen.hosting.packed_folder import pack, unpack
from sitegen.hosting.target import Target
from sitegen.proof import keys
from sitegen.proof.minisign import SecretKey
from sitegen.proof.sealed import seal, unseal

data_option = click.option(
    "--data", type=path, default=Path("data"), show_default=True, is_eager=True, help="Data folder, whose history goes along, sealed with the key."
)


@click.command()
@opening_target
@click.option("--data", type=path, default=Path("data"), show_default=True, is_eager=True, help="Data folder, made where there is none.")
@json_option
def restore(place: Target, key: SecretKey, settings: Config, data: Path, json_file: Path | None) -> None:
    """Bring back what earlier runs saw and the API has forgotten, from where the site is published, onto an empty disk.

    Example: python build.py restore s3://example-site --key site.key --data data
    """
    del settings
    with accounting("restore", json_file) as account:
        folder = data / FOLDER
        if folder.is_dir() and any(folder.iterdir()):
            click.echo(f"{folder} is here already; nothing was brought")
            return
        found = place.read(keys.HISTORY)
        if found is None:
            click.echo(f"{place.url} keeps no history yet; nothing was brought")
            return
        try:
            files = unpack(unseal(found.data, key), folder)
        except ProofError as error:
            raise ProofError(f"{place.url}: {keys.HISTORY}: {error}") from error
        account.add(files=files)
        click.echo(f"{files:,} files of history are in {folder}")


def sealed_history(data: Path, key: SecretKey) -> dict[str, bytes]:
    """What goes beside a release: the history of a data folder, sealed; nothing where it has none."""
    folder = data / FOLDER
    return {keys.HISTORY: seal(pack(folder), key)} if folder.is_dir() and any(folder.iterdir()) else {}
