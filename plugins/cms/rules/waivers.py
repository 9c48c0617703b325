"""Which problems an entry may have for a reason that it states."""

from __future__ import annotations

from collections.abc import Iterable

from ..errors import Problem
from ..site import Site
from ..suggestions import suggest


def waive(site: Site, problems: Iterable[Problem]) -> list[Problem]:
    """The problems without those that front matter waives, and what is wrong with a waiver."""
    left = list(problems)
    waivable = sorted(site.subject.waivable)
    for entry in site.written:
        if not entry.face.waives:
            continue
        for index, waiver in enumerate(entry.data.waivers):
            at = ("waivers", index, "rule")
            if waiver.rule not in waivable:
                hint = suggest(waiver.rule, waivable) or f"These can be: {', '.join(waivable)}."
                message = f"the rule `{waiver.rule}` cannot be waived"
                left.append(entry.problem("bad-waiver", message, hint, at=at))
                continue
            kept = [
                one for one in left if one.code != waiver.rule or one.location.path != entry.path
            ]
            if len(kept) == len(left):
                message = f"nothing here breaks the rule `{waiver.rule}`"
                hint = "Take the waiver out: its line with `rule` and the one with `reason`."
                left.append(entry.problem("needless-waiver", message, hint, at=at))
            else:
                left = kept
    return left
