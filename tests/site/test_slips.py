"""A slip of the fingers is understood, wherever an author may make one."""

from __future__ import annotations

import json

from tests.conftest import Project
from tests.unit.conftest import plant

ANCHORED = "## Dry days {{#dry-days}}\n\n{}\n"

SLIPS = {
    "field": (plant("neigbors: [rose]\n"), "neighbors"),
    "field-in-capitals": (plant("Evergreen: true\n"), "evergreen"),
    "field-in-group": (plant("care:\n  - water: daily\n    notes: x\n"), "note"),
    "value": (plant().replace("status: published", "status: Publish"), "published"),
    "value-of-two-words": (plant().replace("status: published", "status: in_review"), "in review"),
    "reference": (plant("neighbors: [lavander]\n"), "lavender"),
    "reference-of-many": (plant("neighbors: [roses]\n"), "rose"),
    "citation": (plant("sources: [rhs2020]\n"), "rhs-2020"),
    "citation-in-text": (plant(body="Tea.[@rsh-2020]\n"), "rhs-2020"),
    "page": (plant(body="[a]({filename}/plants/Lavendar.md)\n"), "{filename}/plants/lavender.md"),
    "page-elsewhere": (plant(body="[a]({filename}/beds/rose.md)\n"), "{filename}/plants/rose.md"),
    "file": (plant(body="[a]({static}/images/roze.svg)\n"), "{static}/images/rose.svg"),
    "file-by-address": (plant(body="[a](/images/roze.svg)\n"), "/images/rose.svg"),
    "picture": (plant("photo: images/rose.png\n"), "images/rose.svg"),
    "anchor": (plant(body=ANCHORED.format("[a](#dry_days)")), "#dry-days"),
    "address": (plant(body="[a](/plants/lavendr/)\n"), "/plants/lavender/"),
    "kind": (plant(body="[a]({filname}/plants/rose.md)\n"), "{filename}"),
    "waiver": (plant("waivers:\n  - rule: shoutng\n    reason: x\n"), "shouting"),
}

STRANGE = {
    "strange-field": plant("color: red\n"),
    "strange-value": plant().replace("status: published", "status: done"),
    "strange-reference": plant("neighbors: [quince]\n"),
    "strange-citation": plant("sources: [green-2019]\n"),
    "strange-page": plant(body="[a]({filename}/plants/quince.md)\n"),
    "strange-file": plant(body="[a]({static}/images/quince.svg)\n"),
    "strange-picture": plant("photo: images/quince.svg\n"),
    "strange-anchor": plant(body=ANCHORED.format("[a](#rain)")),
    "strange-address": plant(body="[a](/plants/quince/)\n"),
    "strange-kind": plant(body="[a]({page}/plants/rose.md)\n"),
    "strange-waiver": plant("waivers:\n  - rule: tone\n    reason: x\n"),
}


def test_each_slip_is_understood_and_nothing_strange_is_forced(garden: Project) -> None:
    """Each file has one problem: its hint names what was meant, or what there is to do."""
    for name, (source, _) in SLIPS.items():
        garden.write(f"plants/{name}.md", source)
    for name, source in STRANGE.items():
        garden.write(f"plants/{name}.md", source)
    hints: dict[str, list[str]] = {}
    for one in json.loads(garden.check("json").out)["problems"]:
        if one["severity"] == "error":
            name = one["path"].rpartition("/")[2].removesuffix(".md")
            hints.setdefault(name, []).append(one["hint"])
    asked = {name: [hint.partition("?")[0] for hint in of_one] for name, of_one in hints.items()}
    assert {name: asked.get(name) for name in SLIPS} == {
        name: [f"Did you mean `{meant}`"] for name, (_, meant) in SLIPS.items()
    }
    assert all(
        len(hints[name]) == 1 and hints[name][0] and "Did you mean" not in hints[name][0]
        for name in STRANGE
    )
