"""Changes as a comment on a pull request: Markdown as GitHub and GitLab show it.

Tables are written in HTML, with no blank line inside: there, text means nothing but itself once
`<`, `>`, `&` and quotes are escaped. In `code`, no name is notified and no number is linked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from ..errors import visible
from . import wording
from .compare import Changes

FOLDED = 20
"""A table with more rows is folded up."""

MAX_BYTES = 60_000
"""GitHub takes comments of up to 65,536 characters, and Linux variables of 128 KB."""

_LIMITS = (1000, 300, 100, 30, 10, 0)
"""How many rows of a table are tried, until the whole is short enough."""

Row = Sequence[str]


def to_markdown(changes: Changes, against: str, siteurl: str = "") -> str:
    """The changes as Markdown; pages that readers have now are linked where `siteurl` is given."""
    texts = (_text(changes, against, siteurl, limit) for limit in _LIMITS)
    return next(text for text in texts if len(text.encode()) <= MAX_BYTES)


def _text(changes: Changes, against: str, siteurl: str, limit: int) -> str:
    blocks = [f"**{wording.headline(changes)}**, compared with {_code(against)}."]
    for heading, columns, rows in _groups(changes, siteurl):
        if rows:
            blocks.append(_table(heading, columns, rows, limit))
    if changes.framed:
        blocks.append(wording.frame(changes))
    return "\n\n".join(blocks) + "\n"


def _groups(changes: Changes, siteurl: str) -> Iterator[tuple[str, Row, Sequence[Row]]]:
    def link(url: str) -> str:
        href = escape(visible(f"{siteurl}{url}"))
        return f'<a href="{href}">{_code(url)}</a>' if siteurl else _code(url)

    added = [(_code(one.title), _code(one.url)) for one in changes.added]
    yield "Added", ("Page", "Address"), added
    removed = [(_code(one.title), link(one.url)) for one in changes.removed]
    yield "Removed", ("Page", "Address"), removed
    moved = [
        (_code(one.title), link(one.before_url), _code(one.url), wording.edits(one))
        for one in changes.moved
    ]
    yield "Moved", ("Page", "From", "To", "What changed"), moved
    changed = [(_code(one.title), link(one.url), wording.edits(one)) for one in changes.changed]
    yield "Changed", ("Page", "Address", "What changed"), changed
    redirects = [
        (_code(one.url), _code(one.before or "nowhere"), _code(one.after or "nowhere"))
        for one in changes.redirects
    ]
    yield "Redirects", ("Former address", "Led to", "Leads to"), redirects
    files = [(_code(one.url), wording.file(one)) for one in changes.files]
    yield "Pictures and files", ("File", "Change"), files


def _table(heading: str, columns: Row, rows: Sequence[Row], limit: int) -> str:
    lines = ["<table>", _row(columns, "th"), *(_row(row, "td") for row in rows[:limit])]
    lines.append("</table>")
    if len(rows) > limit:
        lines.append(f"<p>… and {len(rows) - limit} more.</p>")
    if len(rows) <= FOLDED:
        return "\n".join([f"### {heading} ({len(rows)})", "", *lines])
    summary = f"<summary><b>{heading} ({len(rows)})</b></summary>"
    return "\n".join(["<details>", summary, *lines, "</details>"])


def _row(cells: Row, tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' for cell in cells)}</tr>"


def _code(text: str) -> str:
    return f"<code>{escape(visible(text))}</code>"
