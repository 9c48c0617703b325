"""A preview that runs on a copy of the garden, as tests ask it and change its files."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from tests.conftest import GARDEN, copy_of_the_garden
from tests.processes import surroundings
from tools.hosting import free_port

PATIENCE = 60.0
SERVE = """
import sys
from plugins.cms import commands
sys.exit(commands.serve(int(sys.argv[1]), "settings.py", *sys.argv[2:]))
"""
NOTE = "content/notes/spring.md"
LEFT_ALONE = "content/beds/border.md"
SETTINGS = "settings.py"
BASE = "theme/templates/base.html"


@dataclass
class Preview:
    """A running preview of a copy of the garden."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]
    former: dict[str, bytes] = field(default_factory=dict)

    def ask(self, path: str = "/", method: str = "GET", **headers: str) -> tuple[int, str, str]:
        """The status, the headers and the body of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.putrequest(method, path, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        body = answer.read().decode("utf-8", "replace")
        connection.close()
        return answer.status, str(answer.headers).lower(), body

    @contextmanager
    def events(self, path: str) -> Iterator[Iterator[dict[str, str] | None]]:
        """What a browser is told that shows a page; None is a sign of life."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", f"/__preview__/events?path={quote(path)}")
        lines = iter(connection.getresponse().readline, b"")
        yield (
            json.loads(line[6:]) if line.startswith(b"data: ") else None
            for line in lines
            if line.startswith((b"data: ", b":"))
        )
        connection.close()

    def state(self, path: str = "/") -> dict[str, str]:
        """What a browser is told when it connects from a page."""
        with self.events(path) as events:
            state = next(events)
            assert state
            return state

    def body(self, path: str = "/") -> str:
        return self.ask(path)[2]

    def write(self, path: str, text: str) -> None:
        """Write a file in one step, as editors do: nobody meets it empty."""
        self._put(path, text.encode("utf-8"))

    def panel(self) -> str:
        return self.state()["panel"]

    def log(self) -> str:
        """What the terminal shows."""
        return (self.folder.parent / "log").read_text(encoding="utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        """Change a text in a file."""
        text = (self.folder / path).read_text(encoding="utf-8")
        self.write(path, text.replace(old, new))

    def _put(self, path: str | Path, content: bytes) -> None:
        file = self.folder / path
        beside = file.with_name(f"{file.name}~")
        beside.write_bytes(content)
        beside.replace(file)

    def mend(self) -> None:
        """Make all files what they were, and wait until the site is, too."""
        names = {
            file.relative_to(top)
            for top in (self.folder, GARDEN)
            for file in (*top.glob("content/*/*"), *top.glob("theme/*/*"), top / SETTINGS)
        }
        told = {LEFT_ALONE}
        for name in names:
            file, former = self.folder / name, GARDEN / name
            if not former.exists():
                file.unlink()
            elif not file.exists() or file.read_bytes() != former.read_bytes():
                self._put(name, former.read_bytes())
                if name == Path(SETTINGS):
                    told.add(SETTINGS)
        until(lambda: self.files() == self.former and not self.panel())
        self.settle(told)

    def settle(self, told: Collection[str] = (LEFT_ALONE,)) -> None:
        """Wait until all that has changed by now is built: one change may be told in two parts.

        Settings are watched apart: they are to be `told`, too, where they have changed.
        """
        before = len(self.log())
        for name in told:
            (self.folder / name).touch()
        until(lambda: all(name in self.log()[before:] for name in told))

    def files(self) -> dict[str, bytes]:
        """Every file of the site as it is now; not all where another one takes its place."""
        top, found = (self.folder / "output").resolve(), {}
        with suppress(FileNotFoundError):
            for one in top.rglob("*.*"):
                found[str(one.relative_to(top))] = one.read_bytes()
        return found

    def builders(self) -> dict[int, int]:
        """The processes that build now, with the memory that each takes, in KiB."""
        listed = subprocess.run(
            ["ps", "-A", "-o", "pid=,ppid=,rss="], capture_output=True, text=True, check=True
        )
        rows = [[int(word) for word in line.split()] for line in listed.stdout.splitlines()]
        return {pid: size for pid, parent, size in rows if parent == self.process.pid}

    def end(self, number: int = signal.SIGINT) -> int:
        """Send a signal; return the exit code."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


def news(events: Iterator[dict[str, str] | None]) -> dict[str, str]:
    """What a browser is told next that it did not know; signs of life are passed over."""
    return next(filter(None, events))


def until(condition: Callable[[], object]) -> None:
    """Wait for something that is bound to happen."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


def start_with_site(folder: Path) -> Preview:
    """A preview of a new copy of the garden, with its first build done."""
    preview = start(copy_of_the_garden(folder).folder)
    until(lambda: "pages in" in preview.log())
    preview.former = preview.files()
    return preview


def start(garden: Path, host: str = "") -> Preview:
    """A preview that answers; its first build may still run."""
    preview = _begin(garden, host)
    while "is in use" in preview.log():  # somebody was faster
        preview = _begin(garden, host)
    assert preview.process.poll() is None, preview.log()
    return preview


def _begin(garden: Path, host: str) -> Preview:
    port = free_port()
    with (garden.parent / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(port), *filter(None, [host])],
            cwd=garden,
            env=surroundings(),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    preview = Preview(garden, port, process)
    until(lambda: process.poll() is not None or "preview is at" in preview.log())
    return preview
