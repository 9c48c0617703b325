"""The map of the body, as readers use it: with a finger, with a pointer, with the keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tools.visits import opened

HALF = 11.9
"""Half of 24 px, and a little less, so that a point on the very edge decides nothing."""

HITS = """(spot, half) => {
  spot.scrollIntoView({block: 'center', behavior: 'instant'});
  const box = spot.getBoundingClientRect(), corners = [[-.7, -.7], [.7, -.7], [-.7, .7], [.7, .7]];
  const round = [[0, 0], [-1, 0], [1, 0], [0, -1], [0, 1], ...corners];
  return round.filter(([x, y]) => {
    const at = [box.x + box.width / 2 + x * half, box.y + box.height / 2 + y * half];
    return document.elementFromPoint(...at)?.closest('a') !== spot.closest('a');
  });
}"""
"""The directions in which a point of a circle of 24 px does not belong to the link of a spot."""


@pytest.fixture(params=["/", "/conditions/"])
def page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The pages with a map, on a small screen."""
    with opened(browser, 320) as page:
        page.goto(address + request.param)
        yield page


def links_of(group: Locator) -> list[tuple[str | None, str | None]]:
    """The name and the address of each link, in order, as the accessibility tree has them."""
    links = group.get_by_role("link").all()
    return [(one.text_content(), one.get_attribute("href")) for one in links]


def test_the_map_and_the_list_have_the_same_links(page: Page) -> None:
    """Each part of the body once, by its name, from head to foot."""
    body = page.get_by_role("group", name="Map of the body")
    listed = links_of(page.get_by_role("navigation", name="Parts of the body"))
    assert len(listed) > 10 and listed[0][0] == "Head"
    assert sorted(map(str, links_of(body))) == sorted(map(str, listed))
    for name, href in listed:
        link = body.get_by_role("link", name=str(name), exact=True)
        expect(link).to_have_count(1)
        expect(link).to_have_attribute("href", str(href))


@pytest.mark.parametrize("width", [320, 1280])
def test_every_spot_is_large_enough_for_a_finger(page: Page, width: int) -> None:
    """On a circle of 24 px around each spot, whatever is tapped is its link and no other."""
    page.set_viewport_size({"width": width, "height": 900})
    spots = page.get_by_role("group", name="Map of the body").locator("circle, p a")
    assert spots.count() > 20
    for spot in spots.all():
        assert spot.evaluate(HITS, HALF) == [], spot.evaluate("spot => spot.parentNode.outerHTML")


def test_the_keyboard_goes_from_head_to_foot(page: Page) -> None:
    """Tab takes the spots in the order of the list; the one with the focus shows its name."""
    body = page.get_by_role("group", name="Map of the body")
    listed = [name for name, _ in links_of(page.get_by_role("navigation", name="Parts of"))]
    stroke = "spot => getComputedStyle(spot).stroke + getComputedStyle(spot).strokeOpacity"
    plain = body.locator("circle").first.evaluate(stroke)
    body.get_by_role("link").first.focus()
    page.keyboard.press("Shift+Tab")
    visited = []
    for _ in listed:
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        visited.append(focused.text_content())
        if focused.locator("circle").count():
            assert focused.locator("circle").first.evaluate(stroke) != plain
            name = focused.locator("text")
            assert name.evaluate("text => getComputedStyle(text).opacity") == "1"
    assert visited == listed
    page.keyboard.press("Tab")
    assert page.locator(":focus").text_content() == listed[0], "the list comes next"


def test_one_tap_leads_to_the_conditions_of_a_part(page: Page) -> None:
    """A tap on the knee shows what there is about knees."""
    knee = page.get_by_role("group", name="Map of the body").get_by_role("link", name="Knee")
    knee.locator("circle").first.click()
    page.wait_for_url("**/conditions/#region-knee")
    region = page.locator("#region-knee")
    expect(region).to_be_in_viewport()
    assert region.get_by_role("link").count() > 1
