"""Which problems an entry may have for a reason that it states."""

from __future__ import annotations

from collections.abc import Iterable

from ..errors import Problem
from ..site import Site
from ..suggestions import suggest


def waive(site: Site, problems: Iterable[Problem]) -> list[Problem]:
    """The problems without those that front matter waives, and what is wrong with a waiver."""
    found = list(problems)
    broken, waived = {_rule_of(one) for one in found}, set[tuple[str, str]]()
    waivable = sorted(site.subject.waivable)
    for entry in site.written:
        if not entry.face.waives:
            continue
        for index, waiver in enumerate(entry.data.waivers):
            at = ("waivers", index, "rule")
            if waiver.rule not in waivable:
                hint = suggest(waiver.rule, waivable) or f"These can be: {', '.join(waivable)}."
                message = f"the rule `{waiver.rule}` cannot be waived"
                found.append(entry.problem("bad-waiver", message, hint, at=at))
            elif (entry.path, waiver.rule) in broken:
                broken.remove((entry.path, waiver.rule))  # a second waiver of it is needless
                waived.add((entry.path, waiver.rule))
            else:
                message = f"nothing here breaks the rule `{waiver.rule}`"
                hint = "Take the waiver out: its line with `rule` and the one with `reason`."
                found.append(entry.problem("needless-waiver", message, hint, at=at))
    return [one for one in found if _rule_of(one) not in waived]


def _rule_of(problem: Problem) -> tuple[str, str]:
    """The file and the rule that it breaks."""
    return problem.location.path, problem.code
