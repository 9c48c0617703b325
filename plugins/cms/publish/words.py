"""The language in which a template speaks: that of the page that is made at the moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from gettext import NullTranslations
from typing import Any

from jinja2 import Environment, pass_context, pass_environment
from jinja2.runtime import Context
from markupsafe import Markup

from ..errors import BuildFailure
from ..tracing import note
from ..translations import N_, Translations


class _Nobody(NullTranslations):
    """Refuses to speak."""

    def gettext(self, message: str) -> str:
        raise BuildFailure(
            f"A template says `{message}` outside a macro: it would be made once, in the language "
            "of whatever page comes first. Move it into the macro."
        )

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1)

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1)


class Words:
    """The words of the templates in the language of a page. `own` is that of the templates."""

    def __init__(self, translations: Translations, own: str) -> None:
        self._translations = translations
        self.own = own
        self._now = NullTranslations()
        self.lang = own
        self._said: dict[str, Markup] = {}
        self._known = {own: self._said}

    def text(self, text: str) -> str:
        """A text in the language of the page; as it is where its catalog has none for it."""
        return self._now.gettext(text)

    def said(self, message: str, /, **values: Any) -> Markup:
        """A text of a template in the language of the page, with values in their places."""
        if values:
            return Markup(self._now.gettext(message)) % values
        known = self._said.get(message)
        if known is None:
            known = self._said[message] = Markup(self._now.gettext(message)) % {}
        return known

    @contextmanager
    def speaking(self, lang: str) -> Iterator[None]:
        """Make a page in a language."""
        if lang != self.own:
            note("words", lang)
        words = NullTranslations() if lang == self.own else self._translations.words(lang)
        with self._as(lang, words):
            yield

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Make what all pages share. Raises BuildFailure where that has words."""
        with self._as("", _Nobody()):
            yield

    @contextmanager
    def _as(self, lang: str, words: NullTranslations) -> Iterator[None]:
        before = self.lang, self._now, self._said
        self.lang, self._now = lang, words
        self._said = self._known.setdefault(lang, {})
        try:
            yield
        finally:
            self.lang, self._now, self._said = before

    def install(self, env: Environment) -> None:
        """Let templates say `_("...")` and `{% trans %}`, as jinja2.ext.i18n has them."""
        env.add_extension("jinja2.ext.i18n")
        env.policies["ext.i18n.trimmed"] = True
        install: Callable[..., None] = env.install_gettext_callables  # type: ignore[attr-defined]
        install(
            self.text,
            lambda one, many, count: self._now.ngettext(one, many, count),
            newstyle=True,
            pgettext=lambda context, one: self._now.pgettext(context, one),
            npgettext=lambda context, one, many, count: self._now.npgettext(
                context, one, many, count
            ),
        )
        # These two are called some fifty times on each page: Jinja's own take three times as long.
        env.globals["_"] = env.globals["gettext"] = self.said
        env.globals["N_"] = N_
        env.globals[_NAME] = self


@pass_context  # so that Jinja does not work it out when it compiles a template
def translated(context: Context, text: str) -> str:
    """A text that the program has, or a table of a template, in the language of the page."""
    return words_of(context.environment).text(text)


@pass_environment
def day(env: Environment, value: dt.date) -> str:
    """`November 23, 2026`, or as the language of the page has it, whatever the machine speaks."""
    words = words_of(env)
    if words.lang == words.own:
        return f"{_MONTHS[value.month - 1]} {value.day}, {value.year}"
    from babel.dates import format_date  # only pages in another language need it

    return format_date(value, "long", locale=words.lang.replace("-", "_"))


_MONTHS = (
    "January February March April May June July August September October November December".split()
)


_NOTHING = Markup()
"""Nearly every link has it, so it is made once."""


@pass_context
def lang(context: Context, lang: str | None) -> Markup:
    """The attribute of an element whose text is in `lang`; nothing where the page is as well.

    None is the language of the templates.
    """
    words = words_of(context.environment)
    lang = lang or words.own
    if lang == words.lang:
        return _NOTHING
    way = direction(lang)
    turned = f' dir="{way}"' if way != direction(words.lang) else ""
    return Markup(f' lang="{lang}"{turned}')


@pass_context
def hreflang(context: Context, lang: str | None) -> Markup:
    """As `lang`, the attribute of a link to a page in that language."""
    words = words_of(context.environment)
    lang = lang or words.own
    return _NOTHING if lang == words.lang else Markup(f' hreflang="{lang}"')


def language(lang: str) -> str:
    """A language as those who speak it call it: `Español`."""
    from babel import Locale

    name: str = Locale.parse(lang, sep="-").get_display_name(lang.replace("-", "_")) or lang
    return f"{name[0].upper()}{name[1:]}"


def direction(lang: str) -> str:
    """Where a line of a language begins: `rtl` or `ltr`."""
    from babel import Locale

    return Locale.parse(lang, sep="-").text_direction


@pass_environment
def remembered(env: Environment, macro: Callable[..., Markup]) -> Callable[..., Markup]:
    """A macro that is asked for the same again and again: what it gave then is given again.

    Its parameters must be all that it depends on, but for the language: texts, numbers and days,
    with no more to them than what two of them are compared by.
    """
    words = words_of(env)

    @lru_cache(maxsize=4096)
    def known(_lang: str, *args: Any, **kwargs: Any) -> Markup:
        return macro(*args, **kwargs)

    return lambda *args, **kwargs: known(words.lang, *args, **kwargs)


def words_of(env: Environment) -> Words:
    """What the templates of an environment speak with."""
    words: Any = env.globals[_NAME]
    assert isinstance(words, Words)
    return words


_NAME = "WORDS"
