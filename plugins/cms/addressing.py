"""Who has which address: pages, former addresses and redirects, and where they get in a tangle."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from .entries import Entry, State
from .errors import Problem
from .redirects import Redirect


def address(url: str) -> str:
    """An address in the one form in which two that a server may mix up are equal."""
    plain = url.removeprefix("/").partition("#")[0]
    return unicodedata.normalize("NFC", plain).casefold().removesuffix("index.html")


def check(
    entries: Iterable[Entry], states: Mapping[int, State], redirects: Iterable[Redirect]
) -> Iterator[Problem]:
    """Say which addresses belong to two, and which redirects do not lead straight to a page.

    `states` has the state of each entry by its `id`.
    """
    entries = tuple(entries)
    claims = _Claims(states)
    for entry in entries:
        yield from claims.page_of(entry)
    for entry in entries:
        for index, alias in enumerate(entry.face.aliases):
            yield from claims.former(entry, index, alias)
    yield from claims.redirected(tuple(redirects))


class _Claims:
    """The addresses that were claimed so far: `pages` by entries, `aliases` as former ones.

    `ways` is where each redirect leads, as it is written, by the address that it is at.
    """

    def __init__(self, states: Mapping[int, State]) -> None:
        self.states = states
        self.names: dict[tuple[str, str, str | None], Entry] = {}
        self.pages: dict[str, Entry] = {}
        self.expired: dict[str, Entry] = {}
        self.aliases: dict[str, Entry] = {}
        self.ways: dict[str, str] = {}

    def page_of(self, entry: Entry) -> Iterator[Problem]:
        """Claim the address of an entry's page. That of an expired one is free for others."""
        other = self.names.setdefault((entry.kind, address(entry.slug), entry.lang), entry)
        if other is not entry:
            yield entry.problem(
                "duplicate-slug",
                f"`{entry.slug}` is also the name of {other.path}",
                "Rename one of the two files, or give one a field `slug`.",
                at=("slug",),
            )
            return
        if entry.url is None:
            return
        is_expired = self.states[id(entry)] == "expired"
        other = (self.expired if is_expired else self.pages).setdefault(address(entry.url), entry)
        if other is not entry and not is_expired:
            yield entry.problem(
                "duplicate-address",
                f"the address `/{entry.url}` is also that of {other.path}",
                "Change the `path` or `slug` of one of the two.",
                at=("path",),
            )

    def former(self, entry: Entry, index: int, alias: str) -> Iterator[Problem]:
        """Claim a former address of an entry."""
        at = ("aliases", index)
        place = address(alias)
        owner, holder = self.pages.get(place), self.aliases.get(place)
        if entry.url is not None and place == address(entry.url):
            message = f"`{alias}` is the address that this page has now"
            yield entry.problem("duplicate-address", message, "Take this line out.", at=at)
        elif owner and _has_alias(owner, entry):
            yield entry.problem(
                "redirect-loop",
                f"`{alias}` is the address of {owner.path}, which in turn has the address of "
                f"this page, `/{entry.url}`, among its `aliases`: that is a circle",
                "A page that is there needs no redirect. Take this line out, and the one in "
                f"{owner.path} as well.",
                at=at,
            )
        elif owner or holder:
            other = owner or holder
            assert other is not None
            what, hint = "is here twice", "Take this line out."
            if other is not entry:
                what = f"belongs to {other.path}"
                hint = "Take this line out, or change the other one."
            message = f"the former address `{alias}` {what}"
            yield entry.problem("duplicate-address", message, hint, at=at)
        else:
            self.aliases[place] = entry
            if entry.url is not None:
                self.ways[place] = f"/{entry.url}"

    def redirected(self, redirects: tuple[Redirect, ...]) -> Iterator[Problem]:
        """Claim the old addresses of redirects; then follow each way to its end."""
        of_entries, told = self.ways, set[str]()
        first: dict[str, Redirect] = {}
        for one in redirects:
            first.setdefault(address(one.old), one)
        self.ways = of_entries | {place: one.new for place, one in first.items()}
        straight: list[Redirect] = []
        for one in redirects:
            circle = self._circle(one)
            taken = self._taken(one, first[address(one.old)])
            if circle and address(one.old) not in told:
                yield _loop(one, circle)
            elif taken and not circle:
                hint = "Take this line out: there can be only one."
                yield Problem(one.place, "duplicate-address", f"`{one.old}` {taken}", hint)
            elif not circle:
                straight.append(one)
            told |= {address(step) for step in circle}
        self.ways = of_entries | {address(one.old): one.new for one in straight}
        for one in straight:
            yield from self._straight(one)

    def _taken(self, one: Redirect, first: Redirect) -> str | None:
        """What else has the address of a redirect, as the rest of a sentence."""
        if first is not one:
            return f"is in this file already, on line {first.place.line}"
        page = self._shown(self.pages.get(address(one.old)))
        if page:
            return f"is the address of {page.path}"
        former = self._shown(self.aliases.get(address(one.old)))
        return f"is among the `aliases` of {former.path} already" if former else None

    def _shown(self, entry: Entry | None) -> Entry | None:
        """None for one that readers do not see: they may be led elsewhere meanwhile."""
        is_hidden = entry and self.states[id(entry)] in {"draft", "in review"}
        return None if is_hidden else entry

    def _circle(self, one: Redirect) -> list[str]:
        """The addresses through which a redirect leads back to its own; none if it does not."""
        passed, step = [one.old], one.new
        while step.startswith("/") and len(passed) <= len(self.ways):
            if address(step) == address(one.old):
                return passed
            if address(step) not in self.ways:
                return []
            passed.append(step)
            step = self.ways[address(step)]
        return []

    def _end(self, step: str) -> str:
        """Where somebody arrives who is led on from an address; empty where it is a circle."""
        for _ in range(len(self.ways) + 1):
            if not step.startswith("/") or address(step) not in self.ways:
                return step
            step = self.ways[address(step)]
        return ""

    def _straight(self, one: Redirect) -> Iterator[Problem]:
        """The problems of a redirect that does not lead to where a reader can stay."""
        ending, end = _ending(one.old), self._end(one.new)
        if ending and (_ending(one.new) != ending or not one.new.startswith("/")):
            yield Problem(
                one.target,
                "redirect-to-another-form",
                f"`{one.old}` was a file that ends in `{ending}`, and a file cannot lead on",
                f"Write the address of a file of this site that ends in `{ending}`: readers get "
                "a copy of it.",
            )
        if end and end != one.new:
            yield Problem(
                one.target,
                "redirect-chain",
                f"`{one.old}` leads to `{one.new}`, which only leads on to `{end}`",
                f"Lead there at once: write `{end}` in place of `{one.new}`.",
            )
        elif one.new.startswith("/") and address(one.new) in self.expired:
            yield Problem(
                one.target,
                "redirect-to-expired",
                f"`{one.new}` has expired: readers find only a note there",
                "Write the address of a page that helps them further.",
                "warning",
            )


def _has_alias(entry: Entry, other: Entry) -> bool:
    return other.url is not None and address(other.url) in map(address, entry.face.aliases)


def _ending(new: str) -> str:
    """How the name of a file ends; empty for a page."""
    suffix = PurePosixPath(new.partition("#")[0]).suffix if not new.endswith("/") else ""
    return "" if suffix == ".html" else suffix


def _loop(one: Redirect, circle: list[str]) -> Problem:
    through = [f"`{step}`" for step in circle[1:]]
    way = f"over {', '.join(through)} back to itself" if through else "to itself"
    return Problem(
        one.place,
        "redirect-loop",
        f"`{one.old}` leads {way}, so readers would never arrive",
        "Write the address of a page that is there after the colon, or take this line out.",
    )
