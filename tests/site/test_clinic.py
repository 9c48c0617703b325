"""The real site holds all that it should, and says nothing that it should not."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup, Tag

from tests.conftest import ROOT, Project, filled_in

CONDITIONS = {
    "chronic-pain",
    "fibromyalgia",
    "joint-issues",
    "muscle-spasm",
    "neck-pain-and-tension-headaches",
    "piriformis-syndrome",
    "rotator-cuff-injuries",
    "sciatica",
    "spinal-issues",
    "tendonitis-and-muscle-strain",
    "whiplash",
}
ASPECTS = 16


def text(element: Tag | None) -> str:
    assert element is not None
    return " ".join(element.get_text(" ").split())


def pages(project: Project) -> dict[str, BeautifulSoup]:
    return {
        path: BeautifulSoup(html, "html.parser")
        for path, html in project.files().items()
        if path.endswith(".html")
    }


@pytest.fixture(scope="module")
def all_pages(clinic: Project) -> dict[str, BeautifulSoup]:
    return pages(clinic)


def test_there_is_a_page_for_each_condition(clinic: Project) -> None:
    """All conditions of the brief have a page, and there are no others."""
    folders = {path.name for path in (clinic.output / "conditions").iterdir() if path.is_dir()}
    assert folders == CONDITIONS


@pytest.mark.parametrize("slug", sorted(CONDITIONS))
def test_a_condition_page_is_complete(clinic: Project, slug: str) -> None:
    """A condition shows symptoms, evidence, red flags, muscles, questions and its review state."""
    page = text(clinic.page(f"conditions/{slug}/").main)
    lower = page.lower()
    for words in ("symptom", "muscle", "emergency", "not yet reviewed", "certainty", "sources"):
        assert words in lower, words


@pytest.mark.parametrize("slug", sorted(CONDITIONS))
def test_a_condition_has_enough_text(clinic: Project, slug: str) -> None:
    """A page says enough of its condition, and no more than somebody in pain can take in.

    What it shares with other pages, its links and its sources are not what it says of it.
    """
    main = clinic.page(f"conditions/{slug}/").main
    assert len(text(main).split()) < 2000
    shared = "nav, .notice, .review-state, .care-card__lead + ul, .certainty, .reference-list"
    for part in main.select(shared) if main else ():
        part.decompose()
    assert len(text(main).split()) > 1000


def test_conditions_are_grouped_by_body_region(clinic: Project) -> None:
    """The index has a heading for each region in use, with links to its conditions."""
    main = clinic.page("conditions/").main
    assert main is not None
    headings = {text(heading) for heading in main.find_all(["h2", "h3"])}
    assert {"Neck", "Low back", "Knee"} <= headings
    links = {a["href"] for a in main.find_all("a")}
    assert {f"/conditions/{slug}/" for slug in CONDITIONS} <= links


REGION = "---\ntitle: {}\nstatus: published\ndate: 2026-11-23\norder: {}\n{}---\n"


def test_a_new_part_of_the_body_is_content_only(clinic_copy: Project) -> None:
    """Once a condition names it, it is on the map and in both lists, in its place.

    One without a place on the figures stands below them, and one without a condition is nowhere.
    """
    clinic_copy.write("regions/shin.md", REGION.format("Shin", 135, "on_the_map: {front: shin}\n"))
    clinic_copy.write("regions/side.md", REGION.format("One side", 155, ""))
    clinic_copy.write("regions/rib.md", REGION.format("Ribs", 65, "on_the_map: {front: ribs}\n"))
    sciatica = (ROOT / "content/conditions/sciatica.md").read_text(encoding="utf-8")
    named = sciatica.replace("  - calf\n", "  - calf\n  - shin\n  - side\n")
    clinic_copy.write("conditions/sciatica.md", named)
    outcome = clinic_copy.build()
    assert outcome.code == 0, outcome.err
    for path, address in (("", "/conditions/"), ("conditions/", "")):
        page = clinic_copy.page(path)
        spots, listed = page.select(f'.body-map a[href="{address}#region-shin"]')
        assert spots.get_text() == listed.get_text() == "Shin"
        assert len(spots.find_all("circle")) == 2, "on both legs"
        below, listed = page.select(f'.body-map a[href="{address}#region-side"]')
        assert below.get_text() == listed.get_text() == "One side"
        assert below.find_parent(class_="body-map__below") and not below.find("circle")
        names = [link.get_text() for link in page.select(".body-map li a")]
        assert names[names.index("Knee") + 1] == "Shin"
        assert names[-2:] == ["One side", "All over the body"]
        assert not page.select('a[href$="#region-rib"]')
    directory = clinic_copy.page("conditions/")
    assert text(directory.select_one("#region-shin")) == "Shin Sciatica"


def test_the_five_benefits_are_there_with_their_certainty(clinic: Project) -> None:
    """The benefits page has five, each with an anchor and how sure we are."""
    main = clinic.page("benefits/").main
    assert main is not None
    slugs = [path.stem for path in (ROOT / "content/benefits").glob("*.md")]
    assert len(slugs) == 5
    for slug in slugs:
        benefit = main.find(id=slug)
        assert isinstance(benefit, Tag), slug
        assert "certainty" in text(benefit).lower()


def test_the_comparison_is_a_real_table(clinic: Project) -> None:
    """Every aspect, a caption, and headers with scope for columns and rows."""
    table = clinic.page("compare/dry-needling-vs-acupuncture/").find("table")
    assert isinstance(table, Tag)
    assert table.caption and text(table.caption)
    assert table.thead and table.tbody
    columns = table.thead.find_all("th", scope="col")
    assert {"Dry needling", "Acupuncture"} <= {text(column) for column in columns}
    rows = table.tbody.find_all("tr")
    assert len(rows) == ASPECTS
    for row in rows:
        assert row.find("th", scope="row")
        assert len(row.find_all("td")) == len(columns) - 1


def test_a_third_treatment_is_content_only(clinic_copy: Project) -> None:
    """A treatment added to the files is one more column, without a change of code or theme."""
    clinic_copy.write(
        "treatments/massage.md",
        "---\ntitle: Massage\nshort_name: Massage\nstatus: published\ndate: 2026-11-23\n"
        "summary: Hands that press and knead.\n---\n",
    )
    comparison = clinic_copy.folder / "content/comparisons/dry-needling-vs-acupuncture.md"
    source = comparison.read_text(encoding="utf-8")
    source = re.sub(
        r"^(treatments:.*?)(?=^\w)",
        "treatments:\n  - dry-needling\n  - acupuncture\n  - massage\n",
        source,
        count=1,
        flags=re.DOTALL | re.MULTILINE,
    )
    source = re.sub(
        r"^( +)values:\n", r"\g<0>\1  massage: Hands only.\n", source, flags=re.MULTILINE
    )
    comparison.write_text(source, encoding="utf-8")
    outcome = clinic_copy.build()
    assert outcome.code == 0, outcome.err
    table = clinic_copy.page("compare/dry-needling-vs-acupuncture/").find("table")
    assert isinstance(table, Tag)
    assert table.thead and "Massage" in text(table.thead)
    assert text(table).count("Hands only.") == ASPECTS


@pytest.mark.parametrize(
    "path",
    [
        "",
        "dry-needling/",
        "safety/",
        "what-happens/",
        "about/",
        "people/",
        "people/website-team/",
        "references/",
        "references/a-to-d/",
        "compare/",
        "blog/",
        "blog/archive/",
        "blog/tag/",
        "blog/category/",
        "404.html",
    ],
)
def test_every_kind_of_page_has_one_title(clinic: Project, path: str) -> None:
    """Each page has one h1, a title, a description and a main part."""
    page = clinic.page(path)
    assert len(page.find_all("h1")) == 1
    assert page.title and text(page.title)
    assert page.main
    assert page.find("meta", attrs={"name": "viewport"})
    assert page.html and page.html["lang"] == "en"


def test_there_are_three_posts_with_tags_and_a_feed(clinic: Project) -> None:
    """Posts have their own addresses, tags have lists, and the Atom feed names every post."""
    posts = [path.stem for path in (ROOT / "content/posts").glob("*.md")]
    assert len(posts) >= 3
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.parse(clinic.output / "feeds/blog.atom.xml")
    links = {link.get("href") for link in feed.findall(f"{atom}entry/{atom}link")}
    assert links == {f"/blog/{slug}/" for slug in posts}
    assert any((clinic.output / "blog/tag").iterdir())


def test_the_session_and_safety_pages_say_what_readers_need(clinic: Project) -> None:
    """Risks, who should not have it, aftercare and help are headings that can be linked."""
    page = clinic.page("safety/")
    for anchor in (
        "common-side-effects",
        "rare-but-serious-risks",
        "who-should-not-have-dry-needling",
        "aftercare",
        "when-to-get-help",
    ):
        assert page.find(id=anchor), anchor
    session = text(clinic.page("what-happens/").main).lower()
    assert "before" in session and "after" in session


def test_every_page_is_in_the_sitemap_but_drafts_and_errors(clinic: Project) -> None:
    """The sitemap lists each page once."""
    sitemap = (clinic.output / "sitemap.xml").read_text(encoding="utf-8")
    listed = re.findall(r"<loc>([^<]*)</loc>", sitemap)
    assert len(listed) == len(set(listed))
    built = {
        f"/{path.removesuffix('index.html')}"
        for path in clinic.files()
        if path.endswith("index.html") and not path.startswith("drafts/")
    }
    assert set(listed) == built


def test_ids_are_unique_on_each_page(all_pages: dict[str, BeautifulSoup]) -> None:
    """No id stands twice on a page, so that every link to a place is clear."""
    for path, page in all_pages.items():
        ids = [element["id"] for element in page.find_all(id=True)]
        assert len(ids) == len(set(ids)), path


def test_headings_do_not_skip_a_level(all_pages: dict[str, BeautifulSoup]) -> None:
    """Headings go down one level at a time."""
    for path, page in all_pages.items():
        levels = [int(heading.name[1]) for heading in page.find_all(re.compile("^h[1-6]$"))]
        for above, below in itertools.pairwise(levels):
            assert below <= above + 1, (path, levels)


def test_nothing_comes_from_elsewhere(all_pages: dict[str, BeautifulSoup]) -> None:
    """No page loads a script, a style, a font or a picture from another host."""
    for path, page in all_pages.items():
        for script in page.find_all("script", src=True):
            assert str(script["src"]).startswith("/theme/"), path
        for element in page.find_all(["link", "img", "iframe", "source"]):
            address = element.get("src") or element.get("href") or ""
            if element.name == "link" and "canonical" in element.get("rel", []):
                continue
            assert not re.match(r"(https?:)?//", str(address)), (path, address)


def test_every_page_names_what_is_not_yet_reviewed(clinic: Project) -> None:
    """While nobody has reviewed the pages, every health page says so, and none says otherwise."""
    for path in ("dry-needling/", "safety/", "benefits/", "compare/dry-needling-vs-acupuncture/"):
        assert "not yet reviewed by a clinician" in text(clinic.page(path).main).lower(), path


def test_clinic_details_are_shown_as_placeholders(clinic: Project) -> None:
    """The build names the placeholders, and pages mark them."""
    outcome = clinic.build()
    assert "content/clinic.yaml" in outcome.out and "placeholder" in outcome.out
    footer = clinic.page("").footer
    assert "placeholder" in text(footer).lower()
    assert "[placeholder]" not in text(footer)


def test_nothing_unconfirmed_is_published(clinic_copy: Project) -> None:
    """A value that a reference lists as unconfirmed is on no page and in no file."""
    file = clinic_copy.folder / "content/references.json"
    records = json.loads(file.read_text(encoding="utf-8"))
    doubtful, sure = "49152", "57344"
    marked = 0
    for record in records:
        custom = record.setdefault("custom", {})
        if "volume" in custom.get("unconfirmedFields", []):
            record["volume"] = doubtful
            marked += 1
        elif "DOI" in custom.get("unconfirmedFields", []):
            record["DOI"] = f"10.1000/{doubtful}"
        elif record["id"] == "brady-2014-ae":
            record["volume"] = sure
        elif record["id"] == "gattie-2017-msk":
            record["issue"] = doubtful
            custom["unconfirmedValues"] = {"issue": doubtful}
    assert marked > 5
    file.write_text(json.dumps(records), encoding="utf-8")
    assert clinic_copy.build().code == 0
    files = clinic_copy.files()
    assert sure.encode() in files["references/a-to-d/index.html"]
    assert [path for path, content in files.items() if doubtful.encode() in content] == []


def test_the_words_of_the_brief_are_not_reused(all_pages: dict[str, BeautifulSoup]) -> None:
    """Wording that stands close to another clinic's page is on no page of ours."""
    for path, page in all_pages.items():
        words = text(page).lower()
        for phrase in (
            "thin, sharp needles",
            "almost always used as part of a larger",
            "that's where the similarities end",
            "immediate and significant relief",
            "improves healing time",
        ):
            assert phrase not in words, (path, phrase)


def test_publish_refuses_placeholders(clinic_copy: Project) -> None:
    """Publishing exits 1 and names each placeholder with its line."""
    outcome = clinic_copy.publish()
    assert outcome.code == 1
    assert re.search(r"content/clinic\.yaml:\d+:\d+: placeholder `phone`", outcome.err)
    assert "publishconf.py" in outcome.err
    assert not clinic_copy.output.exists()


def test_a_demonstration_is_marked_on_every_page(clinic_copy: Project) -> None:
    """With --allow-placeholders each page says that it is a demonstration and search stays out."""
    outcome = clinic_copy.publish(allow_placeholders=True)
    assert outcome.code == 0, outcome.err
    built = pages(clinic_copy)
    assert len(built) > 30
    for path, page in built.items():
        if page.main is None:
            continue
        assert page.select_one("body > section[aria-label]"), path
        robots = page.find("meta", attrs={"name": "robots"})
        assert isinstance(robots, Tag) and "noindex" in robots["content"], path
    assert "Disallow: /" in (clinic_copy.output / "robots.txt").read_text()


def test_published_addresses_are_absolute(clinic_copy: Project) -> None:
    """Links, canonical addresses, the feed and the sitemap begin with SITEURL, drafts are out."""
    filled_in(clinic_copy, "https://clinic.test/sub").write(
        "posts/not-yet.md",
        "---\ntitle: Not yet\nstatus: draft\ndate: 2026-11-01\nsummary: A draft.\n"
        "category: Your visit\nauthors: [website-team]\n---\nText.\n",
    )
    outcome = clinic_copy.publish()
    assert outcome.code == 0, outcome.err
    page = clinic_copy.page("conditions/sciatica/")
    canonical = page.find("link", rel="canonical")
    assert isinstance(canonical, Tag)
    assert canonical["href"] == "https://clinic.test/sub/conditions/sciatica/"
    for anchor in page.find_all("a", href=True):
        assert not anchor["href"].startswith("/"), anchor
    files = clinic_copy.files()
    assert b"https://clinic.test/sub/blog/" in files["feeds/blog.atom.xml"]
    assert b"<loc>https://clinic.test/sub/</loc>" in files["sitemap.xml"]
    assert not any("not-yet" in path for path in files)


def test_two_mistakes_in_two_files_give_two_messages(clinic_copy: Project) -> None:
    """A misspelt field and a dangling reference are both named, with the right lines, exit 1."""
    first = clinic_copy.folder / "content/conditions/sciatica.md"
    lines = first.read_text(encoding="utf-8").split("\n")
    wrong = next(number for number, line in enumerate(lines, 1) if line.startswith("symptoms:"))
    lines[wrong - 1] = "symptons:"
    first.write_text("\n".join(lines), encoding="utf-8")
    second = clinic_copy.folder / "content/conditions/whiplash.md"
    source = second.read_text(encoding="utf-8")
    match = re.search(r"chronic-pain", source)
    assert match
    second.write_text(source.replace("chronic-pain", "cronic-pain", 1), encoding="utf-8")
    line = source[: match.start()].count("\n") + 1
    outcome = clinic_copy.build()
    assert outcome.code == 1
    assert f"content/conditions/sciatica.md:{wrong}:1: unknown-field" in outcome.err
    assert "Did you mean `symptoms`?" in outcome.err
    assert re.search(
        rf"content/conditions/whiplash\.md:{line}:\d+: dangling-reference", outcome.err
    )
    assert "Did you mean `chronic-pain`?" in outcome.err
    assert "2 problems in 2 files." in outcome.err
    assert not Path(clinic_copy.output).exists()
