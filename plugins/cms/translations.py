"""The words of a theme in other languages: gettext catalogs, one text file for each language."""

from __future__ import annotations

from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from .errors import BuildFailure

FOLDER = "translations"
"""The folder of the catalogs in a theme, laid out as gettext has it."""


def N_(text: str) -> str:  # noqa: N802 - the name that gettext knows
    """A text as it is, marked for the catalogs: it is translated where it is shown."""
    return text


class Translations:
    """The catalogs of a theme. The words that stand in its templates need none."""

    def __init__(self, theme: Path) -> None:
        self._folder = theme / FOLDER
        self._read: dict[str, NullTranslations] = {}

    def source(self, lang: str) -> str:
        """The text of a catalog; empty where there is none."""
        file = self._file(lang)
        return file.read_text(encoding="utf-8") if file.is_file() else ""

    def words(self, lang: str) -> NullTranslations:
        """The words of a language; those of the templates where there is no catalog.

        Raises BuildFailure where a catalog cannot be read.
        """
        known = self._read.get(lang)
        if known is None:
            known = self._read[lang] = self._compiled(lang)
        return known

    def _compiled(self, lang: str) -> NullTranslations:
        # Only pages in another language need it, and it takes a while to import.
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import PoFileError, read_po

        file = self._file(lang)
        if not file.is_file():
            return NullTranslations()
        try:
            with file.open("rb") as stream:
                catalog = read_po(stream, locale=lang, abort_invalid=True)
            compiled = BytesIO()
            write_mo(compiled, catalog)
        except (PoFileError, ValueError, OSError) as error:
            raise BuildFailure(f"The catalog {file} cannot be read: {error}.") from error
        compiled.seek(0)
        return GNUTranslations(compiled)

    def _file(self, lang: str) -> Path:
        return self._folder / lang / "LC_MESSAGES" / "messages.po"
