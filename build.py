"""The command line: `python build.py --help`."""

import sys

# Worker processes read this file too, and need none of it.
if __name__ == "__main__":
    try:
        from sitegen.cli import main
    except (ImportError, SyntaxError) as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(f"error: this Python lacks something ({error}); run `make setup`, then .venv/bin/python build.py")
    except KeyboardInterrupt:
        sys.exit(130)
    main()
