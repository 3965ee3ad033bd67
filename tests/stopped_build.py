"""A build that kills itself: `python -m tests.stopped_build MOMENT COUNT build ...` runs build.py's command until the moment has come COUNT times.

Moments: `task` a finished task committed to the ledger, `file` a file of the site written, `swap` the new site put in place.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from sitegen import build, cli
from sitegen.engine.ledger import Ledger
from sitegen.publish import assemble, swap


def main() -> None:
    """Run the command; SIGKILL comes right after the moment, with no time to clear up."""
    moment, count = sys.argv[1], int(sys.argv[2])
    seen = 0

    def dying(function: Callable[..., Any]) -> Callable[..., Any]:  # Any: three functions of different kinds
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            nonlocal seen
            done = function(*args, **kwargs)
            seen += 1
            if seen == count:
                os.kill(os.getpid(), signal.SIGKILL)
            return done

        return wrapped

    match moment:
        case "task":
            Ledger.record = dying(Ledger.record)  # type: ignore[method-assign]
        case "file":
            assemble._write = dying(assemble._write)
        case "swap":
            setattr(build, "swap", dying(swap.swap))  # noqa: B010  the name is imported there, not exported
    cli.main(sys.argv[3:])


if __name__ == "__main__":
    main()
