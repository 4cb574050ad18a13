"""`homelab completion`: the completion script for a shell."""

from __future__ import annotations

import click

from ._command import command

__all__ = ["completion"]


@command(
    "completion",
    examples={
        'eval "$(homelab completion bash)"': "in ~/.bashrc",
        'eval "$(homelab completion zsh)"': "in ~/.zshrc",
        "homelab completion fish | source": "in ~/.config/fish/config.fish",
    },
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script of both commands for a shell."""
    from click.shell_completion import get_completion_class

    from ._group import homelab
    from ._synth import synth

    kind = get_completion_class(shell)
    assert kind is not None
    for program, of in (("homelab", homelab), ("homelab-synth", synth)):
        variable = f"_{program.replace('-', '_').upper()}_COMPLETE"
        click.echo(kind(of, {}, program, variable).source())
