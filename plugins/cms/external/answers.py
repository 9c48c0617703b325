"""What other sites answered, kept on disk so that they are not asked again too soon."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Failure = Literal[
    "", "bad-address", "certificate", "circle", "no-network", "no-answer", "unknown-host", "waiting"
]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one address.

    `status` is the last one of HTTP, 0 where there was none; `moved_to` is where
    redirects that are meant for good lead; `failure` says why there is no status.
    """

    status: int = 0
    moved_to: str = ""
    failure: Failure = ""

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 400

    @property
    def is_final(self) -> bool:
        """Whether asking again in a moment would bring the same."""
        return self.is_good or (400 <= self.status < 500 and self.status not in {408, 425, 429})


DAY = 86_400
KEPT_GOOD, KEPT_BAD = 7 * DAY, DAY
"""How long an answer is believed, in seconds: what is bad may be mended soon."""


class Answers:
    """Answers by address in a database file.

    Each is written as soon as it is there, so that whatever is interrupted goes on from
    where it was. A file that cannot be used is made anew; without any, nothing is kept.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._open(path)
        except sqlite3.DatabaseError:
            with suppress(OSError):
                path.unlink(missing_ok=True)
            self._open_anew(path)
        except OSError:
            self._open_in_memory()

    def get(self, address: str, now: float) -> Answer | None:
        """A former answer that may still be believed. `now` is in seconds since 1970."""
        query = "SELECT status, moved_to, asked_at FROM answers WHERE address = ?"
        row = self._database.execute(query, (address,)).fetchone()
        if row is None:
            return None
        answer = Answer(row[0], row[1])
        kept = KEPT_GOOD if answer.is_good else KEPT_BAD
        return answer if 0 <= now - row[2] < kept else None

    def put(self, address: str, answer: Answer, now: float) -> None:
        """Keep an answer that would be the same in a moment."""
        if answer.is_final:
            row = (address, answer.status, answer.moved_to, now)
            with suppress(sqlite3.Error):  # a full disk: the answer counts all the same
                self._database.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)", row)

    def close(self) -> None:
        self._database.close()

    def _open(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connect(str(path))

    def _open_anew(self, path: Path) -> None:
        try:
            self._open(path)
        except (OSError, sqlite3.Error):
            self._open_in_memory()

    def _open_in_memory(self) -> None:
        self._connect(":memory:")

    def _connect(self, name: str) -> None:
        database = sqlite3.connect(name, isolation_level=None)  # each statement is kept at once
        try:
            database.execute(
                "CREATE TABLE IF NOT EXISTS answers "
                "(address TEXT PRIMARY KEY, status INTEGER, moved_to TEXT, asked_at REAL)"
            )
            database.execute("SELECT address, status, moved_to, asked_at FROM answers LIMIT 1")
        except sqlite3.Error:
            database.close()
            raise
        self._database = database
