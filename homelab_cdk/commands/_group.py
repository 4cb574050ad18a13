"""The group `homelab`: its commands by name, imported when they are run."""

from __future__ import annotations

import importlib

import click

from ._command import version_option, write_examples

__all__ = ["COMMANDS", "homelab"]

COMMANDS = {
    "init": "Start a new lab: homelab.yaml and a first app.",
    "synth": "Regenerate generated/ and flux/ (also: homelab-synth).",
    "lock": "Prove the lab against its charts; write homelab.lock.",
    "render": "Write what the charts will create, to read and compare.",
    "check": "Look at the lab with every rule; write nothing.",
    "plan": "Place the lab on its machines, each of them lost once.",
    "bootstrap": "Print how machines become a cluster that Flux keeps.",
    "components": "List the systems that a lab can have, or describe one.",
    "explain": "Tell why a generated object is there and looks as it does.",
    "graph": "Draw what starts before what.",
    "schema": "Print the JSON Schema of homelab.yaml for editors.",
    "completion": "Print the completion script for a shell.",
}
"""What `homelab --help` says of each command, in the order in which people need them.

Each is the attribute of its name in the private module of its name.
"""


_FIRST_LAB = {
    "homelab init": "start a lab in the current folder",
    "homelab-synth": "write generated/ and flux/",
    "git add --all && git commit": "what Flux rolls out",
}


class _LazyGroup(click.Group):
    """A group that imports a command when it is run, and lists all without importing any."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"{__package__}._{cmd_name}")
        command = getattr(module, cmd_name)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in COMMANDS and not name.startswith("-") and not ctx.resilient_parsing:
            import difflib

            near = difflib.get_close_matches(name, COMMANDS, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"commands are {', '.join(COMMANDS)}"
            ctx.fail(f"there is no command {name!r}; {hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        write_examples(_FIRST_LAB, formatter)


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@version_option
def homelab() -> None:
    """Describe a home lab once; get a complete, checked GitOps tree for Kubernetes and Flux.

    The lab is described in homelab.yaml and, for applications of your own, in Python files under apps/. Everything
    under generated/ and flux/ is written from that, reviewed as a commit, and rolled out by Flux.

    Every command ends with 0 when all is well, 1 when it found something, 2 when it was used wrongly.
    """
