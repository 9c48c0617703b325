"""What may not go on a page, in plain words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something in the text that may not go on the page; `needle` finds it in the source."""

    needle: str
    code: str
    message: str
    hint: str
