"""The site as readers will get it, in a folder of its own, whatever is still to be filled in."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from plugins.cms import commands
from plugins.cms.errors import BuildFailure

from .bootstrap import ROOT

SITEURL = "https://www.clinic.test"


def copy_to(folder: Path) -> None:
    """Put all that the site is made from into a folder."""
    for name in ("content", "theme"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copy(ROOT / name, folder)


def fill_in(folder: Path, siteurl: str = SITEURL) -> None:
    """Give a copy of the site an address and, in place of placeholders, details of a clinic."""
    conf = folder / "publishconf.py"
    former = conf.read_text(encoding="utf-8")
    conf.write_text(former.replace("https://www.clinic.example", siteurl), encoding="utf-8")
    details = folder / "content/clinic.yaml"
    text = details.read_text(encoding="utf-8").replace("[placeholder] ", "")
    details.write_text(text, encoding="utf-8")


@contextlib.contextmanager
def published() -> Iterator[Path]:
    """The folder of the published site, while it is looked at. Raises BuildFailure."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        copy_to(folder)
        fill_in(folder)
        with contextlib.chdir(folder):
            code = commands.publish()
        if code:
            raise BuildFailure("The site could not be built; the reasons stand above.")
        yield folder / "output"
