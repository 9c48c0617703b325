"""Links within the site that lead nowhere, and pages that nothing leads to."""

from __future__ import annotations

from collections.abc import Iterator

from ...errors import Location
from ...suggestions import nearest_file, suggest
from .addresses import address, target
from .findings import Finding, first_line, link_of
from .output import Output, picture_of
from .page import Page


def broken(output: Output) -> Iterator[Finding]:
    """Yield each link within the site whose file or anchor is missing."""
    holding: set[tuple[str, str]] = set()  # most pages link to the same places
    for page in output.pages.values():
        new = [place for place in page.places if place not in holding]
        holding.update(place for place in new if _reason(output, page.path, *place) is None)
        if output.files.issuperset(page.files) and holding.issuperset(new):
            continue
        for link in page.links:
            found = target(link, page.path, output.siteurl)
            if found and page.is_draft and found[0] in output.coming:
                continue
            reason = _reason(output, page.path, *found) if found else None
            if reason and found:
                yield Finding(
                    page.path,
                    _place(output, page, link),
                    "broken-link",
                    f"the link `{link}` leads nowhere: {reason}",
                    _suggested(output, *found) or "Mend the address, or take the link out.",
                    "error",
                )


def _place(output: Output, page: Page, link: str) -> Location:
    """Where a link is written: in a text, or as the picture of a field."""
    place = link_of(page, link)
    if place == first_line(page) and any(link == picture.src for picture in page.pictures):
        named = picture_of(output, page, link)
        return named.location if named else place
    return place


def _suggested(output: Output, file: str, anchor: str) -> str:
    """The address or the anchor that was probably meant, as a question."""
    other = output.pages.get(file)
    if other:
        return suggest(anchor, sorted(set(other.ids)), "#{}")
    of_its_kind = output.pages if file.endswith(".html") else output.files - output.pages.keys()
    addresses = {address(one).rstrip("/"): address(one) for one in of_its_kind}
    near = nearest_file(address(file).rstrip("/"), addresses)
    return f"Did you mean `{addresses[near]}`?" if near else ""


def _reason(output: Output, page: str, file: str, anchor: str) -> str | None:
    if file not in output.files:
        return f"there is no page at `{address(file)}`"
    other = output.pages.get(file)
    if anchor and other and anchor not in other.ids:
        where = "this page" if file == page else "that page"
        return f"{where} has no heading or place `#{anchor}`"
    return None


_NEVER_LINKED = frozenset({"index.html", "404.html"})
"""The first page is where readers begin, and nobody goes to the page for lost ones."""


def orphans(output: Output) -> Iterator[Finding]:
    """Yield each page that no other page leads to. Nobody links to drafts yet.

    What a register lists, such as all that cite a source, is found by nobody for that.
    """
    linked: set[str] = set()
    for page in output.pages.values():
        linked.update({output.moved.get(file, file) for file in page.ways} - {page.path})
    for path, page in output.pages.items():
        if path in linked or path in _NEVER_LINKED or page.is_draft:
            continue
        message = f"no other page links to `{page.address}`"
        if page.entry:
            hint = "Link to it from a page that readers come by, so that they and Google find it."
        else:
            hint = (
                "The theme makes this list. Ask whoever looks after the theme to link to it, or "
                "to leave it out."
            )
        yield Finding(page.path, first_line(page), "orphan-page", message, hint)
