"""Extracts of pages → the files of a search index, made by Pagefind.

Pagefind is asked through its service, which takes pages one after the other: from a folder it would
take them in the order in which the file system has them, and give other bytes on another machine.
https://pagefind.app/docs/node-api/ describes what it is asked for here.
"""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatch
from importlib.util import find_spec
from itertools import chain, islice
from subprocess import DEVNULL, PIPE
from typing import IO, Any

from ..errors import BuildFailure
from .extracts import Extract

_UNUSED = ("pagefind-*.js", "pagefind-*.css", "wasm.unknown.pagefind")
"""What Pagefind adds for its own user interfaces and for pages without a language."""


def can_index() -> bool:
    """Whether Pagefind is there: it has no program for every kind of machine."""
    return find_spec("pagefind_bin") is not None


def make_index(extracts: Iterable[Extract]) -> dict[str, bytes]:
    """The files of an index of some extracts, by their paths within it.

    The order of the extracts is that of results that are equally good. Raises BuildFailure.
    """
    from pagefind_bin import get_executable

    from .steady import make_steady

    requests: Iterable[dict[str, Any]] = chain(
        [{"type": "NewIndex"}],
        ({"type": "AddFile", "index_id": 0, **_file(one)} for one in extracts),
        # It could write them itself, but answers before all are written.
        [{"type": "GetFiles", "index_id": 0}],
    )
    *_, made = _ask([str(get_executable()), "--service"], requests)
    try:
        files = {
            one["path"]: base64.b64decode(one["content"])
            for one in made["files"]
            if not any(fnmatch(one["path"], pattern) for pattern in _UNUSED)
        }
        make_steady(files)
    except (OSError, LookupError, ValueError, TypeError) as error:
        raise BuildFailure(f"The search index is not as it should be: {error!r}") from error
    return files


def _file(extract: Extract) -> dict[str, str | None]:
    return {"url": extract.url, "file_path": None, "file_contents": extract.html}


def _ask(command: list[str], requests: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The answer to each request. Raises BuildFailure."""
    asked = 0
    try:
        with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL) as process:
            assert process.stdin and process.stdout
            for request in requests:  # read there, whether or not answers are read here
                process.stdin.write(_packed(asked, request))
                asked += 1
            process.stdin.flush()
            answers = list(islice(_answers(process.stdout), asked))
    except OSError as error:
        raise BuildFailure(f"Pagefind, which makes the search index, failed: {error}") from error
    wrong = [str(one["message"]) for one in answers if one["type"] == "Error"]
    if wrong or len(answers) < asked:
        said = wrong[0] if wrong else f"It ended too early (code {process.returncode})."
        raise BuildFailure(f"Pagefind could not make the search index. {said}")
    return answers


def _packed(number: int, payload: Mapping[str, Any]) -> bytes:
    message = {"message_id": number, "payload": payload}
    return base64.b64encode(json.dumps(message).encode()) + b","


def _answers(stream: IO[bytes]) -> Iterator[dict[str, Any]]:
    parts: list[bytes] = []  # of an answer that may have many
    while chunk := stream.read1(1 << 20):  # type: ignore[attr-defined]
        *whole, rest = chunk.split(b",")
        for end in whole:
            yield json.loads(base64.b64decode(b"".join([*parts, end])))["payload"]
            parts = []
        parts.append(rest)
