"""Asking other sites whether an address is there, politely."""

from __future__ import annotations

import asyncio
import errno
import socket
import ssl
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit
from urllib.request import getproxies

import httpx
from httpx_retries import Retry, RetryTransport

from .answers import Answer, Failure

MAX_HOPS = 10
"""How many redirects are followed."""

_FOR_GOOD = frozenset({301, 308})
_REGISTRIES = frozenset({"doi.org", "dx.doi.org", "www.doi.org"})
"""They redirect by design: where to is the publisher's business, and changes."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How hosts are treated; times are in seconds.

    A host gets one request at a time and then a `pause`. `longest_wait` is how long a
    host may ask to be left alone (`Retry-After`) before it is not asked again at all.
    """

    agent: str
    pause: float = 1.0
    timeout: float = 20.0
    hosts_at_once: int = 8
    retries: int = 2
    backoff: float = 1.0
    longest_wait: float = 30.0


def ask_all(
    addresses: Iterable[str], manners: Manners, tell: Callable[[str, Answer], None]
) -> None:
    """Ask for each address; `tell` gets each answer as it comes."""
    asyncio.run(_ask_all(addresses, manners, tell))


async def _ask_all(
    addresses: Iterable[str], manners: Manners, tell: Callable[[str, Answer], None]
) -> None:
    by_host: dict[str, list[str]] = defaultdict(list)
    for address in addresses:
        by_host[host_of(address)].append(address)
    free = asyncio.Semaphore(manners.hosts_at_once)
    async with _client(manners) as client, asyncio.TaskGroup() as tasks:
        asker = _Asker(client, manners)

        async def ask_host(of_host: list[str]) -> None:
            async with free:
                for address in of_host:
                    tell(address, await asker.ask(address))

        for of_host in by_host.values():
            tasks.create_task(ask_host(of_host))


class _AskedToWait(Exception):
    """A host wants to be left alone for longer than anybody would wait."""


class _Transport(httpx.AsyncHTTPTransport):
    def __init__(self, manners: Manners, proxy: str | None = None) -> None:
        super().__init__(proxy=proxy)
        self._longest_wait = manners.longest_wait

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await super().handle_async_request(request)
        if response.status_code in {429, 503} and _wait(response) > self._longest_wait:
            await response.aclose()
            raise _AskedToWait
        return response


def _wait(response: httpx.Response) -> float:
    try:
        return Retry().parse_retry_after(response.headers.get("Retry-After", "0"))
    except ValueError:
        return 0.0


class _Retry(Retry):
    """Tries again what may be better in a moment; a name that is not known will not be."""

    def is_retryable_exception(self, exception: Exception) -> bool:
        return super().is_retryable_exception(exception) and _failure(exception) == "no-answer"


def _retry(manners: Manners, **more: Any) -> Retry:
    return _Retry(
        total=manners.retries,
        backoff_factor=manners.backoff,
        max_backoff_wait=manners.longest_wait,
        backoff_jitter=0.0,
        **more,
    )


def _client(manners: Manners) -> httpx.AsyncClient:
    retry = _retry(manners)
    # A client with a transport of its own no longer looks for proxies by itself.
    mounts: dict[str, httpx.AsyncBaseTransport | None] = {
        f"{scheme}://": RetryTransport(_Transport(manners, proxy), retry)
        for scheme, proxy in getproxies().items()
        if scheme in {"http", "https"}
    }
    for host in filter(None, getproxies().get("no", "").split(",") if mounts else ()):
        mounts[f"all://*{host.strip().lstrip('*')}"] = None
    return httpx.AsyncClient(
        transport=RetryTransport(_Transport(manners), retry),
        mounts=mounts,
        headers={"User-Agent": manners.agent, "Accept": "*/*"},
        timeout=manners.timeout,
    )


class _Asker:
    def __init__(self, client: httpx.AsyncClient, manners: Manners) -> None:
        self._client = client
        self._pause = manners.pause
        self._for_head = _retry(manners, status_forcelist=(429, 503), retry_on_exceptions=())
        self._turns: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._free_at: dict[str, float] = {}
        self._shut: dict[str, Answer] = {}

    async def ask(self, address: str) -> Answer:
        """The answer to an address, after its redirects. Never raises for what a host does."""
        if not host_of(address):
            return Answer(failure="bad-address")
        here, moved_to, for_good = address, "", True
        for _ in range(MAX_HOPS):
            try:
                response = await self._request(here)
            except _Unanswered as unanswered:
                return unanswered.answer
            to = response.headers.get("Location", "") if response.is_redirect else ""
            if not to or host_of(here) in _REGISTRIES:
                good = response.status_code < 400
                return Answer(response.status_code, moved_to if good else "")
            here = urljoin(here, to)
            for_good = for_good and response.status_code in _FOR_GOOD
            moved_to = here if for_good else moved_to
        return Answer(failure="circle")

    async def _request(self, address: str) -> httpx.Response:
        """The head of what is at an address. Raises _Unanswered."""
        host = host_of(address)
        try:
            response = await self._head(address)
            if response is None or response.status_code >= 400:
                async with self._turn(host), self._client.stream("GET", address) as response:
                    pass  # its head is enough
            if response.status_code == 429:
                raise _AskedToWait
            return response
        except (httpx.HTTPError, httpx.InvalidURL, _AskedToWait, OSError, ValueError) as error:
            answer = Answer(failure=_failure(error))
            if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | _AskedToWait):
                self._shut[host] = answer
            raise _Unanswered(answer) from error

    async def _head(self, address: str) -> httpx.Response | None:
        """The answer to HEAD, which many hosts answer wrongly, and some not at all: None."""
        try:
            async with self._turn(host_of(address)):
                return await self._client.head(address, extensions={"retry": self._for_head})
        except (httpx.ReadTimeout, httpx.ReadError, httpx.RemoteProtocolError):
            return None

    @asynccontextmanager
    async def _turn(self, host: str) -> AsyncIterator[None]:
        """The right to ask a host, which one has at a time. Raises _Unanswered if it is shut."""
        async with self._turns[host]:
            if host in self._shut:
                raise _Unanswered(self._shut[host])
            clock = asyncio.get_running_loop().time
            await asyncio.sleep(max(0.0, self._free_at.get(host, 0.0) - clock()))
            try:
                yield
            finally:
                self._free_at[host] = clock() + self._pause


class _Unanswered(Exception):
    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.failure)
        self.answer = answer


def host_of(address: str) -> str:
    """The host and port of an address; empty where it is none."""
    try:
        return urlsplit(address).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


_NO_NAME_SERVICE = frozenset({socket.EAI_AGAIN, socket.EAI_FAIL})
_NO_WAY = frozenset({errno.ENETDOWN, errno.ENETUNREACH})


def _failure(error: BaseException) -> Failure:
    """Why there was no answer, by the error at the bottom."""
    if isinstance(error, _AskedToWait):
        return "waiting"
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol | ValueError):
        return "bad-address"
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "certificate"
        if isinstance(cause, socket.gaierror):
            return "no-network" if cause.errno in _NO_NAME_SERVICE else "unknown-host"
        if isinstance(cause, OSError) and cause.errno in _NO_WAY:
            return "no-network"
    return "no-answer"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        if isinstance(error, BaseExceptionGroup):
            for one in error.exceptions:
                yield from _causes(one)
        error = error.__cause__ or error.__context__
