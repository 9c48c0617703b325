"""Addresses of other sites that the pages link to. Nothing is asked here."""

from __future__ import annotations

from dataclasses import dataclass

from ...errors import Location
from .findings import first_line
from .output import Output


@dataclass(frozen=True, order=True, slots=True)
class Outward:
    """An address elsewhere, without `#…`, and the content file of the first page with it."""

    address: str
    location: Location


def outward(output: Output) -> tuple[Outward, ...]:
    """Every web address on the pages that is not of this site, once, in order."""
    found: dict[str, Outward] = {}
    for page in output.pages.values():
        for address in page.outside:
            if address not in found:
                found[address] = Outward(address, first_line(page))
    return tuple(sorted(found.values()))
