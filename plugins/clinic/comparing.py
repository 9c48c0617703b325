"""A comparison as rows, each cell with what it rests on: for its page and as files."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.cms.entries import Entry
from plugins.cms.markdown import render
from plugins.cms.outputs.tables import Table, Value, table_files
from plugins.cms.site import Site

from .claims import named, plain_text
from .models import Aspect, Comparison


@dataclass(frozen=True, slots=True)
class Cell:
    """What a row says of one treatment.

    `cited` are the sources that the text names where it needs them. Where it names none, the
    cell rests on `references` or on `basis`, which say so beside it.
    """

    text: str
    cited: tuple[str, ...]
    references: tuple[str, ...] = ()
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """An aspect with a cell for each treatment.

    `references` and `basis` are those of its verdict, without what its sides say themselves.
    """

    aspect: Aspect
    cells: tuple[Cell, ...]
    references: tuple[str, ...]
    basis: str | None


def compared(entry: Entry) -> tuple[Row, ...]:
    """The rows of a comparison, with the treatments in its order."""
    data = entry.data
    assert isinstance(data, Comparison)
    return tuple(_row(aspect, data) for aspect in data.aspects)


def _row(aspect: Aspect, data: Comparison) -> Row:
    # A check looks at the page although a treatment has no value.
    cells = tuple(_cell(aspect, aspect.values.get(slug, "")) for slug in data.treatments)
    is_told = aspect.references and any(cell.basis for cell in cells)
    in_sides = {key for side in aspect.sides for key in side.references}
    references = () if in_sides.issuperset(aspect.references) else aspect.references
    return Row(aspect, cells, references, None if is_told else aspect.basis)


def _cell(aspect: Aspect, text: str) -> Cell:
    cited = tuple(dict.fromkeys(cite.key for cite in render(text).citations))
    if cited or not text:
        return Cell(text, cited)
    return Cell(text, (), () if aspect.basis else aspect.references, aspect.basis)


def comparison_files(site: Site) -> dict[str, bytes]:
    """Each comparison as a table for spreadsheets and programs, beside its page."""
    files: dict[str, bytes] = {}
    for entry in site.entries:
        if entry.kind == "comparison" and entry.url:
            files |= table_files(_table(site, entry))
    return files


def _table(site: Site, entry: Entry) -> Table:
    data = entry.data
    assert isinstance(data, Comparison)
    assert entry.url
    names = [slug.replace("-", "_") for slug in data.treatments]
    columns = [name for one in names for name in (one, f"{one}_sources", f"{one}_basis")]
    return Table(
        entry.url.rstrip("/"),
        entry.title,
        f"/{entry.url}",
        ("aspect", *columns, *"verdict note certainty sides sources basis".split()),
        tuple(_values(site, row) for row in compared(entry)),
    )


def _values(site: Site, row: Row) -> tuple[Value, ...]:
    aspect = row.aspect
    cells = [
        value
        for cell in row.cells
        for value in (
            plain_text(cell.text),
            named(site, (*cell.cited, *cell.references)),
            cell.basis,
        )
    ]
    sides = (key for side in aspect.sides for key in side.references)
    return (
        aspect.name,
        *cells,
        aspect.verdict,
        plain_text(aspect.note) if aspect.note else None,
        aspect.certainty,
        tuple(plain_text(side.view) for side in aspect.sides),
        named(site, (*row.references, *sides)),
        row.basis,
    )
