"""`homelab schema`: the JSON Schema of `homelab.yaml`."""

from __future__ import annotations

import click

from ._command import command

__all__ = ["schema"]


@command(
    "schema",
    examples={
        "homelab schema > homelab.schema.json": "",
    },
)
def schema() -> None:
    """Print the JSON Schema of homelab.yaml, for editors.

    homelab-synth writes the same to generated/homelab.schema.json, which an editor with a YAML language server finds
    by the first line of homelab.yaml.
    """
    import json

    from ..synth._warm import warm_up

    warm_up()
    from ..config import json_schema

    click.echo(json.dumps(json_schema(), indent=1, ensure_ascii=False))
