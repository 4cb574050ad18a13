"""What all commands have in common: how they fail, and the options that many take."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NoReturn, TypeVar

import click

from .. import __version__
from .._errors import CheckError, HomelabError

__all__ = [
    "Failure",
    "command",
    "crds_option",
    "directory_option",
    "json_option",
    "problem_lines",
    "refuse",
    "version_option",
    "write_examples",
]

F = TypeVar("F", bound=Callable[..., object])

_DEBUG = "homelab_cdk.debug"

_JAVASCRIPT_FRAME = re.compile(r"\s+at .*(:\d+|<anonymous>|\(native\))\)?$")


class Failure(Exception):
    """Ends a command with lines on stderr, each complete, and an exit code."""

    def __init__(self, lines: list[str], exit_code: int) -> None:
        """Say what is wrong."""
        super().__init__("\n".join(lines))
        self.lines = lines
        self.exit_code = exit_code


def refuse(text: str) -> NoReturn:
    """End a command because it was asked for something that there is not.

    Raises:
        Failure: always.
    """
    raise Failure([f"error: {text}"], 2)


def problem_lines(error: HomelabError) -> list[str]:
    """An error as lines that start with `error: `; lines that belong to the one before stay indented."""
    lines = [line for line in str(error).splitlines() if line.strip() and not _JAVASCRIPT_FRAME.match(line)]
    if isinstance(error, CheckError):
        lines = [line.removeprefix("error ") for line in lines]
    return [line if line.startswith(" ") else f"error: {line}" for line in lines]


class _Command(click.Command):
    """A command whose errors are sentences, and whose help ends with examples."""

    examples: Mapping[str, str] = {}

    def invoke(self, ctx: click.Context) -> object:
        if os.environ.get("NO_COLOR"):
            ctx.color = False
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, BrokenPipeError):
            raise
        except click.Abort:
            # The question that was interrupted still holds the line.
            click.echo(err=True)
            raise click.exceptions.Exit(130) from None
        except KeyboardInterrupt:
            raise click.exceptions.Exit(130) from None
        except Exception as error:
            failure = _failure(error)
            if ctx.meta.get(_DEBUG) and failure is not error:
                import traceback

                click.echo("".join(traceback.format_exception(error)), err=True, nl=False)
            for line in failure.lines:
                label, colon, rest = line.partition(": ")
                styled = click.style(label, fg="red", bold=True) if label == "error" else label
                click.echo(f"{styled}{colon}{rest}", err=True)
            raise click.exceptions.Exit(failure.exit_code) from error

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        write_examples(self.examples, formatter)


def _failure(error: Exception) -> Failure:
    if isinstance(error, Failure):
        return error
    if isinstance(error, HomelabError):
        return Failure(problem_lines(error), error.exit_code)
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return Failure([f"error: {where}{(error.strerror or str(error)).lower()}"], 1)
    text = (str(error).strip().splitlines() or [""])[0]
    what = f"{type(error).__name__}: {text}"
    return Failure([f"error: this is a bug in homelab-cdk: {what}; run again with --debug and report it"], 1)


def write_examples(examples: Mapping[str, str], formatter: click.HelpFormatter) -> None:
    """The last section of a help text: command lines, and what each is for."""
    if examples:
        width = max((len(line) for line, about in examples.items() if about), default=0)
        with formatter.section("Examples"):
            for line, about in examples.items():
                formatter.write(f"{'':{formatter.current_indent}}{line:{width}}  {about}".rstrip() + "\n")


def command(name: str, *, examples: Mapping[str, str] | None = None) -> Callable[[Callable[..., None]], click.Command]:
    """Make a function a command that fails with sentences and takes `--debug`.

    Args:
        name: its name.
        examples: command lines for the end of its help, and what each is for.
    """

    def decorate(function: Callable[..., None]) -> click.Command:
        settings = {"help_option_names": ["-h", "--help"]}
        made = click.command(name, cls=_Command, context_settings=settings)(_debug_option(function))
        made.examples = examples or {}
        return made

    return decorate


def _remember(ctx: click.Context, parameter: click.Parameter, value: bool) -> None:
    ctx.meta[_DEBUG] = value


_debug_option = click.option(
    "--debug",
    is_flag=True,
    expose_value=False,
    callback=_remember,
    help="Show the full traceback when something fails.",
)


def directory_option(function: F) -> F:
    """`--directory DIR`: the lab's repository."""
    return click.option(
        "-C",
        "--directory",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        default=".",
        metavar="DIR",
        help="The folder with homelab.yaml; by default the current one.",
    )(function)


def crds_option(function: F) -> F:
    """`--crds DIR`: schemas of custom resources."""
    return click.option(
        "--crds",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        multiple=True,
        metavar="DIR",
        help="Folder with CRDs that custom resources are held against; may be repeated.",
    )(function)


def json_option(function: F) -> F:
    """`--json`: for programs."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON, with everything in it.")(function)


def version_option(function: F) -> F:
    """`--version`: of the library."""
    return click.version_option(__version__, prog_name="homelab-cdk", message="%(prog)s %(version)s")(function)
