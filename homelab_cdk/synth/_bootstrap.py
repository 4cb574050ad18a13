"""`flux/`: what is applied once, by hand, so that Flux takes over."""

from __future__ import annotations

from ..bootstrap import WORKSTATION, Step, bootstrap_set, bootstrap_steps, file_of
from ..order import Built
from ._tree import OwnedFile
from ._yaml import dump

__all__ = ["render_bootstrap"]


def render_bootstrap(built: Built) -> dict[str, OwnedFile]:
    """The objects that a person applies, the values of what Helm installs, and the commands in order."""
    files = {"flux/README.md": OwnedFile(content=_readme(built), construct="lab")}
    for item in bootstrap_set(built).flux:
        construct = item.release.construct if item.release else "lab"
        body = item.body or (item.release.values if item.release else {})
        if body:
            files[f"flux/{file_of(item)}"] = OwnedFile(content=dump(body), construct=construct)
    return files


def _readme(built: Built) -> str:
    git = built.lab.config.git
    lines = [
        "# Hand the cluster to Flux",
        "",
        f"Done once. From then on Flux keeps the cluster equal to `generated/` on the branch `{git.branch}` of",
        f"<{git.url}>, and every change is a commit. `homelab bootstrap` prints the same commands.",
        "",
    ]
    for number, step in enumerate(bootstrap_steps(built), start=1):
        lines += [f"## {number}. {step.title}", "", *_step(step)]
    return "\n".join(lines)


def _step(step: Step) -> list[str]:
    where = "Where `kubectl` is" if step.where == WORKSTATION else f"On `{step.where}`"
    lines = [f"{where}, from a checkout of the repository:", "", "```sh", *step.commands, "```", "", step.why, ""]
    return [*lines, f"If it does not end: {step.stuck}", ""] if step.stuck else lines
