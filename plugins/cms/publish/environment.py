"""The one Jinja environment of a build: it notes what templates read, and compiles each once."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import CodeType, FunctionType, MethodType
from typing import Any

import markupsafe
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from jinja2.defaults import DEFAULT_NAMESPACE as _OF_JINJA
from jinja2.environment import Template, TemplateModule
from jinja2.runtime import Context, Macro, new_context
from jinja2.utils import internalcode, missing
from markupsafe import Markup
from markupsafe import _escape_inner as escape_text  # type: ignore[attr-defined]

from ..cache import digest_of, keep_newest, replacing
from ..tracing import Key, Once, note, note_all, reads
from .words import Words, words_of

COMPILED = Path(__file__).parent / "__pycache__" / "templates"
"""Where compiled templates are kept: beside Python's own compiled files, and as trusted."""


def watched(env: Environment, maker: str, words: Words) -> Environment:
    """The environment that Pelican made, from now on with notes of what is read.

    Its templates speak with `words`.

    `maker` stands for all code and settings: what they compiled, others do not use.
    """
    words.install(env)
    env.context_class = _Context
    env.template_class = _Template
    env.bytecode_cache = _Compiled(COMPILED, maker)
    env.auto_reload = False  # one build sees one version of each template
    env.get_template = _noting(env.get_template)  # type: ignore[method-assign]
    env.select_template = _noting(env.select_template)  # type: ignore[method-assign]
    return env


def _noting(find: Callable[..., Template]) -> Callable[..., Template]:
    """What finds templates, with notes even of those that are not there: they may come.

    One that was found is found again at once: Jinja looks longer, and a page includes many.
    """
    found: dict[str, Template] = {}

    def noting(names: Any, *args: Any, **kwargs: Any) -> Template:
        if type(names) is str and len(args) < 2 and not kwargs:  # with no globals of its own
            note("template", names)
            if names not in found:
                found[names] = find(names, *args)
            return found[names]
        for one in (names,) if isinstance(names, str | Template) else names:
            name = one.name if isinstance(one, Template) else one
            if name:
                note("template", name)
        return find(names, *args, **kwargs)

    return noting


class _Context(Context):
    """Notes the names that templates get from outside, and makes values that wait for it.

    Jinja's own are part of the program, and no page depends on them.
    """

    def resolve_or_missing(self, key: str) -> Any:
        if key in self.vars:
            value = self.vars[key]
        else:
            value = self.parent.get(key, missing)
            if value is not _OF_JINJA.get(key, self):
                note("context", key)
        return value.get() if isinstance(value, Once) else value

    @internalcode
    def call(self, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """As Jinja does it, which looks longer what a macro or a plain function wants besides."""
        kind = type(obj)
        if kind is Macro:
            args = (self.eval_ctx, *args)
        elif kind not in _PLAIN or hasattr(obj, "jinja_pass_arg"):
            return super().call(obj, *args, **kwargs)
        if kwargs:
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
        return obj(*args, **kwargs)


_PLAIN = (FunctionType, MethodType)


@internalcode
def escape(value: Any) -> str:
    """A value as it is printed: as by markupsafe, which wraps each text though none asks for it."""
    kind = type(value)  # nearly all are of three types, some hundred times on each page
    if kind is str:
        return escape_text(value)
    if kind is int:
        return str(value)
    return value if kind is Markup else markupsafe.escape(value)


class _Template(Template):
    """A template that prints with `escape`.

    Its module, once made for all pages, counts as read by each that takes it.
    """

    _reads: frozenset[Key] = frozenset()
    _globals: frozenset[str] = frozenset()

    @classmethod
    def from_code(cls, *args: Any, **kwargs: Any) -> Template:
        template = super().from_code(*args, **kwargs)
        template.root_render_func.__globals__["escape"] = escape
        return template

    def new_context(
        self,
        vars: dict[str, Any] | None = None,
        shared: bool = False,
        locals: Mapping[str, Any] | None = None,
    ) -> Context:
        """As Jinja does it, which takes longer to make one of the two dicts of globals."""
        names: dict[str, Any] = {}
        for some in reversed(getattr(self.globals, "maps", (self.globals,))):
            names.update(some)
        return new_context(self.environment, self.name, self.blocks, vars, shared, names, locals)

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        if self._module is not None:
            note_all(self._reads)
            if ctx is not None and ctx.globals_keys <= self._globals:
                return self._module  # as Jinja does, which takes longer to compare the names
            return super()._get_default_module(ctx)
        with reads() as heard, words_of(self.environment).silent():
            module = super()._get_default_module(ctx)
        self._reads, self._globals = frozenset(heard), frozenset(self.globals)
        return module


_MOST = 1_000
"""How many compiled templates are kept: of some versions of a theme, with some settings."""


class _Compiled(BytecodeCache):
    """Compiled templates in a folder, each sealed: one that is damaged is compiled anew.

    They are known by their names and what is in them, wherever they are.
    """

    def __init__(self, folder: Path, maker: str) -> None:
        self._folder = folder
        self._maker = maker.encode()
        self._is_tidy = False

    def get_bucket(
        self, environment: Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        """What was compiled, if anything was; a fault in it is told with the file at hand."""
        bucket = super().get_bucket(environment, name, None, source)
        if bucket.code and filename:
            bucket.code = _in_file(bucket.code, filename)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            seal, _, code = self._file(bucket).read_bytes().partition(b"\n")
            if seal == self._seal(code):
                bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        code = bucket.bytecode_to_string()
        with suppress(OSError), replacing(self._file(bucket)) as stream:
            stream.write(self._seal(code) + b"\n" + code)
        if not self._is_tidy:
            keep_newest(self._folder, _MOST)
            self._is_tidy = True

    def _file(self, bucket: Bucket) -> Path:
        name = f"{bucket.key} {bucket.checksum} {sys.implementation.cache_tag}"
        return self._folder / f"{digest_of(self._maker + name.encode())}.pyc"

    def _seal(self, code: bytes) -> bytes:
        return digest_of(self._maker + code).encode()


def _in_file(code: CodeType, file: str) -> CodeType:
    """The same code, as compiled from this file."""
    inside = (_in_file(one, file) if isinstance(one, CodeType) else one for one in code.co_consts)
    return code.replace(co_filename=file, co_consts=tuple(inside))
