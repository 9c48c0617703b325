"""How much a problem weighs: by the settings, and less in a draft."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from .. import catalogue
from ..errors import BuildFailure, Problem
from ..site import Site
from ..suggestions import offer, suggest
from . import WEIGHABLE

LEVELS = ("error", "warning", "off")


def weigh(site: Site, problems: Iterable[Problem], levels: Mapping[str, str]) -> Iterator[Problem]:
    """The problems with the weight that `levels` gives their codes; none of those that are off.

    In a draft and in a page in review, what an author may waive is a warning at most. Raises
    BuildFailure where `levels` names what cannot be weighed.
    """
    _check(levels, WEIGHABLE | site.subject.waivable)
    found = list(problems)
    named = {one.location.path for one in found if one.code in site.subject.waivable}
    unpublished = {
        one.path
        for one in site.written
        if one.path in named and one.document.data.get("status") != "published"
    }
    for problem in found:
        level = levels.get(problem.code, problem.severity)
        in_draft = problem.location.path in unpublished and problem.code in site.subject.waivable
        if level == "warning" or (level == "error" and in_draft):
            yield replace(problem, severity="warning")
        elif level == "error":
            yield replace(problem, severity="error")


def _check(levels: Mapping[str, str], weighable: frozenset[str]) -> None:
    for code, level in levels.items():
        if code in catalogue.codes() and code not in weighable:
            raise BuildFailure(
                f"The setting CMS_SEVERITY names a problem whose weight is fixed: {code}. "
                "Take it out of the setting."
            )
        if code not in weighable:
            known = ", ".join(sorted(weighable))
            raise BuildFailure(
                f"The setting CMS_SEVERITY names a problem that is not known: {code}. "
                f"{suggest(code, sorted(weighable)) or f'These can be weighed: {known}.'}"
            )
        if level not in LEVELS:
            raise BuildFailure(
                f"The setting CMS_SEVERITY gives {code} a weight that is not known: {level}. "
                f"{offer(level, LEVELS)}"
            )
