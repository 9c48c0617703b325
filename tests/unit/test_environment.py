"""Templates print in the one environment of a build what they print in any other."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, Environment, FileSystemLoader, StrictUndefined, UndefinedError
from markupsafe import Markup

from plugins.cms.publish import environment
from plugins.cms.publish.environment import watched
from plugins.cms.publish.words import Words
from plugins.cms.tracing import reads
from plugins.cms.translations import Translations


class _Marked:
    def __html__(self) -> str:
        return "<i>a & b</i>"


class _Named(str):
    def __html__(self) -> str:
        return f"<b>{self}</b>"


class _Plain(str):
    def __str__(self) -> str:
        return "<plain>"


_VALUES: tuple[Any, ...] = (
    "", "a", "<a> & \"b\" 'c' é", Markup("<b>&amp;</b>"), 1, 1.5, None, True, ["<a>"], _Marked(),
    _Named("a"), _Plain("a"), b"<a>",
)  # fmt: skip

_TEMPLATES = {
    "page": """
        {%- import "parts" as parts %}{% from "parts" import twice %}
        {%- set kept %}<p>{{ value }}</p>{% endset -%}
        {{ value }} {{ value ~ "<" }} {{ [value, value] | join("<") }} {{ kept }} {{ kept | upper }}
        {{ parts.wrapped(value) }} {{ twice(value) }} {{ value | safe }} {{ value | e | length }}
        {% call parts.around() %}{{ value }}{% endcall %}
        {% filter title %}{{ value }}{% endfilter %}
        {% for one in [value] %}{{ one }}{{ loop.index }}{% endfor %}
        {% autoescape false %}{{ value }}{% endautoescape %}""",
    "parts": """
        {%- macro wrapped(one) %}<p>{{ one }}</p>{% endmacro %}
        {%- macro twice(one) %}{{ wrapped(one) }}{{ wrapped(one) }}{% endmacro %}
        {%- macro around() %}<div>{{ caller() }}</div>{% endmacro %}""",
    "counted": """{% import "counting" as one %}{% import "counting" as two %}{{ one.a }}""",
    "counting": """{% set a = count() %}""",
    "named": """{% import "naming" as one %}{{ one.a }}""",
    "naming": """{% set a = name | default("nobody") %}""",
    "wrong": "a\n{{ value.b }}",
}


@pytest.fixture
def env(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    """The environment of a build, with the templates of this file."""
    monkeypatch.setattr(environment, "COMPILED", tmp_path)
    return watched(_plain(), "a maker", Words(Translations(tmp_path), "en"))


def _plain() -> Environment:
    return Environment(loader=DictLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined)


@pytest.mark.parametrize("value", _VALUES, ids=lambda value: type(value).__name__)
def test_what_is_printed_is_escaped_as_ever(env: Environment, value: Any) -> None:
    """Texts, numbers, safe HTML and what becomes HTML: wherever they stand, and passed on."""
    expected = _plain().get_template("page").render(value=value)
    assert env.get_template("page").render(value=value) == expected


def test_an_imported_template_is_run_once_and_read_by_each_page(env: Environment) -> None:
    """What it holds is made for all pages, and each that takes it depends on it."""
    runs: list[int] = []
    env.globals["count"] = lambda: runs.append(1) or len(runs)
    for _ in range(2):
        with reads() as heard:
            assert env.get_template("counted").render() == "1"
        assert {("template", "counting"), ("context", "count")} <= heard
    assert len(runs) == 1


def test_an_imported_template_sees_the_globals_of_who_imports_it(env: Environment) -> None:
    """What was made for all pages is not for one that brings names of its own."""
    page = env.get_template("named")
    assert page.render() == "nobody"
    page.globals["name"] = "Ada"
    assert page.render() == "Ada"


def test_a_fault_is_in_the_line_of_the_template(env: Environment) -> None:
    """Whoever writes a template is led to it, and not to what prints it."""
    with pytest.raises(UndefinedError) as raised:
        env.get_template("wrong").render(value=1)
    files = [frame.filename for frame in traceback.extract_tb(raised.value.__traceback__)]
    assert environment.__file__ not in files


def test_what_is_the_same_elsewhere_is_compiled_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And a fault is told with the file at hand, not with the one that it was compiled from."""
    monkeypatch.setattr(environment, "COMPILED", tmp_path / "compiled")
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page.html").write_text(_TEMPLATES["wrong"], encoding="utf-8")
        theme = Environment(loader=FileSystemLoader(tmp_path / name), undefined=StrictUndefined)
        env = watched(theme, "a maker", Words(Translations(tmp_path), "en"))
        with pytest.raises(UndefinedError) as raised:
            env.get_template("page.html").render(value=1)
        frames = traceback.extract_tb(raised.value.__traceback__)
        assert (str(tmp_path / name / "page.html"), 2) in [(one[0], one[1]) for one in frames]
        assert len(list((tmp_path / "compiled").iterdir())) == 1
