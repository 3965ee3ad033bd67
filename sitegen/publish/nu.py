"""Pages held against the HTML standard by the Nu validator, a program of its own that needs Java."""

import json
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sitegen.errors import ConfigError, SiteError
from sitegen.publish.checks.facts import Finding

MEANING = "every page is valid HTML in the eyes of the Nu validator"
JAR = "vnu-jar/build/dist/vnu.jar"
_SAID_MOST = 2_000


def nu_findings(folder: Path, libraries: Path) -> list[Finding]:
    """Every error the validator finds in the pages of a folder, by path and line; `libraries` is node_modules.

    Raises ConfigError where Java or the validator is missing, SiteError where it does not answer.
    """
    java, jar = shutil.which("java"), libraries / JAR
    if java is None:
        raise ConfigError("--nu: there is no java; install one (on Debian: apt-get install default-jre-headless), or check without --nu")
    if not jar.is_file():
        raise ConfigError(f"--nu: {jar} is missing; run `npm ci` in the project's folder, or check without --nu")
    command = [java, "-jar", str(jar), "--errors-only", "--skip-non-html", "--format", "json", "--stdout", "--exit-zero-always", str(folder)]
    done = subprocess.run(command, capture_output=True, check=False)
    try:
        messages = json.loads(done.stdout)["messages"]
    except (ValueError, KeyError, TypeError) as error:
        said = done.stderr.decode(errors="replace")[:_SAID_MOST].strip()
        raise SiteError(f"the Nu validator gave no answer ({said or f'exit code {done.returncode}'}); check without --nu") from error
    root = folder.resolve()
    return sorted(Finding("html", _path(message, root), f"line {message.get('lastLine', '?')}: {message.get('message', '')}") for message in messages)


def _path(message: dict[str, object], root: Path) -> str:
    """The page a message is about, as a public path."""
    path = Path(unquote(urlsplit(str(message.get("url", ""))).path))
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path.name)
