"""Every picture that a field names is there."""

from __future__ import annotations

from collections.abc import Iterator

from ..entries import Entry, values_of
from ..errors import Problem
from ..fields import ImagePath
from ..site import Site
from ..suggestions import nearest_file


def check(entry: Entry, site: Site) -> Iterator[Problem]:
    """Yield a problem for each field that names a missing picture."""
    for path, value in values_of(entry):
        if isinstance(value, ImagePath) and value not in site.assets:
            near = nearest_file(value, sorted(site.assets))
            hint = f"Did you mean `{near}`?" if near else "Put the file there, or mend the name."
            yield entry.problem(
                "missing-image", f"there is no file `content/{value}`", hint, at=path
            )
