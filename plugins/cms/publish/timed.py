"""What a build that is measured has in place of rules, views, filters, templates and pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from inspect import isfunction
from typing import Any

from jinja2 import Environment
from jinja2.runtime import Macro

from ..collection import Subject
from ..profiling import Kind, Recorder
from .texts import PageTemplate


def timed_rule(recorder: Recorder, kind: Kind, rule: Any) -> Any:
    """The rule, by the name of its module; also by its own where that says more than `check`."""
    name = rule.__module__ if rule.__name__ == "check" else f"{rule.__module__}.{rule.__name__}"
    return recorder.timed(rule, kind, name)


def timed_subject(recorder: Recorder, subject: Subject) -> Subject:
    """The subject with rules and views that are timed."""
    return replace(
        subject,
        entry_rules=tuple(timed_rule(recorder, Kind.RULE, rule) for rule in subject.entry_rules),
        site_rules=tuple(timed_rule(recorder, Kind.RULE, rule) for rule in subject.site_rules),
        views={name: _view(recorder, name, view) for name, view in subject.views.items()},
    )


def _view(recorder: Recorder, name: str, view: Callable[..., Any]) -> Callable[..., Any]:
    """The view, and what it makes, if that is a function for templates."""

    def make(site: Any) -> Any:
        with recorder.span(Kind.HELPER, name):
            value = view(site)
        return recorder.timed(value, Kind.HELPER, name) if isfunction(value) else value

    return make


def timed_environment(recorder: Recorder, env: Environment) -> Environment:
    """The environment with filters and templates that are timed."""
    for name, function in env.filters.items():
        env.filters[name] = recorder.timed(function, Kind.HELPER, name)
    compiling = "compiling templates"  # part of no template, since it is not done each time
    timed = recorder.timed(env.compile, Kind.STAGE, compiling)
    env.compile = recorder.timed(timed, Kind.TEMPLATE, compiling)  # type: ignore[method-assign]
    make: Any = env.template_class

    class Timed(make):  # type: ignore[misc]
        @classmethod
        def from_code(cls, *args: Any, **kwargs: Any) -> Any:
            template = super().from_code(*args, **kwargs)
            part = Kind.TEMPLATE, template.name or "(a text)"
            template.root_render_func = recorder.timed(template.root_render_func, *part)
            template.blocks = {  # a block is a part of its template, wherever that puts it
                name: recorder.timed(block, *part, calls=0)
                for name, block in template.blocks.items()
            }
            return template

    env.template_class = Timed
    return env


def timed_page(recorder: Recorder) -> Callable[..., str]:
    """How PageTemplate makes a page."""
    render = PageTemplate._render

    def page(self: PageTemplate, context: Any) -> str:
        content = context.get("article") or context.get("page") or context.get("expired")
        entry = getattr(content, "entry", content)
        address = f"/{str(context['output_file']).removesuffix('index.html')}"
        made_from = f"{self._template.name} {getattr(entry, 'path', '')}".rstrip()
        with (
            recorder.span(Kind.STAGE, "making pages"),
            recorder.span(Kind.PAGE, address, made_from),
        ):
            return render(self, context)

    return page


def timed_macro(recorder: Recorder) -> Callable[..., str]:
    """How Jinja runs a macro."""
    invoke = Macro._invoke

    def macro(self: Macro, arguments: Any, autoescape: bool) -> str:
        template = self._func.__globals__["name"]
        with recorder.span(Kind.TEMPLATE, f"{template} {self.name}"):
            return invoke(self, arguments, autoescape)

    return macro
