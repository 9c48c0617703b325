"""A build that is measured: its functions are exchanged for timed ones while it runs.

Nothing of it is there in other builds.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2.runtime import Macro
from pelican import Pelican

from .. import linking, markdown, parallel, rules
from ..known import KnownEntries
from ..profiling import Kind, Recorder
from ..rules import pages as page_rules
from ..rules.links import to_own_address
from ..rules.pages import redirects, vanished
from ..rules.quiet import Quiet
from ..rules.severity import weigh
from ..rules.waivers import waive
from . import build, contents, environment, looking, maker, reading
from .generator import EntriesGenerator
from .kept import KeptPages
from .pages import Pages
from .release import Release
from .texts import PageTemplate
from .timed import timed_environment, timed_macro, timed_page, timed_rule, timed_subject

_STAGES: Mapping[str, tuple[Callable[..., Any], ...]] = {
    "reading settings and code": (build.load_settings, maker.program_of, maker.maker_of),
    "reading files": (reading.content_of,),
    "Markdown": (markdown.render,),
    "linking": (linking.link,),
    "rules for content": (
        rules.entry_problems,
        rules.site_problems,
        contents.without_address,
        to_own_address,
        waive,
        weigh,
    ),
    "checks of pages": (
        page_rules.read_page,
        page_rules.to_text,
        page_rules.page_findings,
        page_rules.check_pages,
        looking._read_output,
    ),
}
"""Functions, by the stage of a build that they are."""

_METHODS: Mapping[str, tuple[tuple[type, str], ...]] = {
    "keeping for later builds": (
        (KnownEntries, "save"),
        (Quiet, "problems"),
        (KeptPages, "find"),
        (KeptPages, "keep"),
        (KeptPages, "save"),
    ),
    "writing": ((Pages, "finish"), (EntriesGenerator, "generate_output"), (Release, "switch")),
    "Pelican itself": ((Pelican, "__init__"), (Pelican, "run")),
}
"""Methods, likewise."""


@dataclass(frozen=True)
class Profile:
    """What was built, what was recorded meanwhile, and how many seconds it took in all."""

    built: build.Built
    recorder: Recorder
    total: float


def profile(settings_file: Path, **overrides: Any) -> Profile:
    """Build the site from nothing, in this process, and measure it. Raises what `build` raises."""
    recorder = Recorder()
    with tempfile.TemporaryDirectory() as cache, _measured(recorder):
        began = time.perf_counter()
        built = build.build(settings_file, **overrides, CMS_CACHE=cache)
        return Profile(built, recorder, time.perf_counter() - began)


@contextmanager
def _measured(recorder: Recorder) -> Iterator[None]:
    """Put timed functions, rules, filters and templates in place meanwhile."""
    with ExitStack() as stack:
        stack.enter_context(_exchanged(dict([*_functions(recorder), *_rules(recorder)])))
        for owner, name, timed in _methods(recorder):
            stack.enter_context(_method(owner, name, timed))
        yield


def _functions(recorder: Recorder) -> Iterator[tuple[Any, Any]]:
    for stage, functions in _STAGES.items():
        for one in functions:
            yield one, recorder.timed(one, Kind.STAGE, stage)
    subject_of, watched = reading.subject_of, environment.watched
    yield subject_of, lambda settings: timed_subject(recorder, subject_of(settings))
    yield watched, lambda *given: timed_environment(recorder, watched(*given))
    yield parallel.processors, lambda: 1


def _rules(recorder: Recorder) -> Iterator[tuple[Any, Any]]:
    for kind, every in (
        (Kind.RULE, (rules.ENTRY_RULES, rules.SITE_RULES, rules._OF_EXPIRED)),
        (Kind.PAGE_RULE, (page_rules.OF_A_PAGE, page_rules.OF_ALL)),
    ):
        for known in filter(None, every):  # the empty tuple is one and the same everywhere
            yield known, tuple(timed_rule(recorder, kind, rule) for rule in known)
    for rule in (redirects.to_nowhere, vanished.check):
        yield rule, timed_rule(recorder, Kind.PAGE_RULE, rule)


def _methods(recorder: Recorder) -> Iterator[tuple[type, str, Any]]:
    for stage, methods in _METHODS.items():
        for owner, name in methods:
            yield owner, name, recorder.timed(vars(owner)[name], Kind.STAGE, stage)
    yield PageTemplate, "_render", timed_page(recorder)
    yield Macro, "_invoke", timed_macro(recorder)


@contextmanager
def _exchanged(new: Mapping[Any, Any]) -> Iterator[None]:
    """Values have a new one in their place meanwhile, in all modules that know them."""
    _exchange({id(old): one for old, one in new.items()})
    try:
        yield
    finally:
        _exchange({id(one): old for old, one in new.items()})


def _exchange(new: Mapping[int, Any]) -> None:
    for module in [*sys.modules.values()]:
        for name, value in [*getattr(module, "__dict__", {}).items()]:
            if id(value) in new:
                setattr(module, name, new[id(value)])


@contextmanager
def _method(owner: type, name: str, new: Any) -> Iterator[None]:
    old = vars(owner)[name]
    setattr(owner, name, new)
    try:
        yield
    finally:
        setattr(owner, name, old)
