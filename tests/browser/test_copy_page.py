"""The page about this copy proves itself in the browser, says what is wrong where something is, and says how to prove it by hand without a script."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from sitegen.artefacts.assets.names import asset_files
from sitegen.artefacts.pages.copy import make
from sitegen.hosting.folder_target import FolderTarget
from sitegen.hosting.publish import Signing
from sitegen.proof.minisign import SecretKey
from tests.artefacts.inputs import ASSET_PATHS, ASSETS, SCRIPTS, SITE, TEMPLATES, VENDOR, files_of, raw_group
from tests.browser.conftest import Open, Visit
from tests.hosting.small_site import put_out, release_in, write_site
from tests.proof.keys import KEY, OTHER_KEY
from tests.serving import serving

pytestmark = pytest.mark.browser

PAGE = "copy/index.html"
NO_SIGNATURES = "Object.defineProperty(crypto, 'subtle', { value: undefined })"
Look = Callable[..., Visit]


def write_copy_page(folder: Path, key: str) -> Path:
    """A site of this page alone, in two languages, as a build leaves it; `key` is the one that it names."""
    site = {**SITE, "languages": ["en", "cy"], "public_key": key}
    given = {"templates": TEMPLATES, "locales": raw_group("content/locales"), "asset_paths": ASSET_PATHS, "site": site}
    files = dict(asset_files(assets=(*ASSETS, *VENDOR), scripts=SCRIPTS))
    files |= files_of(make, **given) | files_of(make, **given, language="cy") | {"manifest.webmanifest": b"{}"}
    return write_site(folder, files)


def put_online(site: Path, folder: Path, day: date | None = None, key: SecretKey = KEY) -> Path:
    """The folder in which a site is published, today or on another day."""
    put_out(FolderTarget(folder), release_in(site), Signing(key, "", day or datetime.now(UTC).date(), 70))
    return folder


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as built; it names its key."""
    return write_copy_page(tmp_path_factory.mktemp("built"), KEY.public.text)


@pytest.fixture(scope="module")
def published(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which it is published today."""
    return put_online(built, tmp_path_factory.mktemp("published") / "www")


@pytest.fixture
def copy(published: Path, tmp_path: Path) -> Path:
    """A copy of what is published, for a test to damage."""
    return shutil.copytree(published, tmp_path / "copy")


@pytest.fixture
def look(open_page: Open) -> Iterator[Look]:
    """Opens the page of a folder that is served below a path: `look(folder, "cy/", script=False)`."""
    with ExitStack() as servers:
        yield lambda folder, language="", **like: open_page(f"{servers.enter_context(serving(folder, '/mirror/a/'))}{language}copy/", **like)


def verdict(visit: Visit) -> Locator:
    return visit.page.locator("[data-proof] [role=status]")


def test_a_published_copy_is_proved_without_asking_anybody_else(published: Path, look: Look) -> None:
    visit = look(published)
    expect(verdict(visit)).to_contain_text("Proved. This page and the 6 files it loads are, byte for byte, those of release 1")
    expect(verdict(visit)).to_contain_text(KEY.public.text)
    assert (visit.other_origins(), visit.complaints) == ([], [])


def test_in_welsh_it_proves_the_welsh_page_and_says_so_in_welsh(published: Path, look: Look) -> None:
    visit = look(published, "cy/")
    expect(verdict(visit)).to_contain_text("Wedi’i brofi.")
    assert f"{datetime.now(UTC).day} " in verdict(visit).inner_text()
    assert any(url.endswith("/cy/copy/") for url in visit.requests[1:])


@pytest.mark.parametrize("name", [PAGE, "assets/site.*.css", "assets/copy.*.js"])
def test_a_file_with_another_byte_is_named(copy: Path, look: Look, name: str) -> None:
    file = next(copy.glob(name))
    file.write_bytes(file.read_bytes() + b"\n")
    expect(verdict(look(copy))).to_contain_text(f"Not as it was signed. Release 1 lists other bytes for: {file.relative_to(copy)}.")


@pytest.mark.parametrize("name", ["release/records/*.json", "release/records/*.minisig", "release/segments/*.gz"])
@pytest.mark.parametrize("is_there", [True, False], ids=["altered", "missing"])
def test_a_proof_that_does_not_fit_together_proves_nothing(copy: Path, look: Look, name: str, is_there: bool) -> None:
    file = next(copy.glob(name))
    file.unlink()
    if is_there:
        file.write_bytes(b"<!doctype html>")
    expect(verdict(look(copy))).to_contain_text(
        f"Not proved. What should prove this copy is missing in part, or does not fit together: {file.relative_to(copy)}"
    )


def test_a_record_by_another_key_than_the_page_names_is_not_believed(built: Path, tmp_path: Path, look: Look) -> None:
    visit = look(put_online(built, tmp_path / "www", key=OTHER_KEY))
    expect(verdict(visit)).to_contain_text(f"Signed by another key. What this copy states is signed by key {OTHER_KEY.public.text}")


def test_a_release_past_its_last_day_is_out_of_date(built: Path, tmp_path: Path, look: Look) -> None:
    visit = look(put_online(built, tmp_path / "www", date(2025, 8, 1)))
    expect(verdict(visit)).to_contain_text("Out of date.")
    expect(verdict(visit)).to_contain_text("published on 1 August 2025. But it was to be taken for the newest until 10 October 2025")


def test_a_site_that_was_never_published_says_that_it_is_not_signed(built: Path, look: Look) -> None:
    expect(verdict(look(built))).to_contain_text("Not signed.")


def test_a_page_that_names_no_key_says_whose_signature_it_found(tmp_path: Path, look: Look) -> None:
    visit = look(put_online(write_copy_page(tmp_path / "built", ""), tmp_path / "www"))
    expect(verdict(visit)).to_contain_text(f"signed by key {KEY.public.text}")
    expect(visit.page.locator("main")).to_contain_text("This copy names no key.")


def test_a_browser_without_signatures_says_that_nothing_was_checked(published: Path, look: Look) -> None:
    expect(verdict(look(published, before=NO_SIGNATURES))).to_contain_text("Not checked. This browser cannot check signatures here.")


def test_a_proof_that_cannot_be_fetched_is_no_verdict(published: Path, look: Look) -> None:
    visit = look(published)
    visit.page.route("**/release/**", lambda route: route.abort())
    visit.page.reload()
    expect(verdict(visit)).to_contain_text("Not checked. The proof could not be fetched.")


def test_in_a_folder_it_says_what_can_be_done_there(published: Path, open_page: Open) -> None:
    visit = open_page((published / PAGE).as_uri())
    expect(verdict(visit)).to_contain_text("Not checked. This copy is read from a folder")
    assert visit.complaints == []


def test_without_a_script_all_is_there_but_the_verdict(published: Path, look: Look) -> None:
    visit = look(published, script=False)
    expect(visit.page.locator("[data-proof]")).to_be_hidden()
    shown = visit.page.locator("main").inner_text()
    assert all(text in shown for text in (KEY.public.text, "python3 verify.py ADDRESS KEY", "minisign -V -m", "sha256sum --quiet -c SHA256SUMS"))


def test_the_page_and_its_script_are_small(built: Path) -> None:
    assert len(gzip.compress((built / PAGE).read_bytes())) < 14_000
    assert len(gzip.compress(next((built / "assets").glob("copy.*.js")).read_bytes())) < 3_000


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_nothing_is_in_the_way_of_anybody(published: Path, look: Look, width: int, scheme: str) -> None:
    visit = look(published, width=width, scheme=scheme)
    expect(verdict(visit)).to_contain_text("Proved.")
    assert visit.axe() == []
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
