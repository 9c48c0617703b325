"""Tables with parts that are taken from former files: the same bytes, and little is made."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from plugins.cms.outputs.tables import Rows, Table, Value, table_files
from plugins.cms.publish.rows import INDEX, written
from plugins.cms.tracing import Key, note, reads

texts = st.text(st.characters(codec="utf-8"), max_size=8)
values: st.SearchStrategy[Value] = st.one_of(st.none(), texts, st.tuples(texts, texts))
beds = st.dictionaries(
    st.sampled_from("abcdef"), st.lists(st.tuples(values, values), max_size=3).map(tuple)
)
"""The rows of each part, by its name."""


def table(rows: Mapping[str, Rows], made: list[str] | None = None) -> Table:
    """A table whose parts note what they are made of; those that are made are listed in `made`."""

    def make(name: str) -> Rows:
        note("bed", name)
        if made is not None:
            made.append(name)
        return rows[name]

    parts = [(name, partial(make, name)) for name in rows]
    return Table("beds", "Beds", "/beds/", ("name", "colors"), parts=parts)


def same(before: Mapping[str, Rows], after: Mapping[str, Rows]) -> frozenset[Key]:
    """The keys under which both have the same."""
    return frozenset(("bed", name) for name, rows in after.items() if before.get(name) == rows)


@given(beds, beds, st.data())
def test_parts_of_former_files_make_the_same_files(
    before: Mapping[str, Rows], other: Mapping[str, Rows], data: st.DataObject
) -> None:
    """Whatever comes, goes or stays, in whatever order, and only what is another one is made."""
    names = data.draw(st.permutations([*{**before, **other}]))
    stay = data.draw(st.sets(st.sampled_from(names))) if names else set()
    mixed = {**other, **{name: before[name] for name in stay & before.keys()}}
    after = {name: mixed[name] for name in names if name in mixed}
    former = written(table(before), {}, frozenset())
    made: list[str] = []
    files = written(table(after, made), former, same(before, after))
    assert files == written(table(after), {}, frozenset())
    assert {name: files[name] for name in files if name != INDEX} == table_files(table(after))
    assert made == [name for name in after if before.get(name) != after[name]]


def test_what_is_taken_counts_as_read() -> None:
    """A part that nobody makes depends on the same as when it was made."""
    rows: Mapping[str, Rows] = {"a": (("rose", None),), "b": ()}
    former = written(table(rows), {}, frozenset())
    with reads() as heard:
        written(table(rows), former, same(rows, rows))
    assert heard == {("bed", "a"), ("bed", "b")}


def test_foreign_files_are_no_harm() -> None:
    """Where the index says something else than it should, or nothing, all parts are made."""
    rows: Mapping[str, Rows] = {"a": (("rose", None),)}
    former = written(table(rows), {}, frozenset())
    for index in (b"", b"[]", b'[["name"],[["bed","a"]],{"a":[1,2,[0]]}]', json.dumps({}).encode()):
        made: list[str] = []
        files = written(table(rows, made), {**former, INDEX: index}, same(rows, rows))
        assert (files, made) == (former, ["a"])
