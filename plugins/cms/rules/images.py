"""Every picture that a field names is there."""

from __future__ import annotations

from collections.abc import Iterator

from ..entries import leaves
from ..errors import Problem
from ..fields import ImagePath
from ..site import Site
from ..suggestions import nearest_file


def check(site: Site) -> Iterator[Problem]:
    """Yield a problem for each field that names a missing picture."""
    for entry in site.written:
        for path, value in leaves(entry.data):
            if isinstance(value, ImagePath) and value not in site.assets:
                near = nearest_file(value, sorted(site.assets))
                hint = (
                    f"Did you mean `{near}`?" if near else "Put the file there, or mend the name."
                )
                yield entry.problem(
                    "missing-image", f"there is no file `content/{value}`", hint, at=path
                )
