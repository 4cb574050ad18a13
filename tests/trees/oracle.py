"""kubectl, as a judge of what kustomize makes of a folder."""

from __future__ import annotations

import difflib
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import yaml

from homelab_cdk._yaml_dialect import Loader
from homelab_cdk.trees import Making

KUBECTL = shutil.which("kubectl")

_HASH = re.compile(r"-[a-z0-9]{10}$")
"""What kustomize ends the name of a generated object with; the reader only knows that there is something."""


def hold_to_kubectl(root: Path, folder: str, making: Making) -> None:
    """Compare what was read with what kubectl builds, where there is a kubectl and nothing of it lies elsewhere."""
    if (
        KUBECTL is None
        or any(not one.fault for one in making.outside)
        or not (root / folder / "kustomization.yaml").is_file()
    ):
        return
    run = subprocess.run([KUBECTL, "kustomize", str(root / folder)], capture_output=True, text=True, check=False)
    if run.returncode:
        assert making.outside, f"kubectl refuses {folder}, and nothing was found wrong with it: {run.stderr}"
        return
    built = [body for body in yaml.load_all(run.stdout, Loader) if body]
    read = [made.body for made in making.made]
    ours, theirs = (yaml.safe_dump(_plain(objects, making)).splitlines() for objects in (read, built))
    assert ours == theirs, "\n".join(
        difflib.unified_diff(theirs, ours, "as kubectl builds it", "as it is read", lineterm="")
    )


def _plain(objects: list[Any], making: Making) -> dict[str, Any]:
    """Objects by kind and name, but for what is told in another way here on purpose.

    The names of generated objects have no hash, Secrets hold their values as text or as sops has encrypted them, and what is
    known to live in no namespace gets none.
    """
    hashed = {made.name for made in making.made if made.hashed}
    free = {(made.body["kind"], made.name) for made in making.made if not made.metadata.get("namespace")}

    def stripped(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: stripped(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [stripped(inner) for inner in value]
        short = _HASH.sub("", value) if isinstance(value, str) else value
        return short if short in hashed else value

    found: dict[str, Any] = {}
    for body in map(stripped, objects):
        name = (body["kind"], body["metadata"]["name"])
        if body["kind"] == "Secret":
            body = {key: value for key, value in body.items() if key not in ("data", "stringData", "sops")}
        if name in free:
            body["metadata"] = {key: value for key, value in body["metadata"].items() if key != "namespace"}
        found[" ".join(name)] = body
    assert len(found) == len(objects), "two objects have one name"
    return found
