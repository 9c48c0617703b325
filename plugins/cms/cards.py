"""The card of an entry: the few fields that lists show, without all else that its file says.

As text it is as small as what authors typed, and can be written down: a list of very many entries
need not read their files.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from .collection import Collection, EntryModel
from .frontmatter import Document


def card_text(collection: Collection, document: Document, data: EntryModel) -> str:
    """What stands in the fields of the card, as typed; `data` has no field that is wrong."""
    names = [name for name in collection.card if name in data.model_fields_set]
    if not names:
        return ""
    typed = {name: document.data[name] for name in names}
    return json.dumps(typed, ensure_ascii=False, separators=(",", ":"))


class Card:
    """The fields of a card, typed as in the model; each is read when it is asked for.

    `text` is that of `card_text`, and `source` the file of the entry.
    """

    def __init__(self, collection: Collection, text: str, source: str) -> None:
        self._collection = collection
        self._typed: dict[str, Any] = json.loads(text) if text else {}
        self._source = source

    def __getattr__(self, name: str) -> Any:
        if name not in self._collection.card:
            raise AttributeError(name)
        typed = self._typed.get(name)
        if typed is None:
            value = _default(self._collection.model, name)
        else:
            type_of = _type(self._collection.model, name)
            value = type_of.validate_python(typed, context={"source": self._source})
        self.__dict__[name] = value
        return value


# By the model: to find something by a collection would take longer than to read most fields.


@cache
def _type(model: type[EntryModel], name: str) -> TypeAdapter[Any]:
    return TypeAdapter(model.model_fields[name].rebuild_annotation())


@cache
def _default(model: type[EntryModel], name: str) -> Any:
    field = model.model_fields[name]
    return None if field.is_required() else field.get_default(call_default_factory=True)
