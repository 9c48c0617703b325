"""The command line of `tasks.py`: invoke's, with plain words and exit code 2 for a wrong use."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable
from difflib import get_close_matches

from invoke.exceptions import Exit, ParseError
from invoke.program import Program
from invoke.util import helpline

USAGE = 2
COMMAND = "python3 tasks.py"


class Door(Program):
    """Reads the command line and runs the commands it names."""

    def normalize_argv(self, argv: list[str] | None) -> None:
        """Take `COMMAND --help` for a question: invoke may take it for the name of something."""
        super().normalize_argv(argv)
        if self.argv[2:] in (["--help"], ["-h"]):
            self.argv = [self.argv[0], "--help", self.argv[1]]

    def parse_core(self, argv: list[str] | None) -> None:
        """Read the options that stand before a command.

        Invoke tells Python to keep no compiled modules, which would slow down every start.
        """
        before = sys.dont_write_bytecode
        self._read(lambda: super(Door, self).parse_core(argv))
        sys.dont_write_bytecode = before

    def parse_tasks(self) -> None:
        """Read the commands and their options."""
        self._read(super().parse_tasks)

    def parse_cleanup(self) -> None:
        """Print help where it was asked for."""
        self._read(super().parse_cleanup)

    def print_help(self) -> None:
        """Print how to call it, and the commands."""
        print(f"Usage: {COMMAND} COMMAND [OPTIONS]\n")
        self.list_flat()
        print(f"The options of a command: {COMMAND} COMMAND --help")

    def print_task_help(self, name: str) -> None:
        """Print what a command does, and its options."""
        context = self.parser.contexts[name]
        needed = "".join(f" {argument.name.upper()}" for argument in context.positional_args)
        print(f"Usage: {COMMAND} {name}{needed} [OPTIONS]\n")
        print(f"{inspect.getdoc(self.collection[name])}\n")
        self.print_columns([*context.help_tuples(), ("-h, --help", "Show this.")])

    def list_flat(self) -> None:
        """Print the commands, in the order in which tasks.py defines them."""
        self.print_columns([(name, helpline(task)) for name, task in self.collection.tasks.items()])

    def _read(self, step: Callable[[], None]) -> None:
        try:
            step()
        except (ParseError, ValueError) as error:
            raise Exit(self._explain(error), USAGE) from None

    def _explain(self, error: Exception) -> str:
        """What is wrong with the command line, and where to look it up."""
        context = getattr(error, "context", None)
        command = context.name if context else None
        where, help_of = (f" for `{command}`", f"{command} --help") if command else ("", "--list")
        look_up = f"Look it up: {COMMAND} {help_of}"
        text = str(error)
        if unknown := re.fullmatch(r"No idea what '(.*)' is!", text):
            if unknown[1].startswith("-"):
                return f"There is no option `{unknown[1]}`{where}. {look_up}"
            near = get_close_matches(unknown[1], self.collection.tasks, 1)
            meant = f"Did you mean `{near[0]}`? " if near else ""
            return f"There is no command `{unknown[1]}`. {meant}See all: {COMMAND} --list"
        if missing := re.search(r"positional arguments: '([^']*)'", text):
            return f"`{command}` lacks its {missing[1].upper()}. {look_up}"
        if flag := re.match(r"Flag <Argument: ([\w-]+).* needed value", text):
            return f"The option `--{flag[1]}` needs a value. {look_up}"
        if number := re.match(r"invalid literal for int\(\) with base 10: '(.*)'", text):
            return f"`{number[1]}` is not a whole number. {look_up}"
        return f"{text} {look_up}"
