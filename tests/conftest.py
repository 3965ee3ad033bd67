"""Options of the tests, and what many of them share: the invented county, its site, and real data where there is some."""

from __future__ import annotations

import fcntl
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from sitegen.build import ROOT, Options, build_site
from sitegen.sample.write import SampleReport, write_sample
from tests.settings import SETTINGS

# A property that is true stays true on a slow machine, and the same code is judged by the same examples each time.
# `pytest --hypothesis-profile wide` looks for new ones; what it finds becomes an `@example`.
settings.register_profile("site", deadline=None, derandomize=True)
settings.register_profile("wide", deadline=None, max_examples=1000)
settings.load_profile("site")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden`: a person's way to accept what is made now as what is expected."""
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite golden files with what the code makes now; review the difference like code"
    )


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
