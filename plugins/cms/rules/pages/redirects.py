"""Redirects that lead to nothing on this site."""

from __future__ import annotations

from collections.abc import Iterator

from ...addressing import address
from ...errors import Problem
from ...redirects import Redirect
from ...suggestions import nearest
from .addresses import address as address_of
from .addresses import target
from .output import Output


def to_nowhere(output: Output) -> Iterator[Problem]:
    """Yield a problem for each redirect whose page, or place on a page, is not there."""
    for one in output.site.redirects.items:
        own = output.siteurl and f"{one.new}/".startswith(f"{output.siteurl}/")
        found = target(one.new, "", "") if one.new.startswith("/") else None
        if own:
            path = one.new[len(output.siteurl) :] or "/"
            hint = f"Write the address without the name of the site: `{path}`."
            message = f"`{one.new}` is on this site"
        elif found:
            reason = _reason(output, one, *found)
            if reason is None:
                continue
            message, hint = reason
        else:
            continue
        yield Problem(one.target, "redirect-to-nowhere", message, hint)


def _reason(output: Output, one: Redirect, file: str, anchor: str) -> tuple[str, str] | None:
    page = output.pages.get(file)
    if file not in output.files or (page and page.is_draft):
        hidden = {address(entry.url): entry for entry in output.site.hidden if entry.url}
        owner = hidden.get(address(one.new))
        if owner:
            message = f"`{one.new}` is not shown to readers: {owner.path} is not published yet"
            return message, "Write the address of another page, or publish that one."
        known = [address_of(path) for path, shown in output.pages.items() if not shown.is_draft]
        near = nearest(one.new, known)
        hint = f"Did you mean `{near}`?" if near else "Write the address as a browser shows it."
        return f"there is nothing at `{one.new}`", hint
    if anchor and page and anchor not in page.ids:
        near = nearest(anchor, sorted(set(page.ids)))
        hint = f"Did you mean `#{near}`?" if near else "Take out what begins with `#`."
        return f"`{address_of(file)}` has no heading or place `#{anchor}`", hint
    return None
