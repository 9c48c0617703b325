"""Every link from one content file to another leads somewhere."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urlsplit

from ..entries import Entry
from ..errors import Problem
from ..linking import hidden_while_shown
from ..site import Site
from ..suggestions import nearest_file, suggest

_INDICATED = re.compile(r"[{|](?P<what>\w+)[|}](?P<value>.*)", re.DOTALL)
_TO_COPIES = frozenset({"attach", "static"})
TO_FILES = _TO_COPIES | {"filename"}
"""The words in braces with which a link leads to a file of the content."""
_TO_LISTS = frozenset({"author", "category", "index", "tag"})

_PUT_THERE = "Put the file there, or mend the name."
_SIGNS = "{|"
"""With one of them a link begins that Pelican follows."""
HOW_TO_LINK = "Write `{filename}/folder/file.md` for a page, or `https://…` for another site."
_TAKE_OUT = "Take the link out, or lead it to another page: `{filename}/folder/file.md`."
_LOCAL = frozenset({"0.0.0.0", "127.0.0.1", "::1", "localhost"})


def check(entry: Entry, site: Site) -> Iterator[Problem]:
    """Yield a problem for each link in a text that leads to no content file."""
    for path, text in entry.texts():
        for link in dict.fromkeys(text.links):
            found = _problem(link, entry, site)
            if found:
                yield Problem(entry.locate(link, path), *found)


def _by_file(site: Site) -> Mapping[str, Entry]:
    """The entries that can be linked to, by their files below the content folder."""
    known = (*site.written, *site.expired)
    return {below_content(one.path): one for one in known if one.path not in site.faulty}


def _by_address(site: Site) -> Mapping[str, Entry]:
    """The entries that have a page, by its address without the slash at its end."""
    return {one.url.rstrip("/"): one for one in reversed(site.written) if one.url is not None}


def linked_files(entry: Entry) -> frozenset[str]:
    """The files below the content folder that `{static}` and `{attach}` links name."""
    named = (
        file_linked(link, entry.path, _TO_COPIES) for link in entry.face.links if link[:1] in _SIGNS
    )
    return frozenset(file for file in named if file is not None)


def file_linked(
    link: str, source: str, kinds: frozenset[str] = frozenset({"filename"})
) -> str | None:
    """The file below the content folder that a link of one of the kinds, in `source`, names."""
    indicated = _INDICATED.fullmatch(link)
    if not indicated or indicated["what"] not in kinds:
        return None
    return _target(indicated["value"], source)


def _target(value: str, source: str) -> str | None:
    """The file below the content folder that `/folder/file` or `file` means in a file.

    None where that is no address.
    """
    try:
        path = unquote(urlsplit(value).path)
    except ValueError:
        return None
    folder = posixpath.dirname(below_content(source))
    return posixpath.normpath(path[1:] if path[:1] == "/" else posixpath.join(folder, path))


def below_content(path: str) -> str:
    """`conditions/sciatica.md` for `content/conditions/sciatica.md`."""
    return path.partition("/")[2]


def _problem(link: str, entry: Entry, site: Site) -> tuple[str, str, str] | None:
    """(code, message, hint) for a link that does not hold, else None."""
    indicated = _INDICATED.fullmatch(link)
    if not indicated:
        return _plain_problem(link, site)
    what, target = indicated["what"], _target(indicated["value"], entry.path)
    if target is None:
        return "bad-link", f"`{link}` is not an address", HOW_TO_LINK
    if what in _TO_LISTS:
        return None
    if what not in TO_FILES:
        hint = f"{suggest(what, sorted(TO_FILES), '{{{}}}')} {HOW_TO_LINK}".strip()
        return "bad-link", f"`{{{what}}}` is not a kind of link", hint
    if what != "filename":
        if target in site.assets:
            return None
        near = nearest_file(target, sorted(site.assets))
        hint = f"Did you mean `{{{what}}}/{near}`?" if near else _PUT_THERE
        return "broken-link", f"there is no file `content/{target}`", hint
    content = entry.path.partition("/")[0]
    found = site.linkable(f"{content}/{target}")
    if found is None and f"{content}/{target}" in site.faulty:
        return None  # the file is there: its own problems are named already
    if found is None:
        with_slashes = _target(indicated["value"].replace("\\", "/"), entry.path)
        if with_slashes is not None and site.linkable(f"{content}/{with_slashes}"):
            target = with_slashes
        hint = _suggest_page(target, site, _TAKE_OUT)
        return "broken-link", f"there is no page for `content/{target}`", hint
    if found.url is None:
        return "broken-link", f"`content/{target}` has no page of its own", "Link to another page."
    hidden = hidden_while_shown(entry, found, site.state, site.zone)
    if hidden:
        code, message, hint = hidden
        hint = hint.replace("the line", "the link")
        code = "links-a-draft" if code == "names-a-draft" else code
        return code, f"`content/{target}` {message}", hint
    return None


def to_own_address(entry: Entry, site: Site, address: str) -> Iterator[Problem]:
    """Yield a warning for each link that leads to this site by the whole `address` of it."""
    if not any(link.startswith(address) for link in entry.face.links):
        return
    for path, text in entry.texts():
        for link in dict.fromkeys(text.links):
            if link == address or link.startswith((f"{address}/", f"{address}#")):
                message = "a link within the site does not need the address of the site"
                hint = _page_at(link.removeprefix(address), site)
                yield Problem(entry.locate(link, path), "bad-link", message, hint, "warning")


def _page_at(address: str, site: Site) -> str:
    """How to write the link to what has an address of this site, beginning with a slash."""
    path, mark, anchor = address.partition("#")
    path = unquote(path.partition("?")[0]).removeprefix("/").removesuffix("index.html")
    if path in site.assets:
        return f"Write `{{static}}/{path}`."
    entry = site.memo(_by_address).get(path.rstrip("/"))
    if entry:
        return f"Write `{{filename}}/{below_content(entry.path)}{mark}{anchor}`."
    return f"Write `/{path}{mark}{anchor}`."


def _plain_problem(link: str, site: Site) -> tuple[str, str, str] | None:
    if not link:
        return "bad-link", "this link has no address", HOW_TO_LINK
    if link.startswith("//"):
        return "bad-link", f"`{link}` lacks its beginning", "Begin it with `https:`."
    parts = urlsplit(link)
    if parts.hostname in _LOCAL:
        message = f"`{parts.netloc}` is your own computer, so that no reader can follow this link"
        rest = f"{parts.path}#{parts.fragment}" if parts.fragment else parts.path
        return "bad-link", message, _page_at(rest, site)
    if link[0] in "/#?" or parts.scheme:
        return None
    hint = _suggest_page(link, site)
    return "bad-link", f"`{link}` does not say in which folder it is", hint


def _suggest_page(target: str, site: Site, otherwise: str = HOW_TO_LINK) -> str:
    """The page whose file name is nearest, as a link, else another hint."""
    files = site.memo(_by_file).items()
    near = nearest_file(target, [path for path, entry in files if entry.url])
    return f"Did you mean `{{filename}}/{near}`?" if near else otherwise
