"""The command line of `tasks.py`: invoke's, with plain words and exit code 2 for a wrong use."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable

from invoke.exceptions import Exit, ParseError
from invoke.program import Program
from invoke.util import helpline

from plugins.cms.suggestions import suggest

from .bootstrap import STOPPED, hear_interrupts
from .plain import readers_may_leave

USAGE = 2
COMMAND = "python3 tasks.py"


class Door(Program):
    """Reads the command line and runs the commands it names."""

    def run(self, argv: list[str] | None = None, exit: bool = True) -> None:
        """Do all of it."""
        with readers_may_leave():
            super().run(argv, exit)

    def execute(self) -> None:
        """Run the commands; Ctrl-C ends with plain words."""
        hear_interrupts()
        try:
            super().execute()
        except KeyboardInterrupt:
            raise Exit("Stopped.", STOPPED) from None

    def parse_core(self, argv: list[str] | None) -> None:
        """Read the options that stand before a command.

        Invoke tells Python to keep no compiled modules, which would slow down every start.
        """
        before = sys.dont_write_bytecode
        self._read(lambda: super(Door, self).parse_core(argv))
        sys.dont_write_bytecode = before

    def parse_tasks(self) -> None:
        """Read the commands and their options."""
        self._read(self._parse_tasks)

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
        parameters = inspect.signature(self.collection[name].body).parameters
        needed = "".join(
            f" {one.name.upper()}"
            if parameters[one.name].default is inspect.Parameter.empty
            else f" [{one.name.upper()}]"
            for one in context.positional_args
        )
        print(f"Usage: {COMMAND} {name}{needed} [OPTIONS]\n")
        print(f"{inspect.getdoc(self.collection[name])}\n")
        self.print_columns([*context.help_tuples(), ("-h, --help", "Show this.")])

    def list_flat(self) -> None:
        """Print the commands, in the order in which tasks.py defines them."""
        self.print_columns([(name, helpline(task)) for name, task in self.collection.tasks.items()])

    def _parse_tasks(self) -> None:
        """Read them. Invoke takes any word that is left for an argument that has a place."""
        words = self.core.unparsed
        if {"-h", "--help"} & set(words[1:]) and words[0] in self.collection.task_names:
            self.parser = self._make_parser()
            self.print_task_help(words[0])
            raise Exit
        self._parse_and_fill()
        for context in self.tasks:
            for argument in context.positional_args:
                if str(argument.value).startswith("-"):
                    raise ParseError(f"No idea what '{argument.value}' is!", context)

    def _parse_and_fill(self) -> None:
        """What a command takes by its place but does not need counts as empty."""
        while True:
            try:
                return super().parse_tasks()
            except ParseError as error:
                if not self._lacks_nothing(error):
                    raise
                self.core.unparsed.append("")

    def _lacks_nothing(self, error: ParseError) -> bool:
        """Whether all that is missing are arguments that may be left out."""
        missing = re.search(r"positional arguments: (.*)", str(error))
        if missing is None or error.context is None:
            return False
        parameters = inspect.signature(self.collection[error.context.name].body).parameters
        names = re.findall(r"'([^']*)'", missing[1])
        return all(parameters[name].default is not inspect.Parameter.empty for name in names)

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
        look_up = f"Look it up: `{COMMAND} {help_of}`."
        text = str(error)
        if unknown := re.fullmatch(r"No idea what '(.*)' is!", text):
            if unknown[1].startswith("-"):
                return f"There is no option `{unknown[1]}`{where}. {look_up}"
            if context and context.positional_args:
                return (
                    f"`{command}` does not know what to do with `{unknown[1]}`. Put quotation "
                    f"marks around words that belong together. {look_up}"
                )
            meant = suggest(unknown[1], self.collection.tasks)
            hint = f"{meant} See all: `{COMMAND} --list`.".strip()
            return f"There is no command `{unknown[1]}`. {hint}"
        if missing := re.search(r"positional arguments: (.*)", text):
            words = " ".join(re.findall(r"'([^']*)'", missing[1])).upper()
            return f"`{command}` is not complete: what is missing is {words}. {look_up}"
        if flag := re.match(r"Flag <Argument: ([\w-]+).* needed value", text):
            return f"The option `--{flag[1]}` needs a value. {look_up}"
        if number := re.match(r"invalid literal for int\(\) with base 10: '(.*)'", text):
            return f"`{number[1]}` is not a whole number. {look_up}"
        return f"{text} {look_up}"
