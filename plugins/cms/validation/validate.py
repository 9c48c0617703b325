"""A document and a model → typed values, or every mistake once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from ..errors import FieldPath, Problems
from ..frontmatter import Document
from ..suggestions import nearest
from .mistakes import Mistake
from .words import explain

Model = TypeVar("Model", bound=BaseModel)


def validate(document: Document, model: type[Model]) -> Model | Problems:
    """The model that the front matter describes. Never raises."""
    try:
        return model.model_validate(dict(document.data), context={"source": document.path})
    except ValidationError as error:
        mistakes = [Mistake.of(details, document, model) for details in error.errors()]
        misspelt = set(_misspelt(mistakes))
        return tuple(explain(one) for one in mistakes if not _follows(one, misspelt))


def _follows(mistake: Mistake, misspelt: set[FieldPath]) -> bool:
    """Whether a mistake is only what another one leads to."""
    if mistake.kind == "too_short":  # items that are wrong were not counted
        return len(mistake.given) >= int(mistake.context["min_length"])
    return mistake.kind == "missing" and mistake.path in misspelt


def _misspelt(mistakes: list[Mistake]) -> Iterator[FieldPath]:
    """The fields that were meant by unknown names: that they are missing is the same mistake."""
    for mistake in mistakes:
        if mistake.kind == "extra_forbidden":
            *group, name = mistake.path
            meant = nearest(str(name), mistake.fields_at(*group))
            if meant:
                yield (*group, meant)
