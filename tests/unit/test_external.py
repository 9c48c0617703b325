"""Links to other sites, asked of a server on this machine."""

from __future__ import annotations

import asyncio
import io
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from plugins.cms.errors import Location, Problem
from plugins.cms.external import Manners, check_external, name_of
from plugins.cms.external.answers import DAY, Answer, Answers
from plugins.cms.external.client import ask_all
from plugins.cms.rules.pages.outward import Outward
from tests.conftest import ROOT, Project
from tests.unit.conftest import Linked, plant

Reply = tuple[int, dict[str, str]]


@dataclass
class Host:
    """A web server on this machine: what it answers, and what it was asked.

    `replies` are by path, or by method and path; a list is for one request after the other.
    Each takes some `seconds`, and until the host `answers`.
    """

    address: str
    replies: dict[str, Reply | list[Reply]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    at_once: int = 0
    most_at_once: int = 0
    seconds: float = 0.0
    answers: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __truediv__(self, path: str) -> str:
        return f"{self.address}/{path}"

    def reply(self, method: str, path: str) -> Reply:
        found = self.replies.get(f"{method} {path}") or self.replies.get(path) or (404, {})
        if isinstance(found, list):
            return found.pop(0) if len(found) > 1 else found[0]
        return found


def serve() -> tuple[Host, ThreadingHTTPServer]:
    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            with host.lock:
                host.asked.append((self.command, self.path))
                host.agents.add(self.headers["User-Agent"])
                host.at_once += 1
                host.most_at_once = max(host.most_at_once, host.at_once)
                status, headers = host.reply(self.command, self.path.rpartition("/")[2])
            time.sleep(host.seconds)
            host.answers.wait()
            with host.lock:
                host.at_once -= 1
            if status == 0:
                self.close_connection = True
                return
            self.send_response(status)
            for name, value in {"Content-Length": "0", **headers}.items():
                self.send_header(name, value)
            self.end_headers()

        do_GET = do_HEAD  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    host = Host(f"http://127.0.0.1:{server.server_port}")
    host.answers.set()
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    return host, server


@pytest.fixture
def hosts() -> Iterator[Callable[[], Host]]:
    """A function that starts a server."""
    servers = []

    def start() -> Host:
        host, server = serve()
        servers.append(server)
        return host

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def host(hosts: Callable[[], Host]) -> Host:
    return hosts()


Ask = Callable[..., list[Problem]]
QUICK = Manners("test", pause=0.0, timeout=20.0, retries=1, backoff=0.0, longest_wait=2.0)


@pytest.fixture
def ask(linked: Linked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """A function that looks at addresses as if they stood on a page."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)

    def run(*addresses: str, manners: Manners = QUICK, cache: str = "links.db") -> list[Problem]:
        links = [Outward(one, Location("output/index.html", 1, 1)) for one in addresses]
        return list(check_external(links, linked()[0], manners, tmp_path / cache))

    return run


def only(problems: list[Problem]) -> Problem:
    (problem,) = problems
    return problem


# -- verdicts ---------------------------------------------------------------------


def test_an_address_that_is_there_is_no_problem(ask: Ask, host: Host) -> None:
    """HEAD is enough then; the host learns who asks."""
    host.replies["a"] = 200, {}
    assert ask(host / "a") == []
    assert host.asked == [("HEAD", "/a")]
    assert host.agents == {"test"}


@pytest.mark.parametrize("status", [404, 410])
def test_an_address_that_is_gone_is_dead(ask: Ask, host: Host, status: int) -> None:
    """An error, with what to do."""
    host.replies["a"] = status, {}
    problem = only(ask(host / "a"))
    assert (problem.code, problem.severity) == ("dead-link", "error")
    assert f"({status})" in problem.message and problem.hint


def test_a_host_that_answers_head_wrongly_is_asked_again(ask: Ask, host: Host) -> None:
    """GET decides; also where HEAD gets no answer at all."""
    host.replies |= {"HEAD a": (404, {}), "GET a": (200, {}), "HEAD b": (0, {}), "b": (200, {})}
    assert ask(host / "a", host / "b") == []
    assert [method for method, _ in host.asked] == ["HEAD", "GET", "HEAD", "GET"]


@pytest.mark.parametrize("status", [401, 403, 500, 503])
def test_what_cannot_be_told_is_a_warning(ask: Ask, host: Host, status: int) -> None:
    """A host that refuses programs, or has a fault, may be fine for readers."""
    host.replies["a"] = status, {}
    problem = only(ask(host / "a"))
    assert (problem.code, problem.severity) == ("unreachable-link", "warning")
    assert f"({status})" in problem.message


@pytest.mark.parametrize("status", [301, 308])
def test_a_permanent_redirect_names_the_new_address(ask: Ask, host: Host, status: int) -> None:
    """As far as it is meant for good: what comes after a passing one does not count."""
    host.replies |= {
        "a": (status, {"Location": "/b"}),
        "b": (302, {"Location": "/c"}),
        "c": (200, {}),
    }
    problem = only(ask(host / "a"))
    assert (problem.code, problem.severity) == ("moved-link", "warning")
    assert problem.message.endswith(f"`{host / 'b'}`")


@pytest.mark.parametrize("status", [302, 303, 307])
def test_a_passing_redirect_is_no_problem(ask: Ask, host: Host, status: int) -> None:
    """The old address goes on to be the right one."""
    host.replies |= {
        "a": (status, {"Location": "/b"}),
        "b": (301, {"Location": "/c"}),
        "c": (200, {}),
    }
    assert ask(host / "a") == []


def test_a_redirect_to_nothing_is_dead(ask: Ask, host: Host) -> None:
    """Readers end up at the same place."""
    host.replies["a"] = 301, {"Location": "/gone"}
    assert only(ask(host / "a")).code == "dead-link"


def test_a_circle_of_redirects_ends(ask: Ask, host: Host) -> None:
    """With a warning, and not with an endless run."""
    host.replies["a"] = 302, {"Location": "/a"}
    assert "without an end" in only(ask(host / "a")).message


@pytest.mark.parametrize(("status", "found"), [(302, None), (301, None), (404, "dead-link")])
def test_a_doi_is_only_ever_dead(
    ask: Ask, host: Host, monkeypatch: pytest.MonkeyPatch, status: int, found: str | None
) -> None:
    """Where it leads to is not looked at: publishers move, and refuse programs."""
    resolve_to(monkeypatch, {"doi.org": "127.0.0.1"})
    host.replies |= {"x": (status, {"Location": f"{host.address}/paper"}), "paper": (403, {})}
    address = host.address.replace("127.0.0.1", "doi.org") + "/10.1000/x"
    monkeypatch.setattr(
        "plugins.cms.external.client._REGISTRIES", frozenset({address.split("/")[2]})
    )
    problems = ask(address)
    assert [one.code for one in problems] == ([found] if found else [])
    assert not any(path == "/paper" for _, path in host.asked)


def resolve_to(monkeypatch: pytest.MonkeyPatch, names: dict[str, str | int]) -> None:
    """Let names have these addresses; a number is an error of the name service."""
    real = socket.getaddrinfo

    def lookup(host: str | bytes, *more: object, **named: object) -> object:
        name = host.decode() if isinstance(host, bytes) else host
        to = names.get(name, name)
        if isinstance(to, int):
            raise socket.gaierror(to, "no such name")
        return real(to, *more, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)


def test_a_host_that_is_gone_is_one_problem(
    ask: Ask, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many links lead there; other hosts show that it is not the connection."""
    resolve_to(monkeypatch, {"gone.test": socket.EAI_NONAME})
    host.replies["a"] = 200, {}
    problem = only(ask("http://gone.test/a", "http://gone.test/b", host / "a"))
    assert (problem.code, problem.severity) == ("dead-link", "error")
    assert problem.message == "there is no host `gone.test` (2 links lead there)"


@pytest.mark.parametrize("error", [socket.EAI_NONAME, socket.EAI_AGAIN])
def test_no_network_is_one_plain_problem(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    """No link is called dead where nothing can be reached, and nothing is kept of it."""
    names = [f"host-{number}.test" for number in range(40)]
    resolve_to(monkeypatch, dict.fromkeys(names, error))
    problem = only(ask(*(f"https://{name}/{page}" for name in names for page in "ab")))
    assert problem.severity == "warning"
    assert "connection to the internet" in problem.hint


def test_a_port_where_nobody_listens_is_a_warning(ask: Ask) -> None:
    """It is asked once, whatever number of links lead there."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        problem = only(ask(f"http://127.0.0.1:{port}/a", f"http://127.0.0.1:{port}/b"))
    assert problem.code == "unreachable-link" and "2 links" in problem.message


@pytest.mark.parametrize("address", ["http://", "http://[x/", "https://a b/", "http://ex ample/"])
def test_what_is_no_address_is_dead(ask: Ask, address: str) -> None:
    """And is not asked for."""
    assert only(ask(address)).code == "dead-link"


# -- manners ----------------------------------------------------------------------


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited for hosts, in seconds, without the waiting."""
    waits: list[float] = []
    real = asyncio.sleep

    async def note(seconds: float, *more: object) -> None:
        if seconds > 0:
            waits.append(seconds)
        await real(0, *more)

    monkeypatch.setattr(asyncio, "sleep", note)
    return waits


def test_a_host_has_one_request_at_a_time(ask: Ask, hosts: Callable[[], Host]) -> None:
    """Also where many others redirect to it at the same time."""
    one, *others = (hosts() for _ in range(5))
    one.seconds = 0.05
    one.replies["a"] = 200, {}
    for host in others:
        host.replies["a"] = 302, {"Location": one / "a"}
    assert ask(*(host / "a" for host in others)) == []
    assert len(one.asked) == 4 and one.most_at_once == 1


def test_different_hosts_are_asked_at_once(ask: Ask, hosts: Callable[[], Host]) -> None:
    """A host that is slow keeps no other one waiting."""
    slow, quick = hosts(), hosts()
    slow.answers.clear()
    done: list[str] = []

    def tell(address: str, _: Answer) -> None:
        done.append(address)
        slow.answers.set()

    for host in (slow, quick):
        host.replies["a"] = 200, {}
    ask_all([slow / "a", quick / "a"], QUICK, tell)
    assert done == [quick / "a", slow / "a"]


def test_a_host_has_a_pause_after_each_request(ask: Ask, host: Host, slept: list[float]) -> None:
    """All but the first request wait for it."""
    host.replies |= dict.fromkeys("abc", (200, {}))
    manners = Manners("test", pause=60.0)
    assert ask(*(host / name for name in "abc"), manners=manners) == []
    assert len(slept) == 2 and all(0 < seconds <= 60 for seconds in slept)


def test_a_host_may_ask_to_wait(ask: Ask, host: Host, slept: list[float]) -> None:
    """A short wait is kept to, and the answer after it counts."""
    host.replies["a"] = [(429, {"Retry-After": "2"}), (200, {})]
    assert ask(host / "a") == []
    assert slept == [2.0]


@pytest.mark.parametrize("headers", [{"Retry-After": "3600"}, {}])
def test_a_host_that_wants_to_be_left_alone_is(
    ask: Ask, host: Host, slept: list[float], headers: dict[str, str]
) -> None:
    """It is not asked for the other addresses, and that is one problem."""
    host.replies |= dict.fromkeys("abc", (429, headers))
    problem = only(ask(*(host / name for name in "abc")))
    assert problem.code == "unreachable-link" and "3 links" in problem.message
    assert {path for _, path in host.asked} == {"/a"}
    assert slept == []


def test_a_fault_that_passes_is_passed_over(ask: Ask, host: Host) -> None:
    """A request is tried again before a host is called faulty."""
    host.replies["a"] = [(503, {}), (200, {})]
    assert ask(host / "a") == []


def test_a_proxy_is_used(ask: Ask, host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    """As browsers do on a network that has one."""
    monkeypatch.setenv("http_proxy", host.address)
    host.replies["a"] = 200, {}
    assert ask("http://elsewhere.test/a") == []
    assert host.asked == [("HEAD", "http://elsewhere.test/a")]


def test_the_agent_names_the_site() -> None:
    """In characters that a header may have."""
    assert (
        name_of("Öl (gut)", "https://example.org") == "link-check/1 (l gut; +https://example.org)"
    )
    assert name_of("", "") == "link-check/1 (a website)"


# -- cache ------------------------------------------------------------------------


def test_a_second_run_asks_only_for_what_was_not_answered(ask: Ask, host: Host) -> None:
    """Good and bad answers are kept, faults are not; the problems are the same."""
    host.replies |= {"a": (200, {}), "b": (301, {"Location": "/a"}), "d": (500, {})}
    addresses = [host / name for name in "abcd"]
    first = ask(*addresses)
    assert [one.code for one in first] == ["dead-link", "moved-link", "unreachable-link"]
    host.asked.clear()
    assert ask(*addresses) == first
    assert {path for _, path in host.asked} == {"/d"}


def test_answers_grow_old(tmp_path: Path) -> None:
    """Good ones after a week, bad ones after a day."""
    kept = Answers(tmp_path / "links.db")
    kept.put("good", Answer(200), 0.0)
    kept.put("bad", Answer(404), 0.0)
    kept.put("faulty", Answer(503), 0.0)
    found = {
        (name, day): kept.get(name, day * DAY + 1) is not None
        for name in ("good", "bad", "faulty")
        for day in (0, 1, 6, 7)
    }
    assert [key for key, there in found.items() if there] == [
        ("good", 0), ("good", 1), ("good", 6), ("bad", 0),
    ]  # fmt: skip


@pytest.mark.parametrize("content", [b"no database" * 500, b""])
def test_a_broken_cache_is_made_anew(ask: Ask, host: Host, tmp_path: Path, content: bytes) -> None:
    """The run goes on, and the next one finds its answers."""
    (tmp_path / "links.db").write_bytes(content)
    host.replies["a"] = 200, {}
    assert ask(host / "a") == [] == ask(host / "a")
    assert len(host.asked) == 1


def test_a_cache_of_another_form_is_made_anew(ask: Ask, host: Host, tmp_path: Path) -> None:
    """As an older version of the command may have left it."""
    with sqlite3.connect(tmp_path / "links.db") as database:
        database.execute("CREATE TABLE answers (something TEXT)")
    database.close()
    host.replies["a"] = 200, {}
    assert ask(host / "a") == [] == ask(host / "a")
    assert len(host.asked) == 1


def test_without_a_place_for_the_cache_it_goes_on(ask: Ask, host: Host, tmp_path: Path) -> None:
    """A folder that cannot be made is no reason not to look."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    host.replies["a"] = 200, {}
    assert ask(host / "a", cache="file/links.db") == []


RUN = """
import sys
from pathlib import Path
from plugins.cms.errors import Location
from plugins.cms.external import Manners
from plugins.cms import external
from plugins.cms.rules.pages.outward import Outward
kept = external.Answers(Path(sys.argv[1]))
try:
    external._ask(sys.argv[2:], Manners("test", pause=0.05), kept)
except KeyboardInterrupt:
    raise SystemExit(130)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_run_keeps_its_answers(host: Host, tmp_path: Path, number: int) -> None:
    """Ctrl-C or worse: what was answered before is there afterward, and can be read."""
    host.replies |= {str(n): (200, {}) for n in range(200)}
    cache = tmp_path / "links.db"
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, str(cache), *(host / str(n) for n in range(200))],
        cwd=ROOT,
        stderr=subprocess.PIPE,
    )
    while len(host.asked) < 5:
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(number)
    _, said = process.communicate(timeout=60)
    assert process.returncode == (130 if number == signal.SIGINT else -number), said
    kept = Answers(cache)
    answered = [n for n in range(200) if kept.get(host / str(n), time.time())]
    assert len(answered) >= 3
    assert answered == list(range(len(answered)))


# -- where it is told -------------------------------------------------------------


def test_a_problem_is_where_the_address_was_written(ask: Ask, garden: Project, host: Host) -> None:
    """In a text, a field, or the library; else at the page."""
    text = f"Text.\n\nSee [this]({host / 'in-text'}#part).\n"
    garden.write("plants/mint.md", plant(f"shop: {host / 'in-field'}\n", text))
    library = garden.folder / "content/references.json"
    source = library.read_text(encoding="utf-8").replace(
        '"id": "rhs-2020"', f'"URL": "{host / "in-library"}",\n"id": "rhs-2020"'
    )
    library.write_text(source, encoding="utf-8")
    names = ("in-text", "in-field", "in-library", "in-theme")
    problems = ask(*(host / name for name in names))
    found = {name: str(one.location) for name in names for one in problems if name in one.message}
    line = source[: source.index('"id": "rhs-2020"')].count("\n") + 1
    assert found == {
        "in-text": "content/plants/mint.md:11:12",
        "in-field": "content/plants/mint.md:7:7",
        "in-library": f"content/references.json:{line}:1",
        "in-theme": "output/index.html:1:1",
    }


def test_progress_is_shown_on_a_terminal_only(
    ask: Ask, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It goes to standard error, and a file or a pipe gets none of it."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    host.replies["a"] = 200, {}
    monkeypatch.setenv("TERM", "xterm")
    for screen, shown in ((Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr(sys, "stderr", screen)
        ask(host / "a", cache=f"{shown}.db")
        assert ("Links" in screen.getvalue()) is shown
