"""The content model as a page for authors: every kind of entry, every field, with examples."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..blueprint import Field, Group, as_example, fields_of
from ..collection import Collection, EntryModel, Subject
from ..fields import CITATION_KIND, Part
from ..scaffold import dump

PATH = "docs/content-model.md"

_INTRODUCTION = """\
# What can be written, field by field

<!-- Made from the content model by `python3 tasks.py generate`. Changes made here are lost. -->

Every page of the site is made from a text file, an *entry*. An entry begins with its *fields*,
between two lines `---`; below them stands the text. There are several kinds of entry, and each
has a folder and fields of its own. They are listed here with what each field means.

How to read the tables:

- A field that is **needed** must be filled in before the entry can be published. As long as it
  says `status: draft`, it may be empty.
- A field is one line: its name, a colon, a space and what goes in.
- A *list* has each item on a line of its own, indented by two spaces, after `- `.
- A *group* has fields of its own, each on a line of its own, indented by two spaces. Groups are
  explained [below](#groups-of-fields). The whole example of each kind shows how they look.

The quickest way to begin an entry is the command in the last column. It makes the file, with all
fields in it.
"""

_FORMS = {
    "date": "a day: year, month and day with hyphens",
    "date-time": "a day and a time",
    "boolean": "`true` or `false`",
    "number": "a whole number",
    "markdown": "a text; [Markdown](https://commonmark.org/help/) may be used",
    "image": "a file in `content/images/`",
}


def content_model(subject: Subject) -> dict[str, bytes]:
    """The page that explains all that authors may write, by its path."""
    page = _Page(subject)
    return {PATH: "\n".join(page.lines()).rstrip("\n").encode() + b"\n"}


class _Page:
    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.folders = {one.kind: one.folder for one in subject.collections}
        self.groups: dict[str, Group] = {}

    def lines(self) -> Iterator[str]:
        yield _INTRODUCTION
        yield from _table(("kind", "folder", "address", "begin one"), map(_row, self.kinds()))
        yield from ("", "## Fields of every entry", "")
        yield from self._fields(fields_of(EntryModel))
        for collection in self.kinds():
            yield from self._kind(collection)
        yield from ("", "## Files of settings", "")
        yield "These files are there once. They have fields, but no lines `---` and no text."
        for data_file in self.subject.data_files:
            yield from ("", f"### {data_file.label}: `content/{data_file.path}`", "")
            yield from (_meaning(data_file.model), "")
            yield from self._fields(fields_of(data_file.model))
        yield from ("", "## Groups of fields")
        for group in self._all_groups():
            yield from ("", f"### {_words(group.name)}", "", group.meaning, "")
            yield from self._fields(group.fields)

    def kinds(self) -> list[Collection]:
        """The collections, those with pages of their own first."""
        return sorted(self.subject.collections, key=lambda one: one.url is None)

    def _all_groups(self) -> Iterator[Group]:
        """Each group that a table names, in that order; their own tables may name more."""
        seen = 0
        while seen < len(self.groups):
            yield list(self.groups.values())[seen]
            seen += 1

    def _kind(self, collection: Collection) -> Iterator[str]:
        own = [one for one in fields_of(collection.model) if one.name not in _SHARED]
        yield from ("", f"## {collection.label}", "", _meaning(collection.model), "")
        yield from self._fields(own)
        headings = [one.title for one in collection.outline if one.title]
        if headings:
            yield from ("", f"The text usually has these headings: {', '.join(headings)}.")
        yield from ("", f"A whole example, `content/{collection.folder}/…`:", "", "```markdown")
        yield from ("---", *dump(whole_example(collection)), "---", "```")

    def _fields(self, fields: Iterable[Field]) -> Iterator[str]:
        rows = (
            (
                f"`{field.name}`",
                "yes" if field.is_needed else "",
                field.meaning,
                self._goes_in(field),
                _example(field),
            )
            for field in fields
        )
        yield from _table(("field", "needed", "meaning", "what goes in", "example"), rows)

    def _goes_in(self, field: Field) -> str:
        """What a field takes, and its limits, in words."""
        said = self._one(field)
        if field.is_list:
            least = field.limits.get("minItems", 0)
            said = f"a list{f' of at least {least}' if least > 1 else ''}: {said}"
        if "maxLength" in field.limits:
            said += f"; at most {field.limits['maxLength']:,} characters"
        if "minimum" in field.limits:
            said += f" from {field.limits['minimum']} to {field.limits.get('maximum', '…')}"
        if isinstance(field.default, str | int) and not isinstance(field.default, bool):
            said += f". Left out, it is `{field.default}`"
        return said

    def _one(self, field: Field) -> str:
        choices = ", ".join(f"`{choice}`" for choice in field.choices)
        if field.group:
            self.groups.setdefault(field.group.name, field.group)
            name = _words(field.group.name)
            anchor = name.lower().replace(" ", "-")
            word = f"{choices}, or " if choices else ""
            return f"{word}the group [{name}](#{anchor})"
        if choices:
            return f"one of {choices}" if len(field.choices) > 1 else choices
        if field.kind == CITATION_KIND:
            return "the key of a record in `content/references.json`"
        if field.kind:
            return f"the name of a file in `content/{self.folders[field.kind]}/`, without `.md`"
        if isinstance(field.example, dict):
            return "a text for each name"
        return _FORMS.get(field.form, "one line of text")


_SHARED = EntryModel.model_fields.keys()


def whole_example(collection: Collection) -> dict[str, Any]:
    """The fields of an entry that is made of the examples of all its own fields."""
    fields = [one for one in fields_of(collection.model) if one.name not in _SHARED]
    begin = {"title": collection.example, "status": "draft", "date": dt.date(2026, 11, 23)}
    return {**begin, **as_example(tuple(fields))}


def _row(collection: Collection) -> tuple[str, ...]:
    slug = {"slug": "NAME-OF-THE-FILE"}
    address = f"`/{collection.url.format(**slug)}`" if collection.url else "shown on other pages"
    return (
        f"[{collection.label}](#{collection.label.lower().replace(' ', '-')})",
        f"`content/{collection.folder}/`",
        address,
        f'`python3 tasks.py new {collection.kind} "{collection.example}"`',
    )


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|---" * len(head) + "|"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |"


def _example(field: Field) -> str:
    """What may stand after the name; groups are shown in the whole examples."""
    value = field.example
    if field.fields and not isinstance(value, str):
        return ""
    if isinstance(value, Mapping):
        value = [f"{key}: {text}" for key, text in value.items()]
    elif isinstance(value, list):
        value = [f"- {item}" for item in value]
    else:
        value = dump(value)
    return "<br>".join(f"`{line}`" for line in value)


def _meaning(model: type[Part]) -> str:
    return " ".join((model.__doc__ or "").split())


def _words(name: str) -> str:
    """`RedFlags` as people write it: `Red flags`."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", name).capitalize()
