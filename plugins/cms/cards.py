"""The card of an entry: the few fields that lists show, without all else that its file says.

As text it is as small as what authors typed, and can be written down: a list of very many entries
need not read their files.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from pydantic import create_model

from .collection import Collection, EntryModel
from .fields import Part
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
        typed = {name: self._typed[name]} if name in self._typed else {}
        context = {"source": self._source}
        value = getattr(_model(self._collection, name).model_validate(typed, context=context), name)
        self.__dict__[name] = value
        return value


@cache
def _model(collection: Collection, name: str) -> type[Part]:
    field = collection.model.model_fields[name]
    default = None if field.is_required() else field.get_default(call_default_factory=True)
    fields: dict[str, Any] = {name: (field.rebuild_annotation(), default)}
    return create_model("Card", __base__=Part, **fields)
