"""Options of the tests, and what many of them share: the invented county, its site, and real data where there is some."""

from __future__ import annotations

import fcntl
import pickle
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from msgspec import structs
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from sitegen.build import ROOT, Options, build_site
from sitegen.sample.write import SampleReport, write_sample
from sitegen.wheel import write_wheel
from tests.command_line import run
from tests.installed import asked, install
from tests.older_world import put_older_world
from tests.one_street import write_data
from tests.settings import SETTINGS, SETTINGS_FILE
from tests.small_world import put_world

# A property that is true stays true on a slow machine, and the same code is judged by the same examples each time.
# `pytest --hypothesis-profile wide` looks for new ones; what it finds becomes an `@example`.
settings.register_profile("site", deadline=None, derandomize=True)
settings.register_profile("wide", deadline=None, max_examples=1000)
settings.load_profile("site")

# Tests that a shell runs in the background are to ignore interrupts, and so would every build that they interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden`: a person's way to accept what is made now as what is expected."""
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite golden files with what the code makes now; review the difference like code"
    )


WHOLE_SITES = {"built_site", "built_real_site", "built_few", "built_elsewhere", "june", "three_months", "older"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of whole sites, and put files that last before those that do not.

    One worker begins with the browser, another with the sites. The county is first of the sites and last in the browser: so no worker
    waits for what another is building, and what is left at the end is short.
    """
    files: dict[Path, list[pytest.Item]] = {}
    for item in items:
        if not WHOLE_SITES.isdisjoint(_fixtures(item)):
            item.add_marker("site")
        files.setdefault(item.path, []).append(item)
    of_browser = [path for path, tests in files.items() if tests[0].get_closest_marker("browser")]
    of_sites = [path for path, tests in files.items() if path not in of_browser and any(test.get_closest_marker("site") for test in tests)]
    of_county, of_real_data = (
        {path for path, tests in files.items() if any(name in _fixtures(test) for test in tests)} for name in ("built_site", "built_real_site")
    )
    of_browser.sort(key=lambda path: path in of_county)
    # The county first, and last what the browser's worker may be building still: the site of the real data.
    of_sites.sort(key=lambda path: (path in of_real_data, path not in of_county))
    items[:] = [item for path in dict.fromkeys([*of_browser, *of_sites, *files]) for item in files[path]]


class OneBrowser(LoadFileScheduling):  # type: ignore[misc]  # a library without types
    """A file stays on one worker, and all files of the browser on the same: each Chromium alone fills more than a processor."""

    def _split_scope(self, nodeid: str) -> str:
        return "browser" if nodeid.startswith("tests/browser/") else super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OneBrowser:
    """Who runs what where there are several workers."""
    return OneBrowser(config, log)


def _fixtures(item: pytest.Item) -> list[str]:
    return item.fixturenames if isinstance(item, pytest.Function) else []


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be rewritten."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def sample_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the invented county; to be read only."""

    def write(folder: Path) -> None:
        report = write_sample(folder, seed=1, months=13)
        folder.with_name("sample-report").write_bytes(pickle.dumps(report))

    return _made_once(tmp_path_factory, "sample", write)


@pytest.fixture(scope="session")
def sample_report(sample_data: Path) -> SampleReport:
    """What was planted in the invented county."""
    report = pickle.loads(sample_data.with_name("sample-report").read_bytes())
    assert isinstance(report, SampleReport)
    return report


@pytest.fixture(scope="session")
def built_site(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the invented county, built and checked; to be read only."""

    def build(folder: Path) -> None:
        options = Options(sample_data, folder.with_name("site-cache"))
        build_site(options, SETTINGS, folder)

    return _made_once(tmp_path_factory, "site", build)


@pytest.fixture(scope="session")
def few_months(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the invented county with few months: every kind of file, and builds that do not last; to be read only."""
    return _made_once(tmp_path_factory, "few-months", lambda folder: write_sample(folder, months=5))


@pytest.fixture(scope="session")
def built_few(few_months: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the county with few months in output/, as one process builds it, and its cache/ beside it; to be copied."""

    def build(folder: Path) -> None:
        folder.mkdir()
        flags = ("--data", few_months, "--output", "output", "--cache", "cache", "--config", SETTINGS_FILE, "--workers", "1")
        done = run(folder, "build", *flags)
        assert done.returncode == 0, done.stderr

    return _made_once(tmp_path_factory, "few-built", build) / "output"


@pytest.fixture(scope="session")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program as a wheel."""
    (wheel,) = _made_once(tmp_path_factory, "wheel", write_wheel).iterdir()
    return wheel


@pytest.fixture(scope="session")
def installed(packed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment in which the wheel is installed."""
    return _made_once(tmp_path_factory, "installed", lambda place: install(packed, place))


@pytest.fixture(scope="session")
def built_elsewhere(installed: Path, few_months: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the output/ of the county with few months, and what was `said`, as the installed program builds it: with two processes,
    another seed of hashes, in another time zone and locale; to be read only."""

    def build(folder: Path) -> None:
        folder.mkdir()
        flags = ("--data", few_months, "--config", SETTINGS_FILE, "--workers", "2")
        done = asked(installed, folder, "build", *flags, PYTHONHASHSEED="77", TZ="Pacific/Auckland", LC_ALL="C", LANG="C")
        assert done.returncode == 0, done.stderr
        (folder / "said").write_text(done.stdout, encoding="utf-8")

    return _made_once(tmp_path_factory, "elsewhere", build)


@pytest.fixture(scope="session")
def june(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with data of one force's June, and the output/ and .cache/ of a build with every default; to be copied."""

    def build(folder: Path) -> None:
        write_data(folder / "data", ("06",))
        done = run(folder, "build", "--workers", "1")
        assert done.returncode == 0, done.stderr

    return _made_once(tmp_path_factory, "june", build)


@pytest.fixture(scope="session")
def three_months(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with data/ of the small world from March to May 2025, and the cache/ and output/ of its build; to be copied."""

    def build(folder: Path) -> None:
        put_world(folder / "data", ("2025-03", "2025-04", "2025-05"))
        build_site(Options(folder / "data", folder / "cache"), SETTINGS, folder / "output")

    return _made_once(tmp_path_factory, "three-months", build)


@pytest.fixture(scope="session")
def older(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with data/ of the small world over the years, and the cache/ and output/ of its build in both languages; to be read only."""

    def build(folder: Path) -> None:
        put_older_world(folder / "data")
        settings = structs.replace(SETTINGS, site=structs.replace(SETTINGS.site, languages=("en", "cy")))
        build_site(Options(folder / "data", folder / "cache"), settings, folder / "output")

    return _made_once(tmp_path_factory, "older", build)


@pytest.fixture(scope="session")
def real_data() -> Path:
    """A folder of real upstream files beside the project; tests that want it are skipped where there is none."""
    folder = ROOT.parent / "shared" / "data"
    if not (folder / "archive").is_dir():
        pytest.skip("there is no folder of real data beside the project")
    return folder


@pytest.fixture(scope="session")
def built_real_site(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the real data, built and checked; to be read only."""

    def build(folder: Path) -> None:
        build_site(Options(real_data, folder.with_name("real-cache")), SETTINGS, folder, 2)

    return _made_once(tmp_path_factory, "real-site", build)


def _made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder made once for all test processes: the first makes it, the others wait."""
    # The parent of each process's own folder is the same for all of one run.
    shared = factory.getbasetemp().parent if factory.getbasetemp().name.startswith("popen-") else factory.getbasetemp()
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / f"{name}.made").exists():
            make(shared / name)
            (shared / f"{name}.made").touch()
    return shared / name
