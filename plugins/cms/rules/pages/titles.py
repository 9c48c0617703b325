"""Titles and descriptions that more than one page has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from .findings import ASK_THEME, Finding, field_of
from .output import Output
from .page import Page


def check(output: Output) -> Iterator[Finding]:
    """Yield each page whose title or description another page of its language has already."""
    shown = [page for page in output.pages.values() if not page.is_draft]
    yield from _repeated(
        ((page.title, page) for page in shown),
        "title",
        "duplicate-title",
        "Give each page a title of its own: people and search engines tell pages apart by it.",
    )
    yield from _repeated(
        ((page.description, page) for page in shown),
        "summary",
        "duplicate-description",
        "Say what this page alone is about: search engines show the summary below the title.",
    )


def _repeated(
    texts: Iterable[tuple[str, Page]], field: str, code: str, hint: str
) -> Iterator[Finding]:
    pages: dict[tuple[str, str], list[Page]] = defaultdict(list)
    for text, page in texts:
        if text:
            pages[text, page.lang].append(page)
    for (text, _), same in pages.items():
        if len(same) == 1:
            continue
        # Lists come first: what an author can change is to be changed.
        first, *others = sorted(same, key=lambda page: (page.entry is not None, page.address))
        for page in others:
            yield Finding(
                page.path,
                field_of(page, field),
                code,
                f"`{page.address}` and `{first.address}` have the same {field}: “{text}”",
                hint if page.entry else f"{ASK_THEME} to give each list a {field} of its own.",
            )
