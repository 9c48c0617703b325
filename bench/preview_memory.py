"""Whether a preview grows while somebody writes: `.venv/bin/python bench/preview_memory.py`."""

from __future__ import annotations

import argparse
import http.client
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.large_site import make
from tools.hosting import free_port

_FILE = "content/conditions/entry-00000.md"
_PAGE = "/conditions/entry-00000/"
_EVERY = 100
"""After how many edits the memory is looked at."""


def main() -> int:
    """Edit one entry again and again, and print how much memory the processes take."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--entries", type=int, default=1000, help="how many (1000)")
    options.add_argument("--edits", type=int, default=1000, help="how many (1000)")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "site")
        folder.mkdir()
        make(folder, chosen.entries)
        print("| edits | server, MiB | builder, MiB | process of the builder |")
        print("|---|---|---|---|")
        with _preview(folder) as (server, port):
            _edit(folder, port, chosen.edits, server)
    return 0


@contextmanager
def _preview(folder: Path) -> Iterator[tuple[int, int]]:
    """The process of a preview, and its port."""
    port = free_port()
    python = str(folder / ".venv/bin/python")
    command = [python, "tasks.py", "serve", "--port", str(port)]
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(command, cwd=folder, stdout=log)
        try:
            yield server.pid, port
        finally:
            server.terminate()
            server.wait()


def _edit(folder: Path, port: int, edits: int, server: int) -> None:
    file = folder / _FILE
    text = file.read_text(encoding="utf-8")
    with closing(_connect(port)) as connection:
        connection.request("GET", f"/__preview__/events?path={_PAGE}")
        events = connection.getresponse()
        shown = _next_page(events, "none")  # that there is no site yet is no page
        for number in range(edits + 1):
            if number % _EVERY == 0:
                _print_row(number, server)
            file.write_text(f"{text}\nEdit {number}.\n", encoding="utf-8")
            shown = _next_page(events, shown)


def _connect(port: int) -> http.client.HTTPConnection:
    """A connection to the preview, as soon as it is there."""
    while True:
        with suppress(ConnectionRefusedError):
            connection = http.client.HTTPConnection("127.0.0.1", port)
            connection.connect()
            return connection
        time.sleep(0.1)


def _next_page(events: http.client.HTTPResponse, shown: str) -> str:
    """Wait until another page is there than the one that is shown."""
    while True:
        line = events.readline()
        page = str(json.loads(line[6:])["page"]) if line.startswith(b"data: ") else ""
        if page and page != shown and not page.startswith("none"):
            return page


def _print_row(number: int, server: int) -> None:
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,rss="], capture_output=True, text=True, check=True
    )
    rows = [[int(word) for word in line.split()] for line in listed.stdout.splitlines()]
    own = next(size for pid, _, size in rows if pid == server)
    for pid, parent, size in rows:
        if parent == server:
            print(f"| {number} | {own / 1024:.1f} | {size / 1024:.1f} | {pid} |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
