"""The web server of a preview: the site's own, which adds a script that reloads the page, and shows a fault in place of pages."""

import html
from http import HTTPStatus
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from sitegen.preview.board import Board
from sitegen.preview.fault import Fault
from sitegen.publish.serve import TYPES, Answer, Handler, make_server, policy

CHANGES, _SCRIPT = "/-preview/changes", "/-preview/reload.js"
_WAIT_S = 20.0
_RELOAD = f"""\
const {{ version }} = document.currentScript.dataset;
async function follow() {{
  try {{
    const answer = await fetch("{CHANGES}?since=" + version);
    if (await answer.text() !== version) return location.reload();
    follow();
  }} catch {{
    setTimeout(follow, 1000);
  }}
}}
follow();
"""
_FAULT = """\
<!doctype html><html lang="en"><meta charset="utf-8"><title>Preview: {what}</title>
<h1>{what}</h1><p><code>{where}</code></p><pre>{way}</pre>
"""


def make_preview_server(site: Path, built: Path, board: Board, port: int) -> ThreadingHTTPServer:
    """A server for the made pages in `site`; what was not made is served from the built site, where there is one. Raises ConfigError."""

    class PreviewHandler(_PreviewHandler):
        shown = board

    return make_server(site, port=port, behind=(built,) if built.is_dir() else (), handler=PreviewHandler)


class _PreviewHandler(Handler):
    shown: Board

    def respond(self, *, send_body: bool) -> None:
        """Answer a request: what the preview adds, else as the site's own server."""
        asked = urlsplit(self.path)
        fault = self.shown.fault
        if asked.path == CHANGES:
            since = parse_qs(asked.query).get("since", [""])[0]
            self.send(_answer("txt", self.shown.wait(since, _WAIT_S).encode()), send_body)
        elif asked.path == _SCRIPT:
            self.send(_answer("js", _RELOAD.encode()), send_body)
        elif fault and asked.path.endswith(("/", ".html")):
            self.send(_answer("html", _fault_page(fault) + self._script(), HTTPStatus.INTERNAL_SERVER_ERROR), send_body)
        else:
            super().respond(send_body=send_body)

    def send_file(self, file: Path, status: HTTPStatus, send_body: bool) -> None:
        """A page gets the script that reloads it; the version is that of before the page was read, so that none is missed."""
        if file.suffix != ".html":
            super().send_file(file, status, send_body)
            return
        script = self._script()
        self.send(_answer("html", file.read_bytes() + script, status, ("Content-Security-Policy", policy(file))), send_body)

    def _script(self) -> bytes:
        return f'<script src="{_SCRIPT}" data-version="{self.shown.version}"></script>\n'.encode()


def _answer(kind: str, text: bytes, status: HTTPStatus = HTTPStatus.OK, *headers: tuple[str, str]) -> Answer:
    return Answer(status, (("Content-Type", TYPES[kind]), ("Cache-Control", "no-store"), *headers), text)


def _fault_page(fault: Fault) -> bytes:
    return _FAULT.format(what=html.escape(fault.what), where=html.escape(fault.where), way=html.escape(fault.way)).encode()
