"""`flux/`: what is applied once, by hand, so that Flux takes over."""

from __future__ import annotations

from ..constructs import Capability, Gateway, LoadBalancer, StorageClass
from ..model import Body
from ..order import FLUX_NAMESPACE, Built
from ._tree import OwnedFile
from ._yaml import dump

__all__ = ["render_bootstrap"]

FLUX_VERSION = "2.9.x"
"""Pinned to one minor, because minors of Flux remove APIs; patches of it come by themselves (source: flux-operator)."""

OPERATOR_CHART = "oci://ghcr.io/controlplaneio-fluxcd/charts/flux-operator"
OPERATOR_VERSION = "0.58.1"

SMALL = 50
"""Up to so many units the operator's `small` size is enough (source: flux-operator's documentation of `cluster.size`)."""

_PACKAGED: dict[type[Capability], str] = {LoadBalancer: "servicelb", Gateway: "traefik", StorageClass: "local-storage"}
"""What k3s brings along for a capability, by its name in `disable` (source: k3s' documentation of packaged components)."""


def render_bootstrap(built: Built) -> dict[str, OwnedFile]:
    """The FluxInstance that installs Flux and points it at `generated/flux-system`, and how to apply it."""
    instance = _instance(built)
    return {
        "flux/fluxinstance-flux.yaml": OwnedFile(content=dump(instance), construct="lab"),
        "flux/README.md": OwnedFile(content=_readme(built), construct="lab"),
    }


def _instance(built: Built) -> Body:
    git = built.lab.config.git
    sync: Body = {
        "kind": "GitRepository",
        "url": git.url,
        "ref": f"refs/heads/{git.branch}",
        "path": "generated/flux-system",
        "interval": "1m",
    }
    if git.secret is not None:
        sync["pullSecret"] = git.secret
    return {
        "apiVersion": "fluxcd.controlplane.io/v1",
        "kind": "FluxInstance",
        "metadata": {"name": "flux", "namespace": FLUX_NAMESPACE},
        "spec": {
            "distribution": {"version": FLUX_VERSION, "registry": "ghcr.io/fluxcd"},
            "components": ["source-controller", "kustomize-controller", "helm-controller", "notification-controller"],
            "cluster": {
                "type": "kubernetes",
                "size": "small" if len(built.units) <= SMALL else "medium",
                "networkPolicy": True,
            },
            "sync": sync,
        },
    }


def _k3s(built: Built) -> str:
    """What k3s itself has to be told: two controllers for one thing take it from each other without end."""
    config = built.lab.config
    if config.cluster.distribution != "k3s":
        return ""
    provided = built.lab.surroundings.capabilities
    lines = [f"cluster-cidr: {config.networks.pod}", f"service-cidr: {config.networks.service}"]
    disabled = [name for capability, name in _PACKAGED.items() if provided.all(capability)]
    if disabled:
        lines.append(f"disable: [{', '.join(disabled)}]")
    text = "\n".join(lines)
    return f"""
Before k3s starts for the first time, each server's `/etc/rancher/k3s/config.yaml` says, beside its own settings:

```yaml
{text}
```

What is disabled there comes from this lab; with both, neither works.
"""


def _readme(built: Built) -> str:
    git = built.lab.config.git
    secret = ""
    if git.secret is not None:
        secret = f"""
The repository needs credentials. Create them first, as Flux wants them (user name and token for HTTPS):

```sh
kubectl create namespace {FLUX_NAMESPACE}
kubectl --namespace {FLUX_NAMESPACE} create secret generic {git.secret} \\
  --from-literal=username=… --from-literal=password=…
```
"""
    return f"""# Hand the cluster to Flux

Applied once. From then on Flux keeps the cluster equal to `generated/` on the branch `{git.branch}` of
<{git.url}>, and every change is a commit.
{_k3s(built)}{secret}
```sh
helm install flux-operator {OPERATOR_CHART} \\
  --version {OPERATOR_VERSION} --namespace {FLUX_NAMESPACE} --create-namespace
kubectl apply --filename flux/fluxinstance-flux.yaml
kubectl --namespace {FLUX_NAMESPACE} get kustomizations --watch
```
"""
