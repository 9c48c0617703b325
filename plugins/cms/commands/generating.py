"""The command `generate`: the files that are made from the content model."""

from __future__ import annotations

from pathlib import Path

from ..console import say
from .outcome import OK, PROBLEMS, guarded


def generate(check: bool = False, settings: str = "pelicanconf.py") -> int:
    """Write the JSON Schemas and the page that explains the content model.

    With `check`, nothing is written: what is out of step is named.
    """

    def job() -> int:
        changes = _changes(Path(settings))
        for path, content in changes.items():
            if check:
                say(f"{path} is not what the content model says.", error=True)
            else:
                _write(Path(path), content)
                say(f"{path}: {'taken away' if content is None else 'written'}")
        if check and changes:
            say("Run `python3 tasks.py generate` and keep what it writes.", error=True)
            return PROBLEMS
        if not changes:
            say("All files made from the content model are in step with it.")
        return OK

    return guarded(job, "Some of the files may not be written.")


def _changes(settings: Path) -> dict[str, bytes | None]:
    """The files that have to change, with their new content; None for those to be taken away."""
    from ..outputs.content_model import content_model
    from ..outputs.schema import FOLDER, schemas
    from ..publish.build import load_settings
    from ..publish.reading import subject_of

    subject = subject_of(load_settings(settings, {}))
    wanted = {**schemas(subject), **content_model(subject)}
    changes: dict[str, bytes | None] = {
        path: content for path, content in wanted.items() if _read(Path(path)) != content
    }
    for file in sorted(Path(FOLDER).glob("*.json")):
        if file.as_posix() not in wanted:
            changes[file.as_posix()] = None
    return changes


def _read(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


def _write(file: Path, content: bytes | None) -> None:
    from ..files import create_file, replace_file

    before = _read(file)
    if content is None:
        file.unlink()
    elif before is None:
        file.parent.mkdir(parents=True, exist_ok=True)
        create_file(file, content)
    else:
        replace_file(file, content, before)
