"""Serve the pages of a folder to this machine and nobody else.

The server listens on 127.0.0.1 only, answers only requests that name it so (a page of another site that has its own name
point here gets nothing), hands out files of the folder alone, and no listing of it.
"""

from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from schemas import OutputError

HOST = "127.0.0.1"
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "frame-ancestors 'none'; base-uri 'none'; form-action 'none'; object-src 'none'",
    "Cache-Control": "no-cache",
}


class _Pages(SimpleHTTPRequestHandler):
    """The files of one folder."""

    server_version = "claimtable"
    sys_version = ""
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".js": "text/javascript", ".jsonl": "application/jsonl"}  # noqa: RUF012

    def send_head(self) -> Any:
        """Open what is asked for; None where it was refused."""
        port = self.connection.getsockname()[1]
        names = {f"{name}:{port}" for name in (HOST, "localhost")}
        if self.headers.get("Host", "").lower() not in names:
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST, "This server answers on 127.0.0.1 only")
            return None
        root, asked = Path(self.directory).resolve(), Path(self.translate_path(self.path))
        try:
            inside = asked.resolve().is_relative_to(root)  # a link in the folder may lead out of it
        except (OSError, ValueError):
            inside = False
        hidden = inside and any(part.startswith(".") for part in asked.resolve().relative_to(root).parts)
        if not inside or hidden:
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

    def list_directory(self, path: Any) -> None:  # noqa: ARG002
        """No listing: only what pages link to is for reading."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def end_headers(self) -> None:
        """Headers that keep other pages out."""
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing: the person looks at the browser."""


def make_server(folder: Path, port: int) -> ThreadingHTTPServer:
    """A server of the site in a folder, bound and not yet serving; port 0 takes any that is free.

    Raises:
        OutputError: there is no site, or the port is taken.
    """
    site = find_site(folder)
    try:
        return ThreadingHTTPServer((HOST, port), partial(_Pages, directory=str(site)))
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise OutputError(reason, place=f"{HOST}:{port}", remedy="choose another --port, or 0 for a free one") from None


def find_site(folder: Path) -> Path:
    """The folder of pages: the one named, or the one that `claimtable report` made in it.

    Raises:
        OutputError: neither holds a first page.
    """
    for place in (folder, folder / "site"):
        if (place / "index.html").is_file():
            return place
    raise OutputError("no index.html: there are no pages here", place=str(folder), remedy=f"run claimtable report {folder}")
