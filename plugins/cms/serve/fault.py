"""Where a fault of code, templates or settings can be mended."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

from jinja2 import TemplateSyntaxError

from ..errors import BuildFailure, Location


def place_of(error: BaseException, folder: Path) -> Location | None:
    """The place in a project's own files that a fault leads back to; None where it is not known."""
    for one in _with_causes(error):
        if isinstance(one, SyntaxError | TemplateSyntaxError):
            file, line, column = one.filename, one.lineno, getattr(one, "offset", 0)
            if file:
                return _location(Path(file), line, column, folder)
        elif not isinstance(one, BuildFailure | OSError):
            return _last_own_line(one, folder)
    return None


def _with_causes(error: BaseException | None) -> Iterator[BaseException]:
    while error:
        yield error
        error = error.__cause__


def _last_own_line(error: BaseException, folder: Path) -> Location | None:
    packages = Path(sys.prefix).resolve()
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        file = Path(frame.filename).resolve()
        is_own = file.is_relative_to(folder.resolve()) and not file.is_relative_to(packages)
        if is_own and file.is_file():
            return _location(file, frame.lineno, 0, folder)
    return None


def _location(file: Path, line: int | None, column: int | None, folder: Path) -> Location:
    file, folder = file.resolve(), folder.resolve()
    path = file.relative_to(folder) if file.is_relative_to(folder) else file
    return Location(path.as_posix(), line or 1, column or 0)
