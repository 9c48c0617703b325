"""The style sheet of a kind of page: what its template may show, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from shutil import copytree

import pytest
from jinja2 import Environment, FileSystemLoader, nodes

from plugins.cms.cache import fingerprint
from plugins.cms.outputs.stylesheet import stylesheet
from plugins.cms.publish.outline import Untold
from plugins.cms.publish.uses import Uses

ROOT = Path(__file__).parents[2]

THEME = {
    "base.html": """{% import "ui.html" as ui %}{{ ui.top() }}
        {% block main %}{{ ui.card() }}{% endblock %}
        {% block foot %}{{ ui.badge() }}{% endblock %}""",
    "ui.html": """{% from "components/top/template.html" import top %}
        {% from "components/card/template.html" import card, cards as many %}
        {% from "components/badge/template.html" import badge %}
        {% from "components/chip/template.html" import chip %}
        {% set top, card, many, badge, chip = top, card, many, badge, chip %}""",
    "components/top/template.html": "{% macro top() %}top{% endmacro %}",
    "components/badge/template.html": "{% macro badge() %}badge{% endmacro %}",
    "components/chip/template.html": """{% macro chip() %}chip{% endmacro %}
        {% set chip = chip | upper %}""",
    "components/icon/template.html": "{% macro icon() %}icon{% endmacro %}",
    "components/card/template.html": """{% from "components/icon/template.html" import icon %}
        {% from "components/chip/template.html" import chip %}
        {% macro card() %}card{% endmacro %}
        {% macro cards() %}{% if 1 %}{{ picture() }}{{ card() }}{% endif %}{% endmacro %}
        {% macro picture() %}{{ icon() }}{% endmacro %}""",
    "parts/note.html": "{{ ui.chip() }}",
}
ALWAYS = {"base.html", "ui.html", "components/top/template.html"}


def uses(folder: Path, files: Mapping[str, str]) -> set[str]:
    """What the template `page.html` uses, besides what each page does, in short."""
    for name, text in {**THEME, **files}.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    found = Uses(Environment(loader=FileSystemLoader(folder))).of("page.html")
    assert ALWAYS | {"page.html"} <= found
    more = found - ALWAYS - {"page.html"}
    return {name.removeprefix("components/").removesuffix("/template.html") for name in more}


@pytest.mark.parametrize(
    ("before", "main", "expected"),
    [
        ("", "", set()),
        ("", "{{ super() }}{{ ui.chip() }}", {"card", "chip"}),
        ("", "{{ ui.many() }}", {"card", "icon"}),
        ("", "{% call ui.card() %}{{ ui.chip() }}{% endcall %}", {"card", "chip"}),
        ("", "{% if x %}{{ ui.chip() }}{% endif %}", {"chip"}),
        ("", '{% include "parts/note.html" %}', {"parts/note.html", "chip"}),
        ("", '{% include ["none.html", "parts/note.html"] %}', {"parts/note.html", "chip"}),
        ("{% set one = ui.chip() %}", "{{ one }}", {"chip"}),
        ("{% set one = ui.chip() %}", "", set()),
        ("{% set a = namespace() %}{% set a.b = [ui.chip()] %}", "{{ a.b }}", {"chip"}),
        ("{% macro own() %}{{ ui.chip() }}{% endmacro %}", "{{ own() }}", {"chip"}),
        ("{% macro own() %}{{ ui.chip() }}{% endmacro %}", "", set()),
        ("", "{% set all = ui %}{{ all.card() }}", {"card", "chip", "icon"}),
    ],
)
def test_a_page_uses_what_it_may_show(
    tmp_path: Path, before: str, main: str, expected: set[str]
) -> None:
    """Macros count where they are called, directly or by others; what is replaced does not."""
    page = f'{{% extends "base.html" %}}{before}{{% block main %}}{main}{{% endblock %}}'
    assert uses(tmp_path, {"page.html": page}) == expected | {"badge"}


def test_a_page_uses_what_it_does_not_replace(tmp_path: Path) -> None:
    """A page without a block of its own shows that of the template which it extends."""
    assert uses(tmp_path, {"page.html": '{% extends "base.html" %}'}) == {"card", "badge"}


def test_a_template_between_counts(tmp_path: Path) -> None:
    """A page that extends a page has the blocks of both, each as it was last written."""
    files = {
        "between.html": """{% extends "base.html" %}{% block main %}{{ ui.chip() }}
            {% block more %}{{ ui.many() }}{% endblock %}{% endblock %}""",
        "page.html": '{% extends "between.html" %}{% block more %}{% endblock %}',
    }
    assert uses(tmp_path, files) == {"between.html", "chip", "badge"}


@pytest.mark.parametrize(
    "page",
    ["{% extends layout %}", "{% include layout %}", "{% import layout as own %}{{ own.card() }}"],
)
def test_a_template_named_by_a_value_is_not_guessed(tmp_path: Path, page: str) -> None:
    """Only the page itself knows what such a template is."""
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    with pytest.raises(Untold):
        Uses(Environment(loader=FileSystemLoader(tmp_path))).of("page.html")


def test_what_is_kept_of_templates_tells_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The outlines of all templates of the site are as good as their source, until it changes."""
    theme = tmp_path / "theme"
    copytree(ROOT / "theme", theme)
    env = Environment(
        loader=FileSystemLoader([theme / "templates", theme]), extensions=["jinja2.ext.i18n"]
    )
    names = [name for name in env.list_templates(["html"]) if "example" not in name]

    def told(uses: Uses) -> list[frozenset[str]]:
        return [uses.of(name) for name in names]

    expected = told(Uses(env))
    assert told(Uses(env, tmp_path / "kept", "maker")) == expected
    parsed: list[str] = []

    def parse(text: str, name: str, file: str) -> nodes.Template:
        parsed.append(name)
        return Environment.parse(env, text, name, file)

    monkeypatch.setattr(env, "parse", parse)
    assert told(Uses(env, tmp_path / "kept", "maker")) == expected
    assert parsed == []
    (theme / "templates/home.html").write_text('{% include "article.html" %}', encoding="utf-8")
    assert fingerprint([tmp_path / "kept"]) == fingerprint([tmp_path / "none"])
    assert "article.html" in Uses(env, tmp_path / "kept", "maker").of("home.html")
    assert parsed == ["home.html"]


STYLES = {
    "styles/site.css": '@layer base, components;\n@import "base.css" layer(base);\n',
    "styles/base.css": "/* words */\nbody {\n  color: var(--ink);\n  --ink: var(--deep);\n"
    '  --deep: red;\n  --lost: var(--too);\n  --too: "a;b";\n}\n',
    "components/card/style.css": '@import "../../styles/grid.css";\n.card { margin: 0 }\n',
    "components/list/style.css": '@import "../../styles/grid.css";\n.list { margin: 0 }\n',
    "styles/grid.css": ".grid { gap: 0 }\n",
    "page.css": '@import "../styles/grid.css";\n.page { gap: 0 }\n',
}
ONE, BOTH = (
    ["components/card/style.css"],
    ["components/card/style.css", "components/list/style.css"],
)


def sheet(parts: list[str], markup: str = "", styles: Mapping[str, str] = STYLES) -> str:
    (text,) = stylesheet(parts, styles.__getitem__, markup).values()
    return text.decode()


def test_a_sheet_has_layers_and_parts() -> None:
    """Imports stand in their layers and parts in theirs, without comments and spaces."""
    assert sheet(ONE) == (
        "@layer base,components;@layer base{body{color:var(--ink);--ink:var(--deep);--deep:red}}"
        "@layer components{.grid{gap:0}.card{margin:0}}\n"
    )


def test_what_two_styles_import_is_there_once() -> None:
    """A style that two parts need stands before the first of them, whatever folder they are in."""
    assert sheet([*BOTH, "page.css"]).endswith(
        "{.grid{gap:0}.card{margin:0}.list{margin:0}.page{gap:0}}\n"
    )


def test_a_property_that_markup_uses_is_kept() -> None:
    """Only what neither styles nor templates ask for is left out, and what it would need."""
    assert '--lost:var(--too);--too:"a;b"}' in sheet([], '<path fill="var(--lost)"/>')
    assert "--lost" not in sheet([]) and "--too" not in sheet([])


def test_only_spaces_that_say_nothing_are_left_out() -> None:
    """A space between two selectors stays, within an at-rule too, and a string is as it was."""
    css = (
        "@media (a: b) and (c) {\n .x :hover > i, .y::after "
        '{ content: " , ;} / /* */" / ""; font: 1px / 2 a }\n}\n'
    )
    assert sheet([], styles={"styles/site.css": css}).startswith(
        '@media (a:b) and (c){.x :hover>i,.y::after{content:" , ;} / /* */"/"";font:1px/2 a}}'
    )


def test_the_name_of_a_sheet_follows_its_content() -> None:
    """The same text has the same name, and another text another one."""
    read = STYLES.__getitem__
    assert stylesheet(ONE, read) == stylesheet(ONE, read)
    assert stylesheet(ONE, read).keys() != stylesheet(BOTH, read).keys()
