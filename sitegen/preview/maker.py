"""The process that makes pages: it imports the project's code when it is first asked, so that a fresh one knows what was edited.

Libraries take longest and are never edited: a process imports them before it is needed. This module and what it imports are the only ones
of the project that it knows by then.
"""

import pickle
import signal
from collections.abc import Callable
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.connection import Connection

from sitegen.preview.fault import Fault, fault_of

_LIBRARIES = ("babel.dates", "babel.numbers", "click", "jinja2.ext", "markdown_it", "nh3", "numpy", "polars", "rich.progress", "shapely")


def obey(pipe: Connection) -> None:
    """Do what arrives, and answer with what came of it or with a Fault, until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for library in _LIBRARIES:
        import_module(library)
    while True:
        try:
            sent = pipe.recv_bytes()
        except EOFError:
            return
        answer: object
        try:
            # Only now the project's code is imported, and that may be what fails.
            answer = pickle.loads(sent)()
        except Exception as error:  # noqa: BLE001  whatever an author wrote
            answer = fault_of(error)
        pipe.send(answer)


class Maker:
    """A process at work, and one that waits to take its place when code was edited."""

    def __init__(self) -> None:
        self._worker, self._spare = _Worker(), _Worker()
        self.is_busy = False

    def begin(self, job: Callable[[], object]) -> None:
        """Have a job done; one that is under way is given up."""
        if self.is_busy:
            self.renew()
        self._worker.pipe.send_bytes(pickle.dumps(job))
        self.is_busy = True

    def answer(self, seconds: float) -> object | None:
        """What came of the job; None where nothing has within so many seconds."""
        if not self._worker.pipe.poll(seconds):
            return None
        try:
            answer: object = self._worker.pipe.recv()
        except EOFError:
            answer = Fault("the process that makes the pages was killed, most likely for want of memory", "", "")
            self.renew()
        self.is_busy = False
        return answer

    def renew(self) -> None:
        """From now on with the code as it is now."""
        self._worker.end()
        self._worker, self._spare = self._spare, _Worker()
        self.is_busy = False

    def close(self) -> None:
        """End both processes."""
        self._worker.end()
        self._spare.end()


class _Worker:
    def __init__(self) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=obey, args=(theirs,))
        self._process.start()
        theirs.close()

    def end(self) -> None:
        self.pipe.close()
        self._process.terminate()
        self._process.join()
