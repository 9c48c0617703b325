"""What an entry names: other entries, and records of the reference library."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator

from ..citations import Cite, read_citation
from .addresses import SLUG_PATTERN
from .parts import CITATION_KIND, Widget, refuse
from .text import one_line

__all__ = ["Citation", "CitationKey", "Ref", "Reference", "read_cite"]


class CitationKey(str):
    """The key of a record in the reference library; `cite` has the place in it besides."""

    __slots__ = ("cite",)

    cite: Cite

    def __new__(cls, key: str, cite: Cite | None = None) -> CitationKey:
        self = super().__new__(cls, key)
        self.cite = cite or Cite(key)
        return self

    def __reduce__(self) -> tuple[type[CitationKey], tuple[str, Cite]]:
        return CitationKey, (str(self), self.cite)


@lru_cache(4096)  # many entries cite the same sources
def read_cite(value: str) -> Cite | None:
    """The source that the text of a citation field names, or None where it names none or more."""
    cites = read_citation(f"@{_bare(value.strip())}")
    return cites[0] if cites and len(cites) == 1 else None


def _bare(value: str) -> str:
    return value.removeprefix("[").removesuffix("]").removeprefix("@")


@lru_cache(maxsize=4_096)  # many entries cite the same, and one entry the same again
def _citation(value: str) -> CitationKey:
    value = one_line(value)
    cite = read_cite(value)
    if cite is None:
        raise refuse(
            "bad-citation",
            f"`{_bare(value)}` is not the key of one source",
            "Write one key a line, with a place in the source if need be: `kearns-2019, p. 3`.",
        )
    return CitationKey(cite.key, cite)


Citation = Annotated[str, AfterValidator(_citation), Widget("string", CITATION_KIND)]


class Reference(str):
    """The slug of another entry together with its kind; `Site[reference]` gives the entry."""

    __slots__ = ("kind",)

    kind: str

    def __new__(cls, slug: str, kind: str) -> Reference:
        self = super().__new__(cls, slug)
        self.kind = kind
        return self

    def __reduce__(self) -> tuple[type[Reference], tuple[str, str]]:
        return Reference, (str(self), self.kind)


if TYPE_CHECKING:  # to a type checker Ref["benefit"] is some string
    from typing import Literal as Ref
else:

    class Ref:
        """`Ref["benefit"]`: a field that names a benefit by its slug.

        Any line of text is taken here: which entry is meant, perhaps by its title, is known
        once everything is loaded.
        """

        def __class_getitem__(cls, kind: str) -> Any:
            @lru_cache(maxsize=4_096)
            def bind(value: str) -> Reference:
                return Reference(one_line(value), kind)

            return Annotated[str, AfterValidator(bind), Widget("relation", kind, SLUG_PATTERN)]
