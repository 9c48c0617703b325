"""Each type of field takes what is right, says what is wrong, and changes nothing else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from plugins.cms import fields
from plugins.cms.fields import Part, Widget


def read(kind: Any, value: object) -> Any:
    """What a field of this type makes of a value from front matter."""
    return TypeAdapter(kind).validate_python(value, context={"source": "content/a.md"})


@pytest.mark.parametrize("kind", [fields.Line, fields.Title, fields.Summary])
@pytest.mark.parametrize(
    "typed", ["no", "1:30", "010", "1.10", "<b>&amp;</b>", "{{ 7*7 }}", "ß 針"]
)
def test_plain_text_is_kept_as_it_was_typed(kind: Any, typed: str) -> None:
    """Markup, template syntax and numbers are text like any other."""
    assert read(kind, typed) == typed


@pytest.mark.parametrize(
    ("kind", "typed", "meant"),
    [
        (fields.Line, "  a  ", "a"),
        (fields.Markdown, "\na\n\nb\n", "a\n\nb"),
        (fields.Placeholder, "[placeholder] A name", "A name"),
        (fields.Placeholder, "A name", "A name"),
        (fields.Slug, "neck-pain", "neck-pain"),
        (fields.Slug, "l5", "l5"),
        (fields.Slug, "a" * 80, "a" * 80),
        (fields.SitePath, "/", "/"),
        (fields.SitePath, "/old/page/", "/old/page/"),
        (fields.SitePath, "/404.html", "/404.html"),
        (fields.WebUrl, "https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        (fields.WebUrl, "http://[::1]:8000/", "http://[::1]:8000/"),
        (fields.ImageRef, "images/neck.svg", "images/neck.svg"),
        (fields.ImageRef, "/images/sub/neck.svg", "images/sub/neck.svg"),
        (fields.Citation, "@rhs-2020", "rhs-2020"),
        (fields.Citation, "rhs-2020", "rhs-2020"),
        (fields.Day, "2028-02-29", dt.date(2028, 2, 29)),
        (fields.Flag, "true", True),
        (fields.Flag, "false", False),
        (fields.Count, "010", 10),
        (fields.Count, "0", 0),
        (fields.Ref["plant"], "rose", "rose"),
    ],
)
def test_a_right_value_is_taken(kind: Any, typed: str, meant: object) -> None:
    """Each type understands the spelling that it asks for."""
    assert read(kind, typed) == meant


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        (fields.Line, "  ", "empty"),
        (fields.Line, "a\nb", "not-one-line"),
        (fields.Line, "a\x1bb", "not-one-line"),
        (fields.Line, "a\u2028b", "not-one-line"),
        (fields.Line, "a\u202eb", "not-one-line"),
        (fields.Line, "a" * 301, "string_too_long"),
        (fields.Title, "a" * 81, "string_too_long"),
        (fields.Summary, "a" * 201, "string_too_long"),
        (fields.Markdown, "a" * 5001, "string_too_long"),
        (fields.Markdown, "\n", "empty"),
        (fields.Markdown, "a\x00", "invisible-character"),
        (fields.Markdown, "a\u2067", "invisible-character"),
        (fields.Placeholder, "", "empty"),
        (fields.Slug, "Neck", "bad-slug"),
        (fields.Slug, "neck--pain", "bad-slug"),
        (fields.Slug, "-neck", "bad-slug"),
        (fields.Slug, "neck pain", "bad-slug"),
        (fields.Slug, "näck", "bad-slug"),
        (fields.Slug, "../up", "bad-slug"),
        (fields.Slug, "a\n", "bad-slug"),
        (fields.Slug, "a" * 81, "bad-slug"),
        (fields.Slug, "", "bad-slug"),
        (fields.SitePath, "old/", "bad-site-path"),
        (fields.SitePath, "/old", "bad-site-path"),
        (fields.SitePath, "//host/", "bad-site-path"),
        (fields.SitePath, "/a/../b/", "bad-site-path"),
        (fields.SitePath, "/Old/", "bad-site-path"),
        (fields.SitePath, "/.hidden/", "bad-site-path"),
        (fields.SitePath, "/a.html/b/", "bad-site-path"),
        (fields.SitePath, "/a.php", "bad-site-path"),
        (fields.SitePath, "/a/\n", "bad-site-path"),
        (fields.SitePath, "https://example.org/", "bad-site-path"),
        (fields.WebUrl, "example.org", "bad-url"),
        (fields.WebUrl, "javascript:alert(1)", "bad-url"),
        (fields.WebUrl, "https://", "bad-url"),
        (fields.WebUrl, "https:///path", "bad-url"),
        (fields.WebUrl, "https://[bad/", "bad-url"),
        (fields.WebUrl, "https://exa mple.org/", "bad-url"),
        (fields.WebUrl, 'https://example.org/"><script>', "bad-url"),
        (fields.WebUrl, "ftp://example.org/", "bad-url"),
        (fields.ImageRef, "photo.jpg", "bad-image"),
        (fields.ImageRef, "images/../clinic.yaml", "bad-image"),
        (fields.ImageRef, "images\\a.jpg", "bad-image"),
        (fields.ImageRef, "https://example.org/images/a.jpg", "bad-image"),
        (fields.Citation, " ", "empty"),
        (fields.Day, "2026-02-29", "bad-date"),
        (fields.Day, "26-11-23", "bad-date"),
        (fields.Day, "2026-1-2", "bad-date"),
        (fields.Day, "2026-01-02 10:00", "bad-date"),
        (fields.Day, "20260102", "bad-date"),
        (fields.Day, "2026-W01-1", "bad-date"),
        (fields.Day, "0000-01-01", "bad-date"),
        (fields.Day, "٢٠٢٦-01-01", "bad-date"),
        (fields.Day, ["2026-01-01"], "bad-date"),
        (fields.Flag, "yes", "bad-flag"),
        (fields.Flag, "True", "bad-flag"),
        (fields.Flag, "1", "bad-flag"),
        (fields.Flag, ["true"], "bad-flag"),
        (fields.Count, "1.5", "bad-number"),
        (fields.Count, "-1", "bad-number"),
        (fields.Count, "1e3", "bad-number"),
        (fields.Count, "1_000", "bad-number"),
        (fields.Count, "9" * 5000, "bad-number"),
        (fields.Count, "٣", "bad-number"),
        (fields.Ref["plant"], "a\nb", "not-one-line"),
    ],
)
def test_a_wrong_value_is_refused(kind: Any, typed: object, code: str) -> None:
    """Each type refuses what it cannot mean, with one stable code."""
    with pytest.raises(ValidationError) as caught:
        read(kind, typed)
    assert [error["type"] for error in caught.value.errors()] == [code]


@pytest.mark.parametrize(
    "kind",
    [
        fields.Line,
        fields.Markdown,
        fields.Placeholder,
        fields.Slug,
        fields.SitePath,
        fields.WebUrl,
        fields.ImageRef,
        fields.Citation,
        fields.Ref["plant"],
    ],
)
@pytest.mark.parametrize("value", [["a"], {"a": "b"}])
def test_a_list_or_a_group_is_no_text(kind: Any, value: object) -> None:
    """A field of text takes text alone."""
    with pytest.raises(ValidationError) as caught:
        read(kind, value)
    assert caught.value.errors()[0]["type"] == "string_type"


def test_a_placeholder_knows_whether_it_is_filled_in() -> None:
    """The mark goes from the text but is remembered."""
    assert read(fields.Placeholder, "[placeholder] A name").missing
    assert not read(fields.Placeholder, "A name").missing


def test_a_markdown_text_knows_its_file() -> None:
    """The file is remembered, since links in the text are relative to it."""
    assert read(fields.Markdown, "Text").source == "content/a.md"


def test_a_reference_knows_its_kind() -> None:
    """A slug in a field of a kind names an entry of that kind."""
    assert read(fields.Ref["plant"], "rose").kind == "plant"


class Group(Part):
    """A group with one field that may be left out."""

    name: fields.Line | None = None


def test_an_empty_value_counts_as_left_out() -> None:
    """`name:` with nothing after it is as good as no line."""
    assert Group.model_validate({"name": None}).name is None


def test_a_group_cannot_be_changed() -> None:
    """What was read stays as it is."""
    with pytest.raises(ValidationError):
        Group(name="a").name = "b"  # type: ignore[misc]


def test_an_unknown_field_is_refused() -> None:
    """A field that the model does not have is an error, not a silent loss."""
    with pytest.raises(ValidationError) as caught:
        Group.model_validate({"nmae": "a"})
    assert caught.value.errors()[0]["type"] == "extra_forbidden"


def test_the_schema_says_how_a_field_is_edited() -> None:
    """Editors find the control and the kind of entry in the JSON Schema."""
    schema = TypeAdapter(fields.Ref["plant"]).json_schema()
    assert (schema["x-widget"], schema["x-kind"]) == ("relation", "plant")
    assert "x-kind" not in TypeAdapter(fields.Line).json_schema()
    assert Widget("string").kind is None
