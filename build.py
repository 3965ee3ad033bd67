"""The command line: `python build.py --help`."""

import sys

# Worker processes read this file too, and need none of it.
if __name__ == "__main__":
    try:
        from sitegen.cli import main

        main()
    except KeyboardInterrupt:
        sys.exit(130)
