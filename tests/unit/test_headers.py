"""The header file: each page has one policy that is whole by itself, and allows what it needs."""

from __future__ import annotations

import pytest

from plugins.cms.outputs.headers import (
    POLICY,
    from_text,
    header_rules,
    headers_for,
    to_text,
    with_scripts,
)

RULES = header_rules(
    ["index.html", "404.html", "a/index.html", "b/c/index.html", "search/index.html"],
    ["b/c/index.html", "search/index.html"],
    ["theme/site.0123.css"],
    has_search=True,
)


def policies(path: str) -> list[str]:
    return [value for name, value in headers_for(RULES, path) if name == POLICY]


@pytest.mark.parametrize(
    ("path", "scripts"),
    [
        ("/", None),
        ("/404.html", None),
        ("/a/", None),
        ("/b/c/", "'self'"),
        ("/search/", "'self' 'wasm-unsafe-eval'"),
        ("/search/pagefind/pagefind.js", "'self' 'wasm-unsafe-eval'"),
    ],
)
def test_the_policy_of_a_page(path: str, scripts: str | None) -> None:
    """The last one is whole, and what all have in common takes nothing from it."""
    of_all, own = policies(path)
    allowed = dict(one.split(" ", 1) for one in own.split("; "))
    assert allowed.get("script-src") == scripts
    assert {"default-src": "'none'", "base-uri": "'none'", "style-src": "'self'"}.items() <= (
        allowed.items()
    )
    in_common = dict(one.split(" ", 1) for one in of_all.split("; "))
    for name, value in allowed.items():
        assert set(value.split()) <= set(in_common[name].split())


def test_a_page_that_is_not_there_has_a_policy_too() -> None:
    """Nothing but what the site itself holds."""
    (policy,) = policies("/no/such/page/")
    assert policy.startswith("default-src 'none'") and "unsafe-inline" not in policy


def test_only_names_that_change_are_kept_for_ever() -> None:
    """A style sheet with a hash in its name is; a page and a script are asked for again."""
    kept = {
        path: dict(headers_for(RULES, path)).get("Cache-Control")
        for path in (
            "/theme/site.0123.css",
            "/search/pagefind/fragment/en_1.pf_fragment",
            "/a/",
            "/theme/search.js",
            "/search/pagefind/pagefind-entry.json",
        )
    }
    assert [bool(value) for value in kept.values()] == [True, True, False, False, False]


def test_the_file_can_be_read_back() -> None:
    """What is written is what a host reads."""
    assert from_text(to_text(RULES)) == RULES


def test_a_preview_may_load_its_script() -> None:
    """Where a page has no script, one of this site is allowed; what is allowed more stays."""
    assert "script-src 'self'" in with_scripts(policies("/a/")[1])
    assert "'wasm-unsafe-eval'" in with_scripts(policies("/search/")[1])
