"""Templates speak the language of the page that is made."""

import datetime as dt
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from plugins.cms.errors import BuildFailure
from plugins.cms.publish import environment as environments
from plugins.cms.publish.environment import watched
from plugins.cms.publish.words import Words, day, direction, remembered, translated
from plugins.cms.tracing import reads
from plugins.cms.translations import Translations

_CATALOG = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Sources"
msgstr "Fuentes"

msgid "One page"
msgid_plural "%(num)s pages"
msgstr[0] "Una página"
msgstr[1] "%(num)s páginas"
"""

_TEMPLATES = {
    "page": '{% import "ui" as ui %}{{ ui.title() }} {{ ngettext("One page", "%(num)s pages", 3) }}'
    ' {{ "Sources" | translated }} {{ _("<b>%(name)s</b>", name="<i>") }}',
    "ui": '{% macro title() %}{{ _("Sources") }}{% endmacro %}',
    "shared": '{% import "early" as early %}{{ early.title }}',
    "early": '{% set title = _("Sources") %}',
}


@pytest.fixture
def words(tmp_path: Path) -> Words:
    """The words of a theme that has a Spanish catalog."""
    file = tmp_path / "translations/es/LC_MESSAGES/messages.po"
    file.parent.mkdir(parents=True)
    file.write_text(_CATALOG, encoding="utf-8")
    return Words(Translations(tmp_path), "en")


@pytest.fixture
def env(words: Words, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    """The environment of a build, with the templates of this file."""
    monkeypatch.setattr(environments, "COMPILED", tmp_path)
    env = Environment(loader=DictLoader(_TEMPLATES), autoescape=True)
    env.filters["translated"] = translated
    return watched(env, "a maker", words)


def test_a_page_has_the_words_of_its_language(env: Environment, words: Words) -> None:
    """In macros that all pages share, in filters and in plurals; values are still escaped."""
    page = env.get_template("page")
    with words.speaking("en"):
        assert page.render() == "Sources 3 pages Sources <b>&lt;i&gt;</b>"
    with words.speaking("es"):
        assert page.render() == "Fuentes 3 páginas Fuentes <b>&lt;i&gt;</b>"
    with words.speaking("en"):
        assert page.render().startswith("Sources")


def test_a_language_without_a_catalog_gets_the_words_of_the_templates(
    env: Environment, words: Words
) -> None:
    """A page is shown all the same."""
    with words.speaking("fr"):
        assert env.get_template("page").render().startswith("Sources 3 pages")


def test_only_a_page_in_another_language_reads_a_catalog(words: Words) -> None:
    """So that a change of the Spanish words makes no English page anew."""
    with reads() as heard, words.speaking("en"):
        pass
    assert not heard
    with reads() as heard, words.speaking("es"):
        pass
    assert ("words", "es") in heard


def test_words_outside_a_macro_are_refused(env: Environment, words: Words) -> None:
    """What is made once for all pages would have the language of the first."""
    with words.speaking("es"), pytest.raises(BuildFailure, match=r"`Sources` outside a macro"):
        env.get_template("shared").render()


def test_a_broken_catalog_is_named(tmp_path: Path) -> None:
    """With its file and what is wrong."""
    file = tmp_path / "translations/es/LC_MESSAGES/messages.po"
    file.parent.mkdir(parents=True)
    file.write_text('msgid "Sources\n', encoding="utf-8")
    with pytest.raises(BuildFailure, match=r"messages\.po cannot be read"):
        Translations(tmp_path).words("es")


def test_a_remembered_macro_is_remembered_for_each_language(env: Environment, words: Words) -> None:
    """A Spanish page must not get what an English one was given."""
    macro = remembered(env, env.get_template("ui").module.title)  # type: ignore[attr-defined]
    said = []
    for lang in ("en", "es", "en"):
        with words.speaking(lang):
            said.append(macro())
    assert said == ["Sources", "Fuentes", "Sources"]


def test_a_day_is_written_as_the_language_has_it(env: Environment, words: Words) -> None:
    """Whatever the locale of the machine is."""
    value = dt.date(2026, 11, 3)
    with words.speaking("en"):
        assert day(env, value) == "November 3, 2026"
    with words.speaking("es"):
        assert day(env, value) == "3 de noviembre de 2026"


@pytest.mark.parametrize(("lang", "expected"), [("en", "ltr"), ("ar", "rtl"), ("es-MX", "ltr")])
def test_a_language_has_a_direction(lang: str, expected: str) -> None:
    """Arabic begins at the right."""
    assert direction(lang) == expected
