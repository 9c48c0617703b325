"""The commands that write content files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..console import say, short
from .asking import ask, can_ask, choose_some
from .desk import Desk, collection_of, open_desk
from .outcome import OK, USAGE, guarded

if TYPE_CHECKING:
    from ..blueprint import Field
    from ..collection import Collection
    from ..drafting import Draft


def new(
    kind: str = "",
    title: str = "",
    slug: str = "",
    lang: str = "",
    settings: str = "pelicanconf.py",
) -> int:
    """Begin an entry: a file with every field explained, which the check takes for a draft.

    What is not given is asked for where there is a terminal. Nothing is ever overwritten.
    """

    def job() -> int:
        from ..drafting import Refused

        if not (kind and title) and not can_ask():
            say(
                "Say what to make, and give it a title in quotation marks: "
                '`python3 tasks.py new post "First visit"`.',
                error=True,
            )
            return USAGE
        desk = open_desk(Path(settings))
        try:
            collection = collection_of(desk.subject, kind)
            made = (
                _draft(desk, collection, title, {}, slug, lang)
                if title
                else _ask_for_draft(desk, collection, slug, lang)
            )
        except Refused as refused:
            say(str(refused), error=True)
            return USAGE
        _write(desk, made)
        if title and made.entry.title != " ".join(title.split()):
            say(f"Its title has the curly quotation marks of this site: {made.entry.title}")
        return OK

    return guarded(job, "Nothing was written.")


def _draft(
    desk: Desk,
    collection: Collection,
    title: str,
    given: Mapping[str, Any],
    slug: str,
    lang: str,
) -> Draft:
    from ..drafting import draft

    return draft(desk.content, desk.subject, collection, title, desk.now.date(), given, slug, lang)


def _ask_for_draft(desk: Desk, collection: Collection, slug: str, lang: str) -> Draft:
    """Ask for a title until it can be one, then for what can be chosen from a list."""
    from ..drafting import Refused

    while True:
        title = ask(f"Title, such as “{collection.example}”:")
        try:
            _draft(desk, collection, title, {}, slug, lang)
            break
        except Refused as refused:
            if slug or lang:  # then another title may not help
                raise
            say(str(refused))
    given = dict(_ask_for_choices(desk, collection))
    return _draft(desk, collection, title, given, slug, lang)


def _ask_for_choices(desk: Desk, collection: Collection) -> Iterator[tuple[str, Any]]:
    """The needed fields whose values are settled or are names of entries, as far as chosen."""
    from ..blueprint import fields_of
    from ..collection import EntryModel

    for field in fields_of(collection.model):
        choices = _choices(desk, field)
        if field.is_needed and choices and field.name not in EntryModel.model_fields:
            question = field.meaning or field.name
            chosen = choose_some(question, choices, None if field.is_list else 1)
            if chosen:
                yield field.name, chosen if field.is_list else chosen[0]


def _choices(desk: Desk, field: Field) -> dict[str, str]:
    """What may be chosen for a field, by name, with the words that people know it by."""
    if field.choices:
        return {choice: choice for choice in field.choices}
    named = [one for one in desk.content.entries if one.kind == field.kind and one.lang is None]
    return {one.slug: one.title for one in sorted(named, key=lambda one: one.title.casefold())}


def _write(desk: Desk, made: Draft) -> None:
    from ..files import create_file

    file = desk.folder / made.path
    file.parent.mkdir(parents=True, exist_ok=True)
    create_file(file, made.text.encode())
    say(f"Made {short(file)}, a draft.")
    if made.entry.url is None:
        say("It has no page of its own: it is shown where other entries name it.")
    else:
        say(f"Its page will be at `/{made.entry.url}`.")
    say(
        "Next: open the file and write. `python3 tasks.py check` names what is wrong, and "
        "`python3 tasks.py serve` shows the page once nothing is missing."
    )
