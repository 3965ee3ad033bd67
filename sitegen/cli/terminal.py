"""What reaches the terminal: results on standard output, everything else on standard error."""

from collections.abc import Iterable

import click

from sitegen.messages import one_line


def say(line: str) -> None:
    """A line for the operator, on standard error."""
    click.echo(line, err=True)


def say_safely(line: str) -> None:
    """Likewise a line that may hold what others wrote."""
    say(one_line(line))


def print_lines(lines: Iterable[str]) -> None:
    """What a command found, on standard output."""
    for line in lines:
        click.echo(line)
