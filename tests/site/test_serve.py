"""`claimtable serve`: to this machine only, and nothing but the pages."""

import http.client
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from claimtable.serving import make_server
from schemas import OutputError


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("serve")
    (folder / "secret.txt").write_text("secret")
    site = folder / "run" / "site"
    (site / "papers").mkdir(parents=True)
    (site / "index.html").write_text("<h1>pages</h1>")
    (site / "papers" / "a.html").write_text("a")
    (site / ".hidden").write_text("hidden")
    (site / "link.txt").symlink_to(folder / "secret.txt")
    return site


@pytest.fixture(scope="module")
def port(site: Path) -> Iterator[int]:
    with make_server(site.parent, 0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def ask(port: int, path: str, *, method: str = "GET", host: str | None = None) -> tuple[int, bytes, http.client.HTTPMessage]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", host or f"127.0.0.1:{port}")
    connection.endheaders()
    answer = connection.getresponse()
    return answer.status, answer.read(), answer.headers


def test_pages_come_with_safe_headers(port: int) -> None:
    status, content, headers = ask(port, "/")
    assert (status, content) == (200, b"<h1>pages</h1>")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert ask(port, "/papers/a.html")[1] == b"a"


OUTSIDE = ("/../secret.txt", "/%2e%2e/%2e%2e/secret.txt", "/papers/..%2f..%2f..%2fsecret.txt", "/link.txt")


@pytest.mark.parametrize("path", [*OUTSIDE, "/.hidden", "/papers/", "/%00"])
def test_nothing_else_is_handed_out(port: int, path: str) -> None:
    status, content, _ = ask(port, path)
    assert status == 404
    assert b"secret" not in content.replace(path.encode(), b"")


def test_another_name_for_this_machine_gets_nothing(port: int) -> None:
    assert ask(port, "/", host="pages.example.org")[0] == 421
    assert ask(port, "/", host=f"localhost:{port}")[0] == 200


def test_only_reading(port: int) -> None:
    assert ask(port, "/", method="POST")[0] == 501


def test_a_taken_port_and_a_folder_without_pages_are_told(port: int, site: Path, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=f"127.0.0.1:{port}: .*another --port"):
        make_server(site, port)
    with pytest.raises(OutputError, match="run claimtable report"):
        make_server(tmp_path, 0)


def test_the_command_prints_its_address_and_ends_quietly(site: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "claimtable", "serve", str(site), "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        port = int(address.removeprefix("http://127.0.0.1:").rstrip("/"))
        assert ask(port, "/index.html")[0] == 200
        others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {
            "127.0.0.1",
            "127.0.1.1",
        }
        for other in others:
            with pytest.raises(ConnectionRefusedError):
                socket.create_connection((str(other), port), timeout=5)
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=20) == ("", "")
        assert process.returncode == 0
