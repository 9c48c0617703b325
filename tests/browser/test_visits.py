"""What a first visit costs a reader: bytes, requests, patience and privacy, on every page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import WIDTHS, is_condition
from tools.hosting import Host
from tools.visits import Visit, revisits, visit

SEARCH = "/search/"
"""The one page that is no content, and may have a script."""


def a_condition_weighs_ten_kilobytes(visits: list[Visit]) -> None:
    """All that a condition page makes a browser fetch, but images, is 10,240 bytes at most."""
    conditions = [one for one in visits if is_condition(one.path)]
    assert len(conditions) > 20
    assert not {(one.path, one.width): one.weight() for one in conditions if one.weight() > 10_240}


def a_page_fits_into_the_first_round_trip(visits: list[Visit]) -> None:
    """Any page with all that it needs is 14,336 bytes at most: what one round trip brings."""
    weights = {(one.path, one.width): one.weight() + sum(one.images.values()) for one in visits}
    assert not {page: weight for page, weight in weights.items() if weight > 14_336}


def styles_weigh_four_kilobytes(visits: list[Visit]) -> None:
    """The styles of a page are 4,096 bytes at most."""
    weights = {one.path: one.weight(".css") for one in visits}
    assert all(weights.values())
    assert not {path: weight for path, weight in weights.items() if weight > 4_096}


def content_has_no_scripts(visits: list[Visit]) -> None:
    """No page but the search fetches a script."""
    assert not {one.path for one in visits if "script" in one.purposes and one.path != SEARCH}


def a_page_needs_three_requests(visits: list[Visit]) -> None:
    """A page of content without images is itself, its styles and the icon."""
    plain = [one for one in visits if not one.images and one.path != SEARCH]
    assert plain
    assert not {(one.path, one.width): [*one.weights] for one in plain if len(one.weights) > 3}


def a_page_has_no_fonts(visits: list[Visit]) -> None:
    """Readers get the type of their own device."""
    assert not {one.path for one in visits if "font" in one.purposes}


def a_page_asks_nobody_else_and_remembers_nothing(visits: list[Visit]) -> None:
    """No request goes to another site, and no cookie is set."""
    assert not {one.path: one.elsewhere for one in visits if one.elsewhere}
    assert not {one.path: one.cookies for one in visits if one.cookies}


def nothing_fails_on_a_page(visits: list[Visit]) -> None:
    """The browser has no error to tell of."""
    assert not {one.path: one.errors for one in visits if one.errors}


def nothing_moves_while_a_page_is_read(visits: list[Visit]) -> None:
    """From the first moment to the end of the page, nothing shifts."""
    assert not {(one.path, one.width): one.shifts for one in visits if one.shifts}


def no_page_breaks_the_content_policy(visits: list[Visit]) -> None:
    """Each page comes with a policy that forbids all but the least, and keeps to it."""
    policies = {one.path: one.policy for one in visits}
    assert not {path: one for path, one in policies.items() if "default-src 'none'" not in one}
    assert not {path: one for path, one in policies.items() if "'unsafe-inline'" in one}
    assert not {path: one for path, one in policies.items() if "'unsafe-eval'" in one}
    # Where several policies come with a page, each holds.
    running = {path for path, one in policies.items() if one.count("script-src") > one.count(", ")}
    assert running == {SEARCH}
    assert not {one.path: one.violations for one in visits if one.violations}


BUDGETS = (
    a_condition_weighs_ten_kilobytes,
    a_page_fits_into_the_first_round_trip,
    styles_weigh_four_kilobytes,
    content_has_no_scripts,
    a_page_needs_three_requests,
    a_page_has_no_fonts,
    a_page_asks_nobody_else_and_remembers_nothing,
    nothing_fails_on_a_page,
    nothing_moves_while_a_page_is_read,
    no_page_breaks_the_content_policy,
)


def test_a_first_visit_keeps_to_every_budget(
    browser: Browser, host: Host, paths: list[str], subtests: pytest.Subtests
) -> None:
    """Each page as the first of a reader, on a phone and on a desk: looked at once for all."""
    phone, desk = WIDTHS
    visits = [visit(browser, host, path, phone) for path in paths]
    pictured = [visit(browser, host, one.path, desk) for one in visits if one.images]
    plain = [one for one in visits if not one.images]
    visits += [*pictured, *revisits(browser, host, plain, desk)]
    assert len(visits) == len(paths) * len(WIDTHS)
    for budget in BUDGETS:
        with subtests.test(budget.__doc__):
            budget(visits)
