"""A record of the reference library gets a new key, and so does every citation of it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

from ..citations import Cite, read_citation
from ..edits import Edit
from ..errors import ContentErrors
from ..fields import read_cite
from ..frontmatter import decode
from ..loader import LIBRARY
from ..markdown import Rendered
from ..meanings import Meaning
from ..suggestions import no_such
from .places import differing
from .plan import BadName, Draft, Plan, Project, problems_of

_ID = re.compile(r'"id"\s*:\s*"(?P<id>(?:[^"\\]|\\.)*)"')


def plan_record(project: Project, old: str, new: str) -> Plan:
    """All that changes where the record `old` has the key `new`. Raises as `plan_rename`."""
    path = project.path(LIBRARY)
    library = project.content.library
    if library is None:
        raise ContentErrors(problems_of(project, path))
    if old not in library:
        otherwise = "Look for its `id` in references.json."
        raise BadName(no_such("reference", old, library, otherwise))
    if read_citation(f"@{new}") != (Cite(new),):
        raise BadName(
            f"`{new}` cannot be the key of a reference. Use letters, digits and hyphens: "
            "`kearns-2019`."
        )
    if new == old:
        raise BadName(f"It is called `{old}` already. Choose another key.")
    if any(key.casefold() == new.casefold() for key in library if key != old):
        raise BadName(f"There is a reference called `{new}` already. Choose another key.")
    draft = Draft.begin(project, f"reference {old} → {new}", old)
    raw = (project.root / path).read_bytes()
    draft.add(path, raw, [_in_library(raw, path, old, new)])
    draft.follow(_SourceAim(old, new))
    return draft.finish()


def _in_library(raw: bytes, path: str, old: str, new: str) -> Edit:
    """The change of the record's own `id`: another one may be inside of a record."""
    text = decode(raw, path)
    assert isinstance(text, str)  # it was read before
    wanted = _renamed(json.loads(text), old, new)
    for found in _ID.finditer(text):
        edit = Edit(*found.span("id"), json.dumps(new, ensure_ascii=False)[1:-1])
        changed = f"{text[: edit.start]}{edit.text}{text[edit.end :]}"
        if json.loads(f'"{found["id"]}"') == old and json.loads(changed) == wanted:
            return edit
    raise BadName(f"The `id` of `{old}` is spelled in an unusual way. Change it in {path} by hand.")


def _renamed(records: Any, old: str, new: str) -> Any:
    return [one | {"id": new} if one.get("id") == old else one for one in records]


class _SourceAim:
    """A source, as citations name it."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.key = old, new
        self.pattern = re.compile(rf"@\{{?(?P<name>{re.escape(old)})")

    def in_field(self, meaning: Meaning) -> tuple[str, str] | None:
        cite = read_cite(meaning.value) if meaning.what == "source" else None
        return (self.old, self.key) if cite and cite.key == self.old else None

    def new(self, found: re.Match[str]) -> str:
        return self.key

    def is_meant(self, before: Rendered, after: Rendered, source: str) -> bool:
        pairs = differing(before.citations, after.citations)
        return bool(pairs) and all(
            old.key == self.old and replace(old, key=self.key) == new for old, new in pairs
        )
