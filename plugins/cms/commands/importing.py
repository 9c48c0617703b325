"""The command `import`: a draft from a document that was written elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ..console import say, short
from ..counts import counted
from .asking import can_ask
from .desk import Desk, collection_of, open_desk
from .outcome import OK, USAGE, guarded

if TYPE_CHECKING:
    from ..importing import Imported
    from ..importing.entry import Entered

_IMAGES = "images"
_NOTHING = "Nothing was written."


def bring_in(
    file: str,
    kind: str = "",
    title: str = "",
    slug: str = "",
    settings: str = "pelicanconf.py",
) -> int:
    """Turn a `.docx`, `.html` or `.md` file into a draft, and say what needs a look.

    The kind of entry is asked for where it is not given and there is a terminal. Nothing is
    ever overwritten, and where anything fails, nothing new stays.
    """

    def job() -> int:
        from ..drafting import Refused
        from ..importing import Unusable

        if not kind and not can_ask():
            say(
                "Say what it is to become: `python3 tasks.py import FILE --kind post`.",
                error=True,
            )
            return USAGE
        desk = open_desk(Path(settings))
        try:
            _import(desk, Path(file).expanduser(), kind, title, slug)
        except (Refused, Unusable) as refused:
            say(str(refused), error=True)
            return USAGE
        return OK

    return guarded(job, _NOTHING)


def _import(desk: Desk, file: Path, kind: str, title: str, slug: str) -> None:
    from ..importing import Known, convert
    from ..importing.entry import Place, enter
    from ..rules.links import below_content
    from ..slugs import slug_of

    entries = (*desk.content.entries, *desk.content.unread)
    pages = (below_content(one.path) for one in entries if one.url is not None)
    known = Known(desk.content.assets | frozenset(pages), frozenset(desk.content.library or ()))
    imported = convert(file, title, known)
    collection = collection_of(desk.subject, kind)
    place = Place(collection, desk.subject, desk.content, desk.now, desk.folder.name)
    stem = slug or slug_of(imported.title) or slug_of(file.stem) or "picture"
    targets = _targets(desk.folder / _IMAGES, file.absolute().parent, stem, imported)
    names = [target.name for target in targets]
    entered = enter(imported, place, slug, names, file.stem)
    draft = desk.folder / entered.draft.path
    _write(
        [
            *zip(targets, (one.content for one in imported.pictures), strict=True),
            (draft, entered.draft.text.encode()),
        ]
    )
    _report(draft, targets, imported, entered)


def _targets(images: Path, beside: Path, stem: str, imported: Imported) -> list[Path]:
    """Where each picture goes: `images/TITLE-1.png`, or beside the document; to no file's place."""
    targets = []
    number = 0
    for picture in imported.pictures:
        folder = images if picture.shown else beside
        while True:
            number += 1
            target = folder / f"{stem}-{number}{picture.suffix}"
            if not target.exists():
                break
        targets.append(target)
    return targets


def _write(files: Sequence[tuple[Path, bytes]]) -> None:
    """Write new files, all or none."""
    from ..files import create_file

    made: list[Path] = []
    try:
        for file, content in files:
            for folder in reversed([one for one in file.parents if not one.exists()]):
                folder.mkdir()
                made.append(folder)
            create_file(file, content)
            made.append(file)
    except BaseException:
        for path in reversed(made):
            with suppress(OSError):
                path.rmdir() if path.is_dir() else path.unlink()
        raise


def _report(draft: Path, targets: Sequence[Path], imported: Imported, entered: Entered) -> None:
    say(f"Made {short(draft)}, a draft.")
    for target in targets:
        say(f"Made {short(target)}.")
    parts = [
        counted(number, what.removesuffix("s"))
        for what, number in imported.counts.items()
        if number
    ]
    if parts:
        say(f"The text has {', '.join(parts)}.")
    if entered.remarks:
        say("\nLook at these:")
    for number, remark in enumerate(entered.remarks, 1):
        where = " (also at the end of the draft)" if remark.kept else ""
        say(f"{number:>3}. {' '.join(filter(None, (remark.message, remark.text)))}{where}")
    if entered.problems:
        say("\nThe check will name these:")
    for problem in entered.problems:
        say(str(problem))
    say(
        "\nNext: open the draft, fill in its fields and look at its text. "
        "`python3 tasks.py check` names what is wrong."
    )
