"""Each mistake on a page of the real site is found, at the line where its author can mend it."""

from __future__ import annotations

import json
import os
import re

from PIL import Image

from tests.conftest import Project

POST = "content/posts/when-needling-is-not-for-you.md"

MISTAKES = """
[the safety page]({filename}/pages/safety.md#no-such-part)

[an old address](/no-such-page/)

#### A deep heading

## Twice {#twice}

## And again {#twice}

<img src="/images/large.png" width="400" height="300">

![A room](/images/plain.svg)

![A room](/images/none.png){: width="4" height="3"}

<div lang="de">The first visit is mostly talk and an exam. You can change your mind at any point,
and nobody may hurry you. Write down your medicines and your illnesses, and bring them along. If
something worries you afterward, call the clinic or speak with a doctor.</div>
"""

FOUND = {
    "broken-link": ["#no-such-part", "/no-such-page/", "/images/none.png"],
    "heading-order": ["#### A deep"],
    "duplicate-id": ["## Twice"],
    "image-without-alt": ["<img"],
    "image-without-size": ["![A room](/images/plain.svg)"],
    "large-image": ["<img"],
    "duplicate-title": ["title:"],
    "duplicate-description": ["summary:"],
    "mixed-language": ["---"],
}
"""Part of the line that each problem is placed at, by its code; the first line for the whole."""


def test_each_mistake_is_placed_where_it_was_made(clinic_copy: Project) -> None:
    """Links, anchors, ids, headings, pictures, titles and languages, all in one run."""
    other = (clinic_copy.folder / "content/posts/first-visit.md").read_text("utf-8")
    file = clinic_copy.folder / POST
    text = file.read_text("utf-8")
    for field in ("title", "summary"):
        theirs = re.search(rf"^{field}: .*$", other, re.MULTILINE)
        assert theirs
        text = re.sub(rf"^{field}: .*$", theirs[0], text, count=1, flags=re.MULTILINE)
    file.write_text(text + MISTAKES, "utf-8")
    (clinic_copy.folder / "content/images").mkdir()
    noise = Image.frombytes("RGB", (500, 400), os.urandom(600_000))
    noise.save(clinic_copy.folder / "content/images/large.png")
    clinic_copy.write("images/plain.svg", "<svg/>")

    problems = json.loads(clinic_copy.check("json").out)["problems"]
    lines = file.read_text("utf-8").split("\n")
    of_post = [one for one in problems if one["path"] == POST]
    for code, marks in FOUND.items():
        places = [lines[one["line"] - 1] for one in of_post if one["code"] == code]
        assert len(places) == len(marks), (code, places)
        for mark in marks:
            assert any(mark in place for place in places), (code, places)


def test_a_page_that_only_lists_of_everything_name_is_an_orphan(clinic_copy: Project) -> None:
    """It cites a source, so the list of sources names it: nobody comes upon it there."""
    about = (clinic_copy.folder / "content/pages/safety.md").read_text("utf-8")
    key = re.search(r"\[@([\w-]+)", about)
    assert key
    clinic_copy.write(
        "pages/hidden.md",
        "---\ntitle: Our rooms\nstatus: published\ndate: 2026-11-20\nsummary: How they look.\n"
        f"authors: [website-team]\nreviewed: not yet\n---\nThey are bright [@{key[1]}].\n",
    )
    outcome = clinic_copy.check(only="orphan-page", format="json")
    assert [one["path"] for one in json.loads(outcome.out)["problems"]] == [
        "content/pages/hidden.md"
    ]
