"""Addresses of other sites that the pages link to. Nothing is asked here."""

from __future__ import annotations

from dataclasses import dataclass

from ...errors import Location
from .addresses import target
from .output import Output, first_line


@dataclass(frozen=True, order=True, slots=True)
class Outward:
    """An address elsewhere, without `#…`, and the content file of the first page with it."""

    address: str
    location: Location


def outward(output: Output) -> tuple[Outward, ...]:
    """Every web address on the pages that is not of this site, once, in order."""
    found: dict[str, Outward] = {}
    for page in output.pages.values():
        for link in page.links:
            address = link.partition("#")[0].strip()
            address = f"https:{address}" if address.startswith("//") else address
            if address in found or not address.lower().startswith(("http://", "https://")):
                continue
            if target(link, page.path, output.siteurl) is None:
                found[address] = Outward(address, first_line(page))
    return tuple(sorted(found.values()))
