"""Addresses that readers once had and would no longer have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from posixpath import dirname
from urllib.parse import unquote

from ...addressing import address
from ...clock import moment
from ...entries import Entry
from ...errors import Location, Problem
from ...site import Site
from ...suggestions import nearest
from .output import Output


def check(output: Output) -> Iterator[Problem]:
    """Yield a problem for each address in the ledger with neither a page nor a redirect.

    Where it is missing since something could not be made, the reason of that is told already.
    """
    there = {address(file) for file in output.files}
    gone = {url: line for url, line in output.ledger.lines.items() if _key(url) not in there}
    if not gone:
        return
    site = output.site
    owners = {place: entry for entry in (*site.unread, *site.hidden) for place in _claimed(entry)}
    others = site.faulty - {entry.path for entry in site.unread}

    @cache  # every entry has to be looked at, and most addresses need none of them
    def shown() -> Mapping[str, Entry]:
        return {one.path: one for one in site.written if one.url and _is_for_readers(one, site)}

    for url, line in gone.items():
        owner = owners.get(_key(url))
        if owner in site.unread and _is_for_readers(owner, site):
            continue
        if owner is None and _may_come_back(url, site, others):
            continue
        reason, hint = _hidden(url, owner, output) if owner else _lost(url, output, shown())
        yield Problem(
            Location(output.ledger.path, line, 1),
            "vanished-url",
            f"readers would lose the address `{url}`: {reason}",
            hint,
        )


def _key(url: str) -> str:
    return address(unquote(url))


def _is_for_readers(entry: Entry, site: Site) -> bool:
    """Whether readers see an entry, or would if it had no problems."""
    if entry in site.unread:
        return bool(entry.document.data.get("status") == "published")
    return site.is_published(entry)


def _claimed(entry: Entry) -> Iterator[str]:
    """The address of an entry and its former ones, be they right or wrong."""
    if entry.url is not None:
        yield address(entry.url)
    yield from map(address, _aliases(entry))


def _aliases(entry: Entry) -> list[str]:
    """The former addresses of an entry as they are written."""
    typed = entry.document.data.get("aliases")
    return [one for one in typed if isinstance(one, str)] if isinstance(typed, list) else []


def _may_come_back(url: str, site: Site, others: frozenset[str]) -> bool:
    """Whether an address may be there once what is faulty has been mended.

    `others` are the faulty files that are no entries yet.
    """
    if not site.redirects.is_read or others:
        return True  # nobody knows which addresses those files have
    return bool(site.faulty) and _file_for(url, site) is None


def _file_for(url: str, site: Site) -> str | None:
    """The content file that would have this address, if it is that of an entry."""
    for collection in site.subject.collections:
        before, _, after = (collection.url or "").partition("{slug}")
        found = re.fullmatch(f"{re.escape(before)}([a-z0-9-]+){re.escape(after)}", _key(url))
        if found and collection.url:
            return f"content/{collection.folder}/{found[1]}.md"
    return None


def _hidden(url: str, owner: Entry, output: Output) -> tuple[str, str]:
    """(reason, remedy) for the address of an entry that readers do not see now."""
    if owner.data.status == "published":
        zone = output.site.zone
        start = moment(owner.window(zone).start, zone)
        return (
            f"{owner.path} is not shown before {start}",
            "Write an earlier moment in its `date` or `publish_at`.",
        )
    status = owner.document.data.get("status")
    return (
        f"{owner.path} has the status `{status}`",
        f"Write `status: published` there, or send readers elsewhere meanwhile: "
        f"{_redirect(url, output)}",
    )


def _lost(url: str, output: Output, shown: Mapping[str, Entry]) -> tuple[str, str]:
    """(reason, remedy) for an address that no entry has any more; `shown` are those by path.

    Whether another entry took its place is asked of its own file, of Git, and of the names.
    """
    file = _file_for(url, output.site)
    if file is None:
        reason = "the site makes no such page any more"
        return reason, f"Send readers elsewhere: {_redirect(url, output)}"
    if file in shown:
        reason = f"{file} has the address `/{shown[file].url}` now"
        return reason, f"So that both addresses work, {_alias(url, shown[file])}."
    renamed = shown.get(output.renamed(file) or "")
    if renamed:
        reason = f"{file} was renamed to {renamed.path}"
        return reason, f"So that both addresses work, {_alias(url, renamed)}."
    near = _nearest(file, list(shown.values()))
    return f"no page has it, and there is no file {file}", (
        f"If “{near.title}” took its place: {_alias(url, near)}. If not: {_redirect(url, output)} "
        "Or bring the file back."
        if near
        else f"Bring it back, or send readers elsewhere: {_redirect(url, output)}"
    )


def _nearest(file: str, shown: list[Entry]) -> Entry | None:
    """The entry whose file has the most similar name, first of those of the same folder."""
    name = _stem(file)
    beside = [one for one in shown if dirname(one.path) == dirname(file)]
    for entries in (beside, shown):
        by_name = {_stem(one.path): one for one in entries}
        by_name |= {one.title.casefold(): one for one in entries}
        near = nearest(name, list(by_name)) or nearest(name.replace("-", " "), list(by_name))
        if near:
            return by_name[near]
    return None


def _stem(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".md")


def _alias(url: str, entry: Entry) -> str:
    """What to write into an entry that takes an address over."""
    if not _aliases(entry):
        return f"add to the fields of {entry.path} the line `aliases: [{url}]`"
    begin = entry.document.where("aliases")
    if entry.document.text[entry.document.offset(begin.line, begin.column)] == "[":
        listed = ", ".join([*_aliases(entry), url])
        return f"write in {entry.path} the line `aliases: [{listed}]`"
    indent = " " * (begin.column - 1)
    return f"add under `aliases:` in {entry.path} the line `{indent}- {url}`"


def _redirect(url: str, output: Output) -> str:
    """What to write into the file of redirects."""
    return f"add to content/redirects.yaml the line `{url}: {_elsewhere(url, output)}`."


def _elsewhere(url: str, output: Output) -> str:
    """A page above an address, or a file of the same kind, that is there."""
    if not url.endswith("/") and not url.endswith(".html"):
        ending = url[url.rindex(".") :] if "." in url else "/"
        same = sorted(f"/{file}" for file in output.files if file.endswith(ending))
        return nearest(url, same) or next(iter(same), f"/other-file{ending}")
    pages = {address(path) for path, page in output.pages.items() if not page.is_draft}
    above = address(url)
    while above:
        above = above.rstrip("/").rpartition("/")[0]
        above += "/" if above else ""
        if above in pages:
            return f"/{above}"
    return "/other-page/"
