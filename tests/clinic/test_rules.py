"""The checks of the texts: each with a text that breaks it and one that does not."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from plugins.clinic.care import LISTS, SharedCare
from plugins.clinic.claims import plain_text
from plugins.clinic.collections import SUBJECT
from plugins.clinic.models import Condition
from plugins.clinic.rules import WAIVABLE
from plugins.cms.clock import now
from plugins.cms.linking import link
from plugins.cms.loader import load
from plugins.cms.rules import all_problems
from plugins.cms.site import Site
from tests.conftest import ROOT, Project

PAGE = """---
title: {title}
status: published
date: 2026-11-23
summary: {summary}
authors: [website-team]
reviewed: not yet
---
{body}
"""
LINE = 9
"""The line on which the text of a page begins."""


@pytest.fixture
def no_pages(tmp_path: Path) -> Project:
    """What every text of the real site leans on, and nothing else, so that it loads fast."""
    for name in ("clinic.yaml", "rules.yaml", "references.json", "people/website-team.md"):
        file = tmp_path / "content" / name
        file.parent.mkdir(exist_ok=True, parents=True)
        shutil.copy(ROOT / "content" / name, file)
    return Project(tmp_path, "pelicanconf.py")


def site_of(project: Project) -> Site:
    content = load(project.folder / "content", SUBJECT, project.folder)
    site, problems = link(content, SUBJECT, now("UTC"))
    assert [one for one in problems if one.severity == "error"] == []
    return site


def broken(project: Project, path: str) -> list[tuple[str, int, int]]:
    """(code, line, column) of what the rules say of a file."""
    site = site_of(project)
    found = sorted(all_problems(site))
    return [
        (one.code, one.location.line, one.location.column)
        for one in found
        if one.location.path == f"content/{path}"
    ]


def page(
    project: Project, body: str = "Text.", title: str = "A page", summary: str = "A text."
) -> list[tuple[str, int, int]]:
    """What the rules say of a page with this text."""
    project.write("pages/case.md", PAGE.format(title=title, summary=summary, body=body))
    return broken(project, "pages/case.md")


LONG = "One " + "two " * 24 + "three."
HARD = (
    "Heterogeneous methodological considerations necessitate extraordinarily circumspect "
    "interpretation. "
) * 10


@pytest.mark.parametrize(
    ("body", "code", "column"),
    [
        ("It can cure pain.", "promise", 8),
        ("Relief is guaranteed.", "promise", 11),
        ("It has a 100 % success rate.", "promise", 10),
        ("Some call it a miracle\ncure.", "promise", 16),
        ("In two trials, pain fell.", "no-citation", 1),
        ("Needling may ease pain for a while.", "no-citation", 1),
        ("About 37% of people were sore.", "no-citation", 1),
        ("First.[@brady-2014-ae] One study found nothing.", "no-citation", 24),
        ("Well. Dry needling eases pain.", "certainty-verb", 11),
        ("Needling will help you.", "certainty-verb", 1),
        ("Dry needling can relieve pain.", "certainty-verb", 5),
        ("The technique is highly effective.", "certainty-verb", 1),
        (LONG, "long-sentence", 1),
        ("- Short.\n- " + LONG, "long-sentence", 3),
        ("Ask the APTA about it.", "undefined-abbreviation", 9),
        ("Ask the APTA. It is the Society (APTA).", "undefined-abbreviation", 9),
    ],
)
def test_a_text_that_breaks_a_rule_is_placed(
    no_pages: Project, body: str, code: str, column: int
) -> None:
    """At the word or the sentence, with its line and column."""
    line = LINE + (1 if "\n- " in body else 0)
    assert (code, line, column) in page(no_pages, body)


@pytest.mark.parametrize(
    "body",
    [
        "No cure is known. Nobody can guarantee it. It is not painless.",
        "In two trials, pain fell.[@brady-2014-ae]",
        "In two trials, pain fell. The people were young.[@brady-2014-ae]",
        "Does needling help? We do not know. We found no trial of it.",
        "We do not know whether dry needling helps.",
        "Nobody knows if needling works.",
        "Needling can hurt, and it can go wrong.",
        "In one trial, needling eased pain.[@brady-2014-ae]",
        "One " + "two " * 23 + "three.",
        "See Dr. A. B. Smith, e.g. in St. Paul, at 3.5 p.m. for a talk about pain and sleep and "
        "more of the like.",
        "Ask the American Association (APTA). The APTA knows. So do people in the US.",
        "`APTA` and https://example.org/APTA/",
    ],
)
def test_a_text_that_keeps_the_rules_is_passed_over(no_pages: Project, body: str) -> None:
    """What is denied, cited, asked, left open or explained is no problem."""
    assert page(no_pages, body) == []


def test_a_text_that_is_hard_to_read_is_named(no_pages: Project) -> None:
    """With its grade, at its hardest sentence; a short one has no grade."""
    assert ("reading-grade", LINE, 1) in page(no_pages, HARD)
    assert "reading-grade" not in {code for code, _, _ in page(no_pages, HARD[:200])}


SPANISH = "Los músculos doloridos pueden doler menos por un tiempo después de la sesión. " * 8


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        (SPANISH, set()),
        ("En dos ensayos, el 40 % mejoró. Nadie lo garantiza. No hay cura.", set()),
        ("uno " * 30, set()),
        ("uno " * 31, {"long-sentence"}),
        ("Es un alivio inmediato.", {"promise"}),
        ("La punción lo cura todo.", {"promise"}),
        ("It is painless.", set()),
    ],
)
def test_a_text_in_another_language_is_held_to_the_rules_of_that(
    no_pages: Project, body: str, codes: set[str]
) -> None:
    """English words are not looked for; sentences may be a fifth longer."""
    text = PAGE.format(title="Una página", summary="Un texto.", body=body.strip())
    no_pages.write("pages/case-es.md", text.replace("status:", "slug: case\nlang: es\nstatus:"))
    assert {code for code, _, _ in broken(no_pages, "pages/case-es.md")} == codes


@pytest.mark.parametrize(
    ("title", "summary", "expected"),
    [
        ("Dry needling eases neck pain", "A text.", [("claim-in-title", 2, 8)]),
        ("How needling may help you", "A text.", [("claim-in-title", 2, 8)]),
        ("A page", "Dry needling helps with pain.", [("claim-in-summary", 5, 10)]),
        ("Does dry needling help?", "It may ease pain.", []),
        ("What dry needling is", "Nobody knows whether needling helps.", []),
    ],
)
def test_titles_and_summaries_claim_nothing_as_a_fact(
    no_pages: Project, title: str, summary: str, expected: list[tuple[str, int, int]]
) -> None:
    """A title names; a summary leaves open."""
    assert page(no_pages, "Text.", title, summary) == expected


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("certainty: very low\n", "certainty: moderate\n", "does not say “probably”"),
        ("certainty: very low\n", "certainty: insufficient\n", "does not say “we do not know”"),
        ("raise blood flow", "probably raise blood flow", "“probably” is for moderate certainty"),
        ("may raise", "can raise", "does not say “may”"),
    ],
)
def test_a_claim_that_is_surer_than_its_evidence_breaks_the_build(
    clinic_copy: Project, before: str, after: str, message: str
) -> None:
    """A change of one claim's certainty, or of its word, is found where it stands."""
    file = clinic_copy.folder / "content/benefits/blood-flow.md"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    outcome = clinic_copy.check()
    assert outcome.code == 1
    lines = [one for one in outcome.out.split("\n") if ": certainty-verb" in one]
    assert all(line.startswith("content/benefits/blood-flow.md:") for line in lines)
    assert any(message in line for line in lines)


def test_a_claim_in_spanish_is_as_sure_as_its_evidence(clinic_copy: Project) -> None:
    """Its word of certainty is the Spanish one."""
    file = clinic_copy.folder / "content/conditions/sciatica-es.md"
    text = file.read_text(encoding="utf-8")
    surer = text.replace("puede aliviar más", "alivia más", 1)
    assert surer != text
    file.write_text(surer, encoding="utf-8")
    outcome = clinic_copy.check()
    assert outcome.code == 1
    assert "the statement does not say “puede”" in outcome.out


def test_a_claim_without_a_source_breaks_the_build(clinic_copy: Project) -> None:
    """Neither references nor a basis: the message names both remedies."""
    file = clinic_copy.folder / "content/benefits/blood-flow.md"
    text = file.read_text(encoding="utf-8")
    begin = text.index("references:")
    end = text.index("mechanism:")
    file.write_text(text[:begin] + text[end:], encoding="utf-8")
    outcome = clinic_copy.check()
    assert outcome.code == 1
    assert "no-source" in outcome.out and "basis: general knowledge" in outcome.out


def test_one_side_of_a_dispute_is_not_enough(clinic_copy: Project) -> None:
    """A contested point has two views or more."""
    file = clinic_copy.folder / "content/benefits/blood-flow.md"
    text = file.read_text(encoding="utf-8")
    side = "sides:\n  - view: It may.\n    references: [cagnie-2012-bloodflow]\nreferences:"
    file.write_text(text.replace("references:", side, 1), encoding="utf-8")
    outcome = clinic_copy.check()
    assert outcome.code == 1 and "one-side" in outcome.out


def test_a_comparison_speaks_of_what_it_compares(clinic_copy: Project) -> None:
    """Each aspect has one value for each treatment, and no other; a slip has its remedy."""
    file = clinic_copy.folder / "content/comparisons/dry-needling-vs-acupuncture.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("      acupuncture: ", "      acupunture: ", 1), encoding="utf-8")
    outcome = clinic_copy.check()
    assert outcome.code == 1
    path = "content/comparisons/dry-needling-vs-acupuncture.md"
    assert f"{path}:19:7: missing-value" in outcome.out and "says nothing of `acup" in outcome.out
    assert f"{path}:20:19: surplus-value" in outcome.out
    assert "Did you mean `acupuncture`?" in outcome.out


PERSON = """---
title: A clinician
status: published
date: 2026-11-01
summary: A person of this test.
role: Physical therapist
---
"""


@pytest.mark.parametrize(
    ("next_due", "code", "said"),
    [
        ("2027-02-01", 0, None),
        ("2027-01-20", 0, "warning: review-soon"),
        ("2026-11-25", 0, "warning: review-soon"),
        ("2026-11-24", 1, "review-overdue"),
    ],
)
def test_a_review_runs_out(
    clinic_copy: Project, next_due: str, code: int, said: str | None
) -> None:
    """A warning from 60 days before, an error from the day after; the day is that of the build."""
    clinic_copy.write("people/clinician.md", PERSON)
    review = f"reviewed:\n  by: clinician\n  on: 2026-11-02\n  next_due: {next_due}\n"
    text = PAGE.format(title="A page", summary="A text.", body="Text.")
    clinic_copy.write("pages/case.md", text.replace("reviewed: not yet\n", review))
    outcome = clinic_copy.check()
    assert outcome.code == code, outcome.out
    assert (said is None) == ("review-" not in outcome.out)
    assert said is None or f"content/pages/case.md:10:13: {said}" in outcome.out


def test_a_waiver_lets_a_text_break_a_style_rule(clinic_copy: Project) -> None:
    """With a reason, and only for rules about words."""
    waiver = "waivers:\n  - rule: promise\n    reason: It quotes an advertisement.\nreviewed:"
    text = PAGE.format(title="A page", summary="A text.", body="“A sure cure!”")
    clinic_copy.write("pages/case.md", text)
    assert clinic_copy.check().code == 1
    clinic_copy.write("pages/case.md", text.replace("reviewed:", waiver))
    assert clinic_copy.check().code == 0
    assert "review-overdue" not in WAIVABLE and "no-source" not in WAIVABLE


# -- what is made from claims and shared lists ----------------------------------------


def test_shared_lists_are_shown_where_they_apply(clinic: Project) -> None:
    """Bleeding around the spine on the page about the back, and not on that about the elbow."""
    site = site_of(clinic)
    care = SharedCare(site)
    assert set(care.all) == set(LISTS) and all(care.all.values())
    limited = [one for items in care.all.values() for one in items if one.body_regions]
    assert limited
    for entry in site.all("condition"):
        shown = {id(one) for items in care.of(entry).values() for one in items}
        regions = set(entry.data.body_regions)  # type: ignore[attr-defined]
        for one in limited:
            assert (id(one) in shown) == bool(regions & set(one.body_regions))


def test_every_condition_page_shows_what_a_reader_must_know(clinic: Project) -> None:
    """Evidence, certainty, sources, care cards in order, side effects, review state, lung signs."""
    for entry in site_of(clinic).all("condition"):
        found = clinic.page(entry.url or "")
        text = found.get_text(" ")
        levels = [
            next(name for name in card["class"] if name.startswith("care-card--"))
            for card in found.select(".care-card")
        ]
        assert levels == ["care-card--emergency", "care-card--urgent", "care-card--ask"]
        heads = found.select(".care-card header :is(h2, h3)")
        assert len(heads) == 3 and all(head.get_text().strip().endswith("if:") for head in heads)
        assert found.select(".certainty") and found.select("[id^=ref-]")
        assert "Not yet reviewed by a clinician" in text
        for word in ("Common side effects", "serious risks", "After a session", "Who should not"):
            assert word in text, (entry.slug, word)
        assert "chest pain" in text and "days" in text


def test_no_warning_is_left_out(clinic: Project) -> None:
    """A page has all signs of its condition, what to take care with, and each emergency sign."""
    site = site_of(clinic)
    care = SharedCare(site)
    for entry in site.all("condition"):
        data = entry.data
        assert isinstance(data, Condition)
        page = clinic.page(entry.url or "")
        for number in page.select(".citation"):
            number.decompose()
        shown = "".join(page.get_text().split())
        flags = data.red_flags
        lines = [*flags.emergency, *flags.urgent, *flags.ask, *data.take_care, *data.side_effects]
        lines += data.aftercare
        lines += [one.text for one in care.of(entry)["emergency"]]
        for line in lines:
            assert "".join(plain_text(line).split()) in shown, (entry.slug, line)
        places = {str(link_["href"]) for link_ in page.select("#section-safety ~ .notice a")}
        for place in places:
            safety, _, anchor = place.lstrip("/").partition("#")
            assert clinic.page(safety).find(id=anchor), place
        assert len(places) == 4
        help_ = page.select_one("#section-when-to-get-help ~ p")
        assert help_ and help_.select_one('[href="/safety/#when-to-get-help"]'), entry.slug


def test_a_sentence_leads_to_its_source_in_two_clicks(clinic: Project) -> None:
    """Every number leads to a reference on its page, and that leads out or names its publisher."""
    library = {
        "".join(one["title"].split()): one
        for one in json.loads((clinic.folder / "content/references.json").read_text("utf-8"))
    }
    for entry in site_of(clinic).all("condition"):
        found = clinic.page(entry.url or "")
        for link_ in found.select(".citation a"):
            item = found.find(id=str(link_["href"]).removeprefix("#"))
            assert item is not None
            if not item.select("a[href^=https]"):
                text = "".join(item.get_text().split())
                record = next(one for title, one in library.items() if title in text)
                assert not record.keys() & {"DOI", "PMID", "URL"}, record["id"]
                assert "".join(record.get("publisher", "").split()) in text
