"""`homelab init`: a new lab."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .._errors import HomelabError
from ._command import Failure, command, problem_lines, refuse

__all__ = ["init"]

_IGNORED = (".homelab-synth/", "__pycache__/")
"""What a lab's repository keeps out of Git."""


@command(
    "init",
    examples={
        "homelab init": "answer questions",
        "homelab init my-lab": "in a folder of its own",
        "homelab init --node pi=192.168.1.11 --domain home.example.com \\": "",
        "  --load-balancer-range 192.168.1.200-192.168.1.220 \\": "",
        "  --git-url https://git.example.com/me/homelab.git": "",
    },
)
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path), default=".")
@click.option("--name", help="Name of the lab; by default that of the folder.")
@click.option("--domain", help="Domain below which everything gets its host name.")
@click.option("--node", "nodes", multiple=True, metavar="NAME=ADDRESS", help="A machine; once for each.")
@click.option("--cores", type=click.IntRange(1, 1024), help="CPU threads of each machine; by default 4.")
@click.option("--memory", help="Memory of each machine; by default 16Gi.")
@click.option("--disk", metavar="DEVICE=SIZE", help="Disk of each machine; by default none, as nothing uses it yet.")
@click.option("--network", metavar="CIDR", help="Network of the machines; by default the first one's /24.")
@click.option("--load-balancer-range", metavar="RANGE", help="Free addresses of it for what is reached from outside.")
@click.option("--dhcp-range", metavar="RANGE", help="Addresses that the router hands out.")
@click.option("--git-url", metavar="URL", help="Where Flux reads the repository; by default the Git remote.")
@click.option("--git-branch", metavar="BRANCH", help="The branch; by default the current one, or main.")
@click.option("--without", multiple=True, metavar="NAME", help="A proposed system to leave out; once for each.")
@click.option("--force", is_flag=True, help="Overwrite homelab.yaml and apps/hello.py.")
def init(directory: Path, force: bool, without: tuple[str, ...], **given: object) -> None:
    """Start a new lab in DIRECTORY, by default the current one.

    Writes homelab.yaml with every answer and what it means, apps/hello.py as a first application, and what Git ignores.
    On a terminal it asks for whatever no option tells; elsewhere options alone count. Nothing that is there is
    overwritten without --force.
    """
    from ..synth._run import CONFIG_FILE
    from ..synth._warm import warm_up

    targets = (directory / CONFIG_FILE, directory / "apps" / "hello.py")
    present = [str(path) for path in targets if path.exists()]
    if present and not force:
        refuse(f"{' and '.join(present)} is there already; choose another folder, or overwrite it with --force")
    warm_up()
    from ..components import load_components

    load_components()
    from ._git import git_facts
    from ._interview import Interview
    from ._starter import app_file, chosen, config_file

    facts = git_facts(directory) if directory.is_dir() else None
    interview = Interview(given, asking=sys.stdin.isatty() and sys.stderr.isatty())
    answers = interview.run(folder=directory.resolve().name, facts=facts, without=without)
    text = config_file(answers)
    _verify(text, CONFIG_FILE)
    contents = dict(zip(targets, (text, app_file(chosen(answers.without))), strict=True))
    for path, content in contents.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="\n")
    _ignore(directory / ".gitignore")
    where = "" if directory == Path(".") else f" -C {directory}"
    click.echo(f"wrote {', '.join(map(str, contents))}")
    click.echo(f"next: look through {targets[0]}, then run `homelab-synth{where}`")


def _verify(text: str, file: str) -> None:
    """Refuse what could not be read or built, before anything is written."""
    from ..config import parse_config
    from ..synth._build import build_lab

    try:
        build_lab(parse_config(text.encode(), file=file))
    except HomelabError as error:
        hint = f"{file} was not written; these answers do not go together, choose others"
        raise Failure([*problem_lines(error), hint], error.exit_code) from error


def _ignore(path: Path) -> None:
    """Add what Git shall ignore to the lines that are there."""
    present = path.read_text(encoding="utf-8") if path.is_file() else ""
    lines = [line for line in _IGNORED if line not in present.splitlines()]
    if lines:
        start = present if not present or present.endswith("\n") else f"{present}\n"
        path.write_text(start + "\n".join(lines) + "\n", encoding="utf-8", newline="\n")
