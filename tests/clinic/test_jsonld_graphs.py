"""What a page says to programs is what its entry says, and no more."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from plugins.clinic.claims import plain_text
from plugins.clinic.collections import SUBJECT
from plugins.clinic.jsonld import Place, json_ld, script
from plugins.clinic.jsonld.crumbs import trail
from plugins.cms.linking import link
from plugins.cms.loader import load
from plugins.cms.site import Site

NOW = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
BASE = "status: published\ndate: 2026-01-05\n"
SOURCED = f"{BASE}summary: In short.\nauthors: [team]\n"
KNOWN = "basis: general knowledge, needs clinician review"
REVIEW = "reviewed:\n  by: ann\n  on: 2026-02-01\n  next_due: 2027-02-01\n"

CONDITION = f"""title: Stiff neck
{SOURCED}modified: 2026-01-09
also_known_as: [Wry neck]
body_regions: [neck, widespread]
symptoms:
  - "Pain on *turning*.[@gattie]"
muscles: [Trapezius]
how_it_is_used: Seldom.
evidence:
  statement: It may help.
  certainty: low
  references: [gattie]
red_flags:
  emergency: [you cannot walk]
  {KNOWN}
codes:
  - {{system: ICD-10, code: M43.6, meaning: Torticollis}}
"""


def care(shows: str, text: str, references: str = "") -> str:
    backed = f"references: [{references}]" if references else KNOWN
    return f"title: {shows}\n{BASE}shows: {shows}\nitems:\n  - text: {text}\n    {backed}\n"


FILES = {
    "conditions/stiff-neck.md": CONDITION,
    "regions/neck.md": f"title: Neck\n{BASE}order: 1\n",
    "regions/widespread.md": f"title: All over the body\n{BASE}order: 2\n",
    "treatments/dry-needling.md": f"title: Dry needling\n{BASE}summary: A needle.\n"
    "short_name: Needling\npage: dry-needling\npreparation: You lie down.\n"
    "how_performed: A needle goes in.[@gattie]\nfollowup: You rest.\n",
    "treatments/massage.md": f"title: Massage\n{BASE}summary: Hands.\nshort_name: Hands\n",
    "care/not.md": care("who should not", "you **never** agreed", "oduor"),
    "care/ask.md": care("who should ask first", "you take a blood thinner"),
    "care/common.md": care("common effects", "Soreness"),
    "care/rare.md": care("rare effects", "A collapsed lung"),
    "glossary/sham.md": f"title: Sham\n{BASE}definition: Made to *look* real.\n{KNOWN}\n",
    "people/team.md": f"title: The team\n{BASE}summary: We write.\nrole: Writes\nteam: true\n",
    "people/ann.md": f"title: Ann Lee\n{BASE}summary: She checks.\nrole: Physical therapist\n"
    "credentials: DPT\n",
    "comparisons/both.md": f"title: Both\n{SOURCED}treatments: [dry-needling, massage]\naspects:\n"
    "  - name: Tool\n    values: {dry-needling: Needle, massage: Hands}\n    verdict: different\n"
    f"    {KNOWN}\n",
    "posts/first.md": f"title: The first time\n{SOURCED}category: Your visit\ntags: [Visit]\n",
    "pages/home.md": f"title: Welcome\n{SOURCED}path: /\nlayout: home\n",
    "pages/dry-needling.md": f"title: What it is\n{SOURCED}layout: treatment\n",
    "pages/conditions.md": f"title: Conditions\n{SOURCED}layout: conditions\n",
    "pages/glossary.md": f"title: Words\n{SOURCED}layout: glossary\n",
    "pages/about.md": f"title: About us\n{SOURCED}",
    "pages/thanks.md": f"title: Thanks\n{SOURCED}",
    "pages/visit.md": f"title: Your visit\n{SOURCED}references: [gattie]\n",
}
CLINIC = {
    "name": "Elm Clinic",
    "tagline": "We help",
    "phone": "555 0100",
    "email": "a@elm.test",
    "address": "1 Elm St",
    "hours": "Weekdays, 8 to 5",
}
LIBRARY = [
    {
        "id": "gattie",
        "type": "article-journal",
        "title": "Needles & necks",
        "DOI": "10.1/x<y",
        "PMID": "123",
        "issued": {"date-parts": [[2017, 3]]},
    },
    {"id": "oduor", "type": "webpage", "title": "A page", "URL": "https://oduor.test/"},
]

Linked = Callable[..., Site]
Node = dict[str, Any]


@pytest.fixture
def linked(tmp_path: Path) -> Linked:
    """A function that writes a small site with some files changed, and links it up."""

    def run(changed: dict[str, str] | None = None, clinic: dict[str, str] = CLINIC) -> Site:
        content = tmp_path / "content"
        for name, fields in {**FILES, **(changed or {})}.items():
            file = content / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"---\n{fields}---\nText.\n", encoding="utf-8")
        details = {**clinic, "emergency": "911"}
        (content / "clinic.yaml").write_text(
            "".join(f"{name}: {json.dumps(value)}\n" for name, value in details.items())
        )
        (content / "rules.yaml").write_text("longest_sentence: 25\n", encoding="utf-8")
        (content / "references.json").write_text(json.dumps(LIBRARY), encoding="utf-8")
        site, problems = link(load(content, SUBJECT, tmp_path), SUBJECT, NOW)
        assert not [one for one in problems if one.severity == "error"], problems
        return site

    return run


def graph(site: Site, kind: str, slug: str, siteurl: str = "https://elm.test") -> dict[str, Node]:
    """The nodes of an entry's page, by the end of their `@id` and its `@type`."""
    entry = site.entry(kind, slug)
    assert entry
    place = Place(siteurl, "Elm", entry.url or "", entry.title)
    return by_type(json_ld(site, entry, place))


def by_type(data: Node) -> dict[str, Node]:
    """The first node of each type, within others or not; the page itself is `page` too."""
    found: dict[str, Node] = {}
    for node in inner(data["@graph"]):
        if "@type" in node:
            found.setdefault(node["@type"], node)
        if node.get("@id", "").endswith("#page"):
            found["page"] = node
    return found


def inner(value: Any) -> Iterator[Node]:
    """All nodes within a value, from the outermost on."""
    if isinstance(value, dict):
        yield value
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from inner(one)


def test_a_condition_is_known_by_its_names(linked: Linked) -> None:
    """A condition has its names, and its page who wrote it and when; no text is told twice."""
    nodes = graph(linked(), "condition", "stiff-neck")
    assert nodes["MedicalCondition"] == {
        "@type": "MedicalCondition",
        "@id": "https://elm.test/conditions/stiff-neck/#condition",
        "name": "Stiff neck",
        "alternateName": ["Wry neck"],
    }
    page = nodes["page"]
    assert page["@type"] == "MedicalWebPage"
    assert page["mainEntity"] == nodes["MedicalCondition"]
    assert (page["datePublished"], page["dateModified"]) == ("2026-01-05", "2026-01-09")
    (author,) = page["author"]
    assert (author["@type"], author["name"]) == ("Organization", "The team")
    assert author["@id"] == "https://elm.test/people/team/#organization"


def test_the_therapy_has_the_name_of_its_treatment(linked: Linked) -> None:
    """The page that explains a treatment is about it."""
    nodes = graph(linked(), "page", "dry-needling")
    assert nodes["MedicalTherapy"] == {
        "@type": "MedicalTherapy",
        "@id": "https://elm.test/dry-needling/#therapy",
        "name": "Dry needling",
    }
    assert nodes["page"]["mainEntity"] == nodes["MedicalTherapy"]


def test_a_comparison_is_about_its_treatments(linked: Linked) -> None:
    """A treatment with a page has its name from there, one without from the comparison."""
    nodes = graph(linked(), "comparison", "both")
    assert [one["@id"] for one in nodes["page"]["about"]] == [
        "https://elm.test/dry-needling/#therapy",
        "https://elm.test/compare/both/#massage",
    ]


@pytest.mark.parametrize(
    ("kind", "slug", "type_"),
    [
        ("page", "home", "MedicalWebPage"),
        ("page", "conditions", "CollectionPage"),
        ("page", "glossary", "CollectionPage"),
        ("page", "about", "AboutPage"),
        ("page", "thanks", "WebPage"),
        ("page", "visit", "MedicalWebPage"),
        ("post", "first", "MedicalWebPage"),
        ("person", "ann", "ProfilePage"),
        ("comparison", "both", "MedicalWebPage"),
    ],
)
def test_each_page_is_of_its_own_type(linked: Linked, kind: str, slug: str, type_: str) -> None:
    """A page that rests on sources is medical; lists, profiles and the rest are not."""
    nodes = graph(linked(), kind, slug)
    assert nodes["page"]["@type"] == type_


def test_a_list_names_what_it_leads_to(linked: Linked) -> None:
    """The list of conditions has each, in order."""
    items = graph(linked(), "page", "conditions")["ItemList"]["itemListElement"]
    address = "https://elm.test/conditions/stiff-neck/"
    assert items == [{"@type": "ListItem", "position": 1, "name": "Stiff neck", "url": address}]


def test_a_post_is_an_article(linked: Linked) -> None:
    """A post has its headline, days and authors."""
    nodes = graph(linked(), "post", "first")
    post = nodes["BlogPosting"]
    assert post["headline"] == "The first time"
    assert (post["datePublished"], post["dateModified"]) == ("2026-01-05", "2026-01-05")
    assert post["author"] == [{"@id": nodes["Organization"]["@id"]}]


def test_a_person_has_a_role_and_a_team_has_none(linked: Linked) -> None:
    """A page about a person says what they do and learned; a team is an organization."""
    site = linked()
    person = graph(site, "person", "ann")["Person"]
    assert (person["name"], person["jobTitle"]) == ("Ann Lee", "Physical therapist")
    assert person["hasCredential"]["name"] == "DPT"
    team = graph(site, "person", "team")["Organization"]
    assert team["description"] == "We write."
    assert "jobTitle" not in team


def test_a_real_review_is_told(linked: Linked) -> None:
    """A page that a person has reviewed names them and the day."""
    nodes = graph(
        linked({"conditions/stiff-neck.md": CONDITION + REVIEW}), "condition", "stiff-neck"
    )
    assert nodes["page"]["lastReviewed"] == "2026-02-01"
    assert nodes["page"]["reviewedBy"]["@id"] == "https://elm.test/people/ann/#person"
    assert nodes["Person"]["name"] == "Ann Lee"


@pytest.mark.parametrize(
    "reviewed",
    ["", "reviewed: not yet\n", REVIEW.replace("ann", "team"), REVIEW.replace("2026-", "2027-")],
    ids=["left out", "not yet", "by a team", "in the future"],
)
def test_no_review_is_made_up(linked: Linked, reviewed: str) -> None:
    """Without a review by a person on a day that has come, a page names none."""
    reviewed = reviewed.replace("next_due: 2027", "next_due: 2028")
    nodes = graph(
        linked({"conditions/stiff-neck.md": CONDITION + reviewed}), "condition", "stiff-neck"
    )
    assert not nodes["page"].keys() & {"lastReviewed", "reviewedBy"}
    assert "Person" not in nodes


def test_a_clinic_has_real_details(linked: Linked) -> None:
    """Once every detail is filled in, the first page names the clinic, and each leads to it."""
    site = linked()
    nodes = graph(site, "page", "home")
    assert nodes["MedicalClinic"] == {
        "@type": "MedicalClinic",
        "@id": "https://elm.test/#clinic",
        "name": "Elm Clinic",
        "url": "https://elm.test/",
        "telephone": "555 0100",
        "email": "a@elm.test",
        "address": "1 Elm St",
        "openingHoursSpecification": {
            "@type": "OpeningHoursSpecification",
            "description": "Weekdays, 8 to 5",
        },
    }
    about = graph(site, "page", "about")
    assert about["page"]["publisher"] == {"@id": nodes["MedicalClinic"]["@id"]}
    assert "MedicalClinic" not in about and "WebSite" not in about


@pytest.mark.parametrize("missing", sorted(CLINIC))
def test_a_clinic_with_a_placeholder_is_none(linked: Linked, missing: str) -> None:
    """While one detail is a placeholder, no page names a clinic."""
    site = linked(clinic={**CLINIC, missing: f"[placeholder] {CLINIC[missing]}"})
    nodes = graph(site, "page", "home")
    assert "MedicalClinic" not in nodes
    assert "publisher" not in nodes["page"]


def test_names_begin_at_the_site_where_it_has_no_address(linked: Linked) -> None:
    """Without SITEURL every name and address begins with a slash."""
    nodes = graph(linked(), "condition", "stiff-neck", siteurl="")
    assert nodes["page"]["@id"] == "/conditions/stiff-neck/#page"
    assert nodes["page"]["url"] == "/conditions/stiff-neck/"
    assert graph(linked(), "page", "home", siteurl="")["WebSite"]["url"] == "/"


@pytest.mark.parametrize(
    ("address", "above"),
    [
        ("", ["Home"]),
        ("about/", ["Home"]),
        ("conditions/stiff-neck/", ["Home", "Conditions"]),
        ("people/ann/", ["Home"]),
        ("blog/", ["Home"]),
        ("blog/page/2/", ["Home"]),
        ("conditions/page/2/", ["Home", "Conditions"]),
        ("conditions/neck/page/1/", ["Home", "Conditions"]),
        ("blog/first/", ["Home", "Blog"]),
        ("blog/tag/visit/", ["Home", "Blog", "Tags"]),
        ("blog/tag/visit/page/3/", ["Home", "Blog", "Tags"]),
        ("blog/archive/2026/", ["Home", "Blog", "Archive"]),
    ],
)
def test_the_trail_leads_through_the_pages_above(
    linked: Linked, address: str, above: list[str]
) -> None:
    """Only pages that are there are on the way; a further page of a list is no step."""
    assert [title for title, _ in trail(linked(), address)] == above


def test_a_list_without_an_entry_has_data_too(linked: Linked) -> None:
    """A list that Pelican makes is a collection with a trail; the first page has no trail."""
    site = linked()
    place = Place("https://elm.test", "Elm", "blog/", "Blog")
    nodes = by_type(json_ld(site, None, place))
    assert nodes["page"]["@type"] == "CollectionPage"
    assert nodes["page"]["mainEntity"]["@id"] == "https://elm.test/blog/#blog"
    assert [
        (one["position"], one["name"]) for one in nodes["BreadcrumbList"]["itemListElement"]
    ] == [
        (1, "Home"),
        (2, "Blog"),
    ]
    assert "BreadcrumbList" not in graph(site, "page", "home")


def test_no_text_ends_the_script() -> None:
    """Whatever a text holds, the element ends where it should and gives the same text back."""
    text = "</script><script>alert(1)</script> <!-- & ' \" \\ \u2028 \u2029 é 針"
    html = str(script({"name": text}))
    inner = html.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set(inner) & set("<>&\u2028\u2029")
    assert "é 針" in inner
    assert json.loads(inner) == {"name": text}


def test_plain_text_has_no_tag_and_no_entity() -> None:
    """Tags go, whatever their attributes hold, and signs are as a reader sees them."""
    text = '*a* & b <abbr title="x > y">c</abbr> `<d>` &copy; [e](/f/ "g > h")'
    assert plain_text(text) == "a & b c <d> © e"
