"""Answers of other sites as problems of this one, where the address was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import unquote

from ..entries import leaves
from ..errors import Location, Problem
from ..rules.pages.outward import Outward
from ..site import Site
from .answers import Answer, Failure
from .client import host_of

_WHOLE_HOST: Mapping[Failure, str] = {
    "certificate": "`{host}` cannot prove that it is itself: its certificate is not valid",
    "no-answer": "`{host}` does not answer",
    "no-network": "`{host}` cannot be reached from this machine",
    "waiting": "`{host}` asks to be left alone for now (429)",
}
"""What concerns all addresses of a host, and is told once for it."""

_TRY_LATER = "Try again later. If it stays so, find another address, or take the link out."
_LOOK = "Open it in a browser. If it opens there, nothing has to be done."


def to_problems(
    links: Sequence[Outward], answers: Mapping[str, Answer], site: Site
) -> Iterator[Problem]:
    """Yield what is wrong with the links. `answers` has those that were asked for."""
    asked = [link for link in links if link.address in answers]
    if _is_offline([answers[link.address] for link in asked], asked):
        yield Problem(
            Location("output", 1, 1),
            "unreachable-link",
            "no address on the web can be reached from here, so the links were not looked at",
            "Check the connection to the internet, then run the same command again.",
            "warning",
        )
        return
    places = _places(site)
    told: set[tuple[str, str]] = set()
    for link in asked:
        answer = answers[link.address]
        place = places.get(_key(link.address), link.location)
        host = host_of(link.address)
        if answer.failure in _WHOLE_HOST or answer.failure == "unknown-host":
            if (host, answer.failure) in told:
                continue
            told.add((host, answer.failure))
            among = [one for one in asked if host_of(one.address) == host]
            yield _of_host(answer.failure, host, len(among), place)
        elif not answer.is_good or answer.moved_to:
            yield _of_address(link.address, answer, place)


def _is_offline(answers: Sequence[Answer], asked: Sequence[Outward]) -> bool:
    """Whether it is this machine that is not connected, and not a host that is gone."""
    failures = {answer.failure for answer in answers}
    hosts = {host_of(link.address) for link in asked}
    return bool(failures) and (
        failures == {"no-network"}
        or (failures <= {"no-network", "unknown-host"} and len(hosts) > 1)
    )


def _of_host(failure: Failure, host: str, count: int, place: Location) -> Problem:
    more = f" ({count} links lead there)" if count > 1 else ""
    if failure == "unknown-host":
        message = f"there is no host `{host}`{more}"
        hint = "Mend the address, or take the link out."
        return Problem(place, "dead-link", message, hint)
    message = _WHOLE_HOST[failure].format(host=host) + more
    hint = "Run the same command again in an hour." if failure == "waiting" else _TRY_LATER
    return Problem(place, "unreachable-link", message, hint, "warning")


def _of_address(address: str, answer: Answer, place: Location) -> Problem:
    if answer.failure == "bad-address":
        hint = "Write it as your browser shows it: `https://…`."
        return Problem(place, "dead-link", f"`{address}` is not an address", hint)
    if answer.status in {404, 410}:
        message = f"there is nothing at `{address}` any more ({answer.status})"
        hint = "Find the new address, or take the link out."
        if "doi.org/" in address:
            message = f"`{address}` is not known as a DOI ({answer.status})"
            hint = "Compare it letter by letter with the DOI on the page of the publisher."
        return Problem(place, "dead-link", message, hint)
    if answer.moved_to:
        message = f"`{address}` has moved for good to `{answer.moved_to}`"
        hint = "Open the new address. If it shows the same, write it in place of the old one."
        return Problem(place, "moved-link", message, hint, "warning")
    if answer.failure == "circle":
        message, hint = f"`{address}` leads from redirect to redirect without an end", _LOOK
    elif answer.status >= 500:
        message, hint = f"`{address}` has a fault of its own ({answer.status})", _TRY_LATER
    else:
        message, hint = f"`{address}` lets no program look at it ({answer.status})", _LOOK
    return Problem(place, "unreachable-link", message, hint, "warning")


def _places(site: Site) -> Mapping[str, Location]:
    """Where each web address is written: in entries first, then in settings and the library."""
    found: dict[str, Location] = {}
    for entry in site.entries:
        for path, text in entry.texts():
            for link in text.links:
                found.setdefault(_key(link), entry.locate(link, path))
        for at, value in leaves(entry.data):
            if isinstance(value, str) and value.startswith("http"):
                found.setdefault(_key(value), entry.document.where(*at))
    for document, at, value in site.data.values():
        if isinstance(value, str) and value.startswith("http"):
            found.setdefault(_key(value), document.where(*at))
    for reference in site.library.values():
        addresses = (
            reference.url,
            reference.doi and f"https://doi.org/{reference.doi}",
            reference.pmid and f"https://pubmed.ncbi.nlm.nih.gov/{reference.pmid}/",
        )
        for address in filter(None, addresses):
            found.setdefault(_key(address), reference.place)
    return found


def _key(address: str) -> str:
    """What two ways to write an address have in common."""
    return unquote(address.partition("#")[0]).strip().casefold()
