"""What a new entry is written beside: the site as it is, and the kinds of entry that it has."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..suggestions import no_such, suggest
from .asking import choose

if TYPE_CHECKING:
    from ..collection import Collection, Subject
    from ..loader import Content


@dataclass(frozen=True)
class Desk:
    """The content folder, what it is about, what is in it, and the time on the clock."""

    folder: Path
    subject: Subject
    content: Content
    now: dt.datetime


def open_desk(settings_file: Path) -> Desk:
    """Read the site that a settings file describes. Raises BuildFailure or OSError."""
    from ..clock import now
    from ..publish.build import load_settings
    from ..publish.reading import content_of, subject_of

    settings = load_settings(settings_file, {})
    folder = Path(settings["PATH"]).absolute()
    moment = now(settings["TIMEZONE"])
    return Desk(folder, subject_of(settings), content_of(settings), moment)


def collection_of(subject: Subject, kind: str) -> Collection:
    """The collection of a kind or folder, asked for where none is given. Raises Refused."""
    from ..drafting import Refused

    collections = {one.kind: one for one in subject.collections}
    if not kind:
        labels = {one.kind: one.label for one in subject.collections}
        return collections[choose("What do you want to write?", labels)]
    named = {**{one.folder: one for one in subject.collections}, **collections}
    if kind.casefold() in named:
        return named[kind.casefold()]
    raise Refused(no_such("kind of entry", kind, named if suggest(kind, named) else collections))
