"""A build that is measured: its functions are exchanged for timed ones while it runs.

Nothing of it is there in other builds.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from inspect import isfunction
from pathlib import Path
from typing import Any

from jinja2 import Environment
from jinja2.runtime import Macro
from pelican import Pelican

from .. import linking, markdown, parallel, rules
from ..collection import Subject
from ..known import KnownEntries
from ..profiling import Recorder
from ..rules import pages as page_rules
from ..rules.links import to_own_address
from ..rules.pages import redirects, vanished
from ..rules.quiet import Quiet
from ..rules.severity import weigh
from ..rules.waivers import waive
from . import build, contents, edge, environment, maker
from .generator import EntriesGenerator
from .kept import KeptPages
from .pages import Pages
from .release import Release
from .texts import PageTemplate

_STAGES: Mapping[str, tuple[Callable[..., Any], ...]] = {
    "reading settings and code": (build.load_settings, maker.program_of, maker.maker_of),
    "reading files": (edge.content_of,),
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
        page_rules.to_record,
        page_rules.page_findings,
        page_rules.check_pages,
        build._read_output,
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
            yield one, recorder.timed(one, "stage", stage)
    subject_of, watched = edge.subject_of, environment.watched
    yield subject_of, lambda settings: _of_subject(recorder, subject_of(settings))
    yield watched, lambda *given: _of_templates(recorder, watched(*given))
    yield parallel.processors, lambda: 1


def _rules(recorder: Recorder) -> Iterator[tuple[Any, Any]]:
    for known in (rules.ENTRY_RULES, rules.SITE_RULES, rules._OF_EXPIRED):
        yield known, tuple(_rule(recorder, "rule", rule) for rule in known)
    for of_pages in (page_rules.OF_A_PAGE, page_rules.OF_ALL):
        yield of_pages, tuple(_rule(recorder, "page rule", rule) for rule in of_pages)
    for rule in (redirects.to_nowhere, vanished.check):
        yield rule, _rule(recorder, "page rule", rule)


def _methods(recorder: Recorder) -> Iterator[tuple[type, str, Any]]:
    for stage, methods in _METHODS.items():
        for owner, name in methods:
            yield owner, name, recorder.timed(vars(owner)[name], "stage", stage)
    yield PageTemplate, "_render", _page(recorder)
    yield Macro, "_invoke", _macro(recorder)


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


def _rule(recorder: Recorder, kind: str, rule: Any) -> Any:
    name = rule.__module__ if rule.__name__ == "check" else f"{rule.__module__}.{rule.__name__}"
    return recorder.timed(rule, kind, name)


def _of_subject(recorder: Recorder, subject: Subject) -> Subject:
    """The subject with rules and views that are timed."""
    return replace(
        subject,
        entry_rules=tuple(_rule(recorder, "rule", rule) for rule in subject.entry_rules),
        site_rules=tuple(_rule(recorder, "rule", rule) for rule in subject.site_rules),
        views={name: _view(recorder, name, view) for name, view in subject.views.items()},
    )


def _view(recorder: Recorder, name: str, view: Callable[..., Any]) -> Callable[..., Any]:
    """The view, and what it makes, if that is a function for templates."""

    def make(site: Any) -> Any:
        with recorder.span("helper", name):
            value = view(site)
        return recorder.timed(value, "helper", name) if isfunction(value) else value

    return make


def _of_templates(recorder: Recorder, env: Environment) -> Environment:
    """The environment with filters and templates that are timed."""
    for name, function in env.filters.items():
        env.filters[name] = recorder.timed(function, "helper", name)
    compiling = "compiling templates"  # part of no template, since it is not done each time
    timed = recorder.timed(env.compile, "stage", compiling)
    env.compile = recorder.timed(timed, "template", compiling)  # type: ignore[method-assign]
    make: Any = env.template_class

    class Timed(make):  # type: ignore[misc]
        @classmethod
        def from_code(cls, *args: Any, **kwargs: Any) -> Any:
            template = super().from_code(*args, **kwargs)
            kind = "template", template.name or "(a text)"
            template.root_render_func = recorder.timed(template.root_render_func, *kind)
            template.blocks = {  # a block is a part of its template, wherever that puts it
                name: recorder.timed(block, *kind, calls=0)
                for name, block in template.blocks.items()
            }
            return template

    env.template_class = Timed
    return env


def _page(recorder: Recorder) -> Callable[..., str]:
    render = PageTemplate._render

    def page(self: PageTemplate, context: Any) -> str:
        content = context.get("article") or context.get("page") or context.get("expired")
        entry = getattr(content, "entry", content)
        address = f"/{str(context['output_file']).removesuffix('index.html')}"
        made_from = f"{self._template.name} {getattr(entry, 'path', '')}".rstrip()
        with recorder.span("stage", "making pages"), recorder.span("page", address, made_from):
            return render(self, context)

    return page


def _macro(recorder: Recorder) -> Callable[..., str]:
    invoke = Macro._invoke

    def macro(self: Macro, arguments: Any, autoescape: bool) -> str:
        template = self._func.__globals__["name"]
        with recorder.span("template", f"{template} {self.name}"):
            return invoke(self, arguments, autoescape)

    return macro
