"""What the pages say to programs: right by schema.org, and nothing that readers do not see."""

from __future__ import annotations

import copy
import json
import re
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from tests.conftest import ROOT, Project, copy_of_the_clinic, filled_in
from tools.node import find_node

Node = dict[str, Any]
SITEURL = "https://clinic.test/sub"
NO_TEXT = frozenset(
    """
    @context @id @type codingSystem contentUrl datePublished dateModified image inLanguage item
    lastReviewed propertyID sameAs target url value
    """.split()
)
"""Properties whose values are names, addresses, days, codes and languages."""


def read(project: Project) -> dict[str, BeautifulSoup]:
    """Every page that is one, by its address; not those that lead elsewhere, nor drafts."""
    pages = {
        path.removesuffix("index.html"): BeautifulSoup(html, "html.parser")
        for path, html in project.files().items()
        if path.endswith(".html") and not path.startswith("drafts/")
    }
    return {path: page for path, page in pages.items() if page.main}


def data_of(page: BeautifulSoup) -> Node:
    (script,) = page.find_all("script", type="application/ld+json")
    data: Node = json.loads(script.get_text())
    return data


@pytest.fixture(scope="module")
def pages(clinic: Project) -> dict[str, BeautifulSoup]:
    """The site as it is."""
    return read(clinic)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> dict[str, BeautifulSoup]:
    """The site as it will be: with an address, a clinic, and a page that a person reviewed."""
    project = filled_in(copy_of_the_clinic(tmp_path_factory.mktemp("finished")), SITEURL)
    project.write(
        "people/ann-lee.md",
        "---\ntitle: Ann Lee\nstatus: published\ndate: 2026-11-23\nrole: Physical therapist\n"
        "credentials: Doctor of Physical Therapy\nsummary: Ann checks pages.\n---\nText.\n",
    )
    page = project.folder / "content/conditions/sciatica.md"
    review = "reviewed:\n  by: ann-lee\n  on: 2026-11-24\n  next_due: 2027-11-24\n"
    source = page.read_text(encoding="utf-8")
    assert source.count("reviewed: not yet\n") == 1
    page.write_text(source.replace("reviewed: not yet\n", review), encoding="utf-8")
    outcome = project.publish()
    assert outcome.code == 0, outcome.err
    return read(project)


@pytest.fixture(params=["pages", "finished"])
def site(request: pytest.FixtureRequest) -> dict[str, BeautifulSoup]:
    """The site as it is, then as it will be."""
    found: dict[str, BeautifulSoup] = request.getfixturevalue(request.param)
    return found


def graphs(site: dict[str, BeautifulSoup]) -> dict[str, list[Node]]:
    """The nodes of every page that has any."""
    return {
        path: [
            one for one in inner(data_of(page)["@graph"]) if one.keys() - {"@id"} and "@id" in one
        ]
        for path, page in site.items()
        if path != "404.html"
    }


def inner(value: Any) -> Iterator[Node]:
    """Every object in a value, at any depth."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from inner(one)


# -- the vocabulary ------------------------------------------------------------------

MISTAKES: dict[str, tuple[str, str, Any]] = {
    "unknown property": ("MedicalCondition", "symptoms", "Pain"),
    "property of another type": ("MedicalWebPage", "signOrSymptom", {"@id": "/#pain"}),
    "unknown type": ("MedicalCondition", "@type", "Condition"),
    "text in place of a thing": ("MedicalCondition", "signOrSymptom", "Pain"),
    "thing of a wrong type": ("MedicalCondition", "possibleTreatment", {"@type": "Person"}),
    "unknown property inside": (
        "MedicalCondition",
        "signOrSymptom",
        [{"@type": "MedicalSignOrSymptom", "jobTitle": "Pain"}],
    ),
    "number in place of a text": ("MedicalWebPage", "lastReviewed", 2026),
}
"""(type of a node that is right, property, wrong value)."""


@pytest.fixture(scope="module")
def complaints(
    tmp_path_factory: pytest.TempPathFactory, finished: dict[str, BeautifulSoup]
) -> dict[str, list[str]]:
    """What the TypeScript compiler says of each page, and of each node with a mistake.

    The types of the package schema-dts are made from the vocabulary of schema.org. The
    compiler refuses a literal with a property that its type does not have. A node that
    stands on many pages is checked once.
    """
    data = graphs(finished)
    lines = {
        _typed(node): f"/{path} {node['@id']}" for path, nodes in data.items() for node in nodes
    }
    right = {node["@type"]: node for node in data["conditions/sciatica/"]}
    for mistake, (type_, name, value) in MISTAKES.items():
        lines[_typed({**right[type_], name: value})] = mistake
    folder = tmp_path_factory.mktemp("typescript")
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    (folder / "nodes.ts").write_text(
        'import type * as schema from "schema-dts"; export const nodes = [\n'
        + "\n".join(lines)
        + "];"
    )
    options = {"noEmit": True, "strict": True, "skipLibCheck": True, "lib": ["es2022"], "types": []}
    (folder / "tsconfig.json").write_text(
        json.dumps({"compilerOptions": options}), encoding="utf-8"
    )
    done = subprocess.run(
        [find_node(), str(ROOT / "node_modules/typescript/bin/tsc"), "--pretty", "false"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    names = list(lines.values())
    found: dict[str, list[str]] = {name: [] for name in names}
    for line in done.stdout.splitlines():
        if not line.startswith(" "):
            place = re.match(r"nodes\.ts\((\d+),\d+\): ", line)
            assert place, line
            found[names[int(place[1]) - 2]].append(line)
    assert not done.stderr
    return found


def _typed(node: Node) -> str:
    """A node as one line of TypeScript that may only have the properties of its type."""
    return f"{json.dumps(node)} satisfies schema.{node['@type']},"


def test_every_page_is_right_by_the_vocabulary(complaints: dict[str, list[str]]) -> None:
    """Each type exists, each property belongs to its type, each value is of a kind it may be."""
    found = {name: said for name, said in complaints.items() if said and name not in MISTAKES}
    assert len(complaints) > 80
    assert not found


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_check_of_the_vocabulary_finds_mistakes(
    complaints: dict[str, list[str]], mistake: str
) -> None:
    """A node with one mistake fails that check, and once only."""
    assert len(complaints[mistake]) == 1


def test_every_thing_says_what_it_is(site: dict[str, BeautifulSoup]) -> None:
    """Each object has a type, or is nothing but a link."""
    for path, nodes in graphs(site).items():
        for one in inner(nodes):
            assert "@type" in one or one.keys() == {"@id"}, (path, one)


# -- what readers see ----------------------------------------------------------------


def visible(page: BeautifulSoup) -> str:
    """The text that readers see, without the numbers of sources and without spaces."""
    body = copy.copy(page.body)
    assert isinstance(body, Tag)
    for hidden in body.select("script, style, template, [hidden], .citation"):
        hidden.decompose()
    return "".join(body.get_text().split())


def texts(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a value, with the property that it belongs to."""
    if isinstance(value, dict):
        for key, one in value.items():
            if key not in NO_TEXT:
                yield from texts(one, key)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one, name)
    elif isinstance(value, str):
        yield name, value


def test_readers_see_every_text(site: dict[str, BeautifulSoup]) -> None:
    """Whatever a page tells a program in words stands on the page."""
    for path, nodes in graphs(site).items():
        shown = visible(site[path])
        for name, text in texts(nodes):
            assert "".join(text.split()) in shown, (path, name, text)


def test_every_page_has_one_graph(site: dict[str, BeautifulSoup]) -> None:
    """Each page has its data once; the page for addresses that do not exist has none."""
    assert len(site) > 30
    assert not site["404.html"].find("script", type="application/ld+json")
    for path, nodes in graphs(site).items():
        names = [node["@id"] for node in nodes]
        assert len(names) == len(set(names)), path
        (page,) = (node for node in nodes if node["@id"].endswith("#page"))
        assert page["url"].endswith(f"/{path}"), path
        assert page["name"] == site[path].h1.get_text(), path


def test_the_trail_is_that_of_the_page(site: dict[str, BeautifulSoup]) -> None:
    """A program finds the same way to a page as a reader, with the same addresses."""
    for path, nodes in graphs(site).items():
        seen = [
            (item.get_text().strip(), item.a["href"] if item.a else None)
            for item in site[path].select("main nav:has(> ol) li")
        ]
        told = [
            (item["name"], item["item"])
            for node in nodes
            if "breadcrumb" in node
            for item in node["breadcrumb"]["itemListElement"]
        ]
        assert [name for name, _ in told] == [name for name, _ in seen], path
        assert [url for _, url in told[:-1]] == [url for _, url in seen[:-1]], path


# -- links ---------------------------------------------------------------------------


def test_every_link_leads_to_a_node(site: dict[str, BeautifulSoup]) -> None:
    """Each `@id` that is named is that of a node, on the page or on another one, or a source."""
    data = graphs(site)
    known = {one["@id"] for one in inner(list(data.values())) if "@type" in one and "@id" in one}
    for path, nodes in data.items():
        for one in inner([{**node, "citation": []} for node in nodes]):
            assert "@id" not in one or one["@id"] in known, (path, one)


def test_a_name_is_that_of_one_thing(site: dict[str, BeautifulSoup]) -> None:
    """The same `@id` has the same type everywhere, and begins with the address of a page."""
    types: dict[str, str] = {}
    begin = SITEURL if "https:" in graphs(site)[""][0]["@id"] else ""
    addresses = {f"{begin}/{path}" for path in site}
    for path, nodes in graphs(site).items():
        for node in nodes:
            assert types.setdefault(node["@id"], node["@type"]) == node["@type"], (path, node)
            assert node["@id"].partition("#")[0] in addresses, (path, node)


# -- reviews and the clinic ----------------------------------------------------------


def all_of(site: dict[str, BeautifulSoup], name: str) -> set[str]:
    """The addresses of the pages that have a property or a type of this name."""
    return {
        path
        for path, nodes in graphs(site).items()
        if any(name in one or one.get("@type") == name for one in inner(nodes))
    }


@pytest.mark.parametrize("name", ["reviewedBy", "lastReviewed", "Person", "MedicalClinic"])
def test_nothing_is_made_up(pages: dict[str, BeautifulSoup], name: str) -> None:
    """While nobody has reviewed a page and the clinic has no name, no page says otherwise."""
    assert not all_of(pages, name)


def test_a_review_by_a_person_is_told(finished: dict[str, BeautifulSoup]) -> None:
    """The page that a person reviewed says who it was, and when; no other page does."""
    assert all_of(finished, "reviewedBy") == all_of(finished, "lastReviewed")
    assert all_of(finished, "reviewedBy") == {"conditions/sciatica/"}
    nodes = {node["@id"]: node for node in graphs(finished)["conditions/sciatica/"]}
    page = nodes[f"{SITEURL}/conditions/sciatica/#page"]
    assert page["lastReviewed"] == "2026-11-24"
    assert nodes[page["reviewedBy"]["@id"]]["name"] == "Ann Lee"


def test_a_clinic_with_real_details_is_told(finished: dict[str, BeautifulSoup]) -> None:
    """The first page names the clinic once its details are filled in, and all lead to it."""
    assert all_of(finished, "MedicalClinic") == {""}
    assert all_of(finished, "publisher") == graphs(finished).keys()
