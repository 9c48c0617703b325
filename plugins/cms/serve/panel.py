"""What is to be mended, as HTML that lies over a page or stands on one of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ..counts import counted
from ..errors import Location, Problem, visible
from ..report.source import Lines
from ..report.text import quoted
from .outcome import Outcome


@dataclass(frozen=True)
class _Item:
    """One thing to mend. `quote` is the line in question, and below it a caret."""

    place: Location | None
    message: str
    hint: str
    quote: str


def render_panel(outcome: Outcome, *, has_site: bool) -> Markup:
    """What is to be mended after a build; empty where that is nothing."""
    warnings = [one for one in outcome.problems if one.severity == "warning"]
    if outcome.pages is not None and not warnings:
        return Markup()
    lines = Lines()
    errors = _items((one for one in outcome.problems if one.severity == "error"), lines)
    if outcome.pages is None and not errors:
        quote = _quote(outcome.place, lines) if outcome.place else ""
        errors = [_Item(outcome.place, outcome.failure, "", quote)]
    panel = render(
        "panel.html",
        title=_title(outcome, len(errors)),
        errors=errors,
        warnings=_items(warnings, lines),
        count=counted(len(warnings), "warning"),
        has_site=has_site,
    )
    return Markup(panel)  # from our own template, which escapes


def render(template: str, **values: object) -> str:
    """One of the templates beside this file."""
    return _templates.get_template(template).render(values)


def _title(outcome: Outcome, errors: int) -> str:
    if outcome.failure:
        return "The site could not be built"
    return f"{counted(errors, 'problem')} to mend"


def _items(problems: Iterable[Problem], lines: Lines) -> list[_Item]:
    return [
        _Item(one.location, one.message, one.hint, _quote(one.location, lines)) for one in problems
    ]


def _quote(place: Location, lines: Lines) -> str:
    line = lines.at(place)
    return "\n".join(quoted(line, place.column)) if place.column else (line or "").strip()


def _path(text: str) -> Markup:
    """The path of a file as HTML, which may be broken after each folder."""
    return Markup("/<wbr>").join(re.split(r"/(?=\w)", visible(text)))


def _prose(text: str) -> Markup:
    """Text of a message as HTML; what stands between backticks is code."""
    odd_is_code = enumerate(re.split(r"`([^`\n]+)`", text))
    return Markup().join(
        Markup("<code>{}</code>").format(_path(part)) if index % 2 else _lines(part)
        for index, part in odd_is_code
    )


def _lines(text: str) -> Markup:
    return Markup("<br>").join(map(visible, text.split("\n")))


_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters |= {"path": _path, "prose": _prose}
