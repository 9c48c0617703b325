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


def card_of(collection: Collection, text: str, source: str) -> Part:
    """The fields, typed as in the model of the collection; `source` is the file of the entry."""
    typed = json.loads(text) if text else {}
    return _model(collection).model_validate(typed, context={"source": source})


@cache
def _model(collection: Collection) -> type[Part]:
    fields: dict[str, Any] = {}
    for name in collection.card:
        field = collection.model.model_fields[name]
        default = None if field.is_required() else field.get_default(call_default_factory=True)
        fields[name] = field.rebuild_annotation(), default
    return create_model("Card", __base__=Part, **fields)
