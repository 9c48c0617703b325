"""Every component of the theme stands by itself: example, documentation, style."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plugins.cms.markdown import render, render_inline
from tests.conftest import ROOT

THEME = ROOT / "theme"
COMPONENTS = sorted(path.name for path in (THEME / "components").iterdir() if path.is_dir())
each = pytest.mark.parametrize("name", COMPONENTS)


@pytest.fixture(scope="module")
def environment() -> Environment:
    """Templates as the build sees them, with a site that has nothing in it."""
    environment = Environment(
        loader=FileSystemLoader([THEME / "templates", THEME]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["md"] = lambda text: render(text).html
    environment.filters["md_inline"] = render_inline
    environment.filters["day"] = str
    environment.globals |= {"SITEURL": "", "SITENAME": "Example", "site": SimpleNamespace()}
    return environment


@each
def test_the_example_shows_something(environment: Environment, name: str) -> None:
    """The example renders with its own data alone, and no id stands in it twice."""
    html = environment.get_template(f"components/{name}/example.html").render()
    page = BeautifulSoup(html, "html.parser")
    assert page.get_text().strip() or page.find("svg")
    ids = [element["id"] for element in page.find_all(id=True)]
    assert len(ids) == len(set(ids))


@each
def test_the_readme_names_every_parameter(environment: Environment, name: str) -> None:
    """Each parameter of the component's main macro is in its README."""
    folder = THEME / "components" / name
    readme = (folder / "README.md").read_text(encoding="utf-8")
    macro = name.replace("-", "_")
    source = (folder / "template.html").read_text(encoding="utf-8")
    found = re.search(rf"macro {macro}s?\((.*?)\)\s*-?%}}", source)
    assert found, f"no macro {macro}"
    for parameter in re.findall(r"(?:^|, )(\w+)", found[1]):
        assert f"`{parameter}`" in readme, parameter


@each
def test_the_style_is_part_of_the_site(name: str) -> None:
    """The style of the component is imported by the one style sheet."""
    sheet = (THEME / "styles/site.css").read_text(encoding="utf-8")
    assert f'"../components/{name}/style.css"' in sheet
