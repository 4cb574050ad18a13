"""From machines without anything to a cluster that Flux keeps: the few commands, in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..constructs import FLUX_NAMESPACE, FLUX_SOURCE
from ..model import Release
from ..order import Built
from ._files import file_of
from ._helm_chart import UNMANAGED, install_job
from ._set import BootstrapObject, BootstrapSet, bootstrap_set

__all__ = ["WORKSTATION", "Step", "bootstrap_steps"]

WORKSTATION = "workstation"
"""Where `kubectl` runs: any computer with a checkout of the repository."""

_JOBS = "kube-system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Some commands that belong together.

    Attributes:
        title: what they do.
        where: the machine that they are run on, or `workstation`.
        commands: command lines, each complete; `…` stands for what only a person knows.
        why: what they are for, and what has happened when they have ended.
        stuck: what to do when they do not end; empty where Kubernetes says it itself.
    """

    title: str
    where: str
    commands: tuple[str, ...]
    why: str
    stuck: str = ""


def bootstrap_steps(built: Built) -> tuple[Step, ...]:
    """Every step for this lab, from the first machine to the last unit that becomes ready."""
    bootstrap = bootstrap_set(built)
    k3s = built.lab.config.cluster.distribution == "k3s"
    return (
        *(_machines(built) if k3s else ()),
        *(_let_go(bootstrap) if k3s else _helm(bootstrap)),
        _repository(built),
        _operator(bootstrap, k3s=k3s),
        _hand_over(),
        *_credentials(built),
        _rest(),
    )


def _machines(built: Built) -> Iterator[Step]:
    config = built.lab.config
    first = config.servers[0]
    for node in (*config.servers, *(node for node in config.nodes if "server" not in node.roles)):
        yield Step(
            title=f"Install {node.name}",
            where=node.name,
            commands=(f"sudo sh generated/hosts/{node.name}/install.sh",),
            why=(
                "The first server starts the cluster, makes up its tokens, and applies what has to be there before Flux. A"
                " copy of the folder is enough."
                if node is first
                else f"It joins the cluster, and asks for the tokens that {first.name} keeps in /etc/rancher/k3s."
            ),
        )
    api = f"[{config.cluster.api}]" if config.cluster.api.version == 6 else str(config.cluster.api)
    path = f"~/.kube/{config.name}.yaml"
    yield Step(
        title="Fetch the key to the cluster",
        where=WORKSTATION,
        commands=(
            "mkdir -p ~/.kube && umask 077",
            f"ssh {first.address} sudo cat /etc/rancher/k3s/k3s.yaml"
            f" | sed 's#https://127.0.0.1:6443#https://{api}:{config.cluster.api_port}#' > {path}",
            f"export KUBECONFIG={path}",
        ),
        why="Whoever has it is the administrator of the cluster; it never goes into the repository.",
    )


def _let_go(bootstrap: BootstrapSet) -> Iterator[Step]:
    """Wait for what the first server installs by itself, and take it out of k3s' hands before Flux has any."""
    releases = [item.release for item in bootstrap.machine if item.release is not None]
    nodes = "kubectl wait --for=condition=Ready nodes --all --timeout=15m"
    if not releases:
        yield Step(
            title="Wait for the machines", where=WORKSTATION, commands=(nodes,), why="The cluster has a pod network."
        )
        return
    yield Step(
        title="Wait for what comes before Flux",
        where=WORKSTATION,
        commands=(*_installed(releases), nodes),
        why="The pod network is there, so pods can start: Flux is the first.",
        stuck=_heal(releases),
    )
    yield Step(
        title="Let go of it",
        where=WORKSTATION,
        commands=(_annotate(releases),),
        why="k3s neither upgrades nor uninstalls it any more; Flux finds the release under its name and takes it over as"
        " it is.",
    )


def _helm(bootstrap: BootstrapSet) -> Iterator[Step]:
    early = bootstrap.before_flux
    if early:
        yield Step(
            title="Install what comes before Flux",
            where=WORKSTATION,
            commands=(
                *(_apply(item) for item in early),
                "kubectl wait --for=condition=Ready nodes --all --timeout=15m",
            ),
            why="The pod network is there, so pods can start; Flux finds the releases under their names and takes them"
            " over as they are.",
        )


def _repository(built: Built) -> Step:
    git = built.lab.config.git
    commands = ["kubectl apply --filename flux/namespace-flux-system.yaml"]
    why = f"Flux lives there; <{git.url}> can be read by anybody, so it needs no credentials."
    if git.secret is not None:
        ssh = git.url.startswith("ssh://")
        keys = (
            "--from-file=identity=… --from-file=known_hosts=…"
            if ssh
            else "--from-literal=username=… --from-literal=password=…"
        )
        commands.append(f"kubectl --namespace {FLUX_NAMESPACE} create secret generic {git.secret} {keys}")
        what = "a deploy key and the server's host keys" if ssh else "a user name and a token"
        why = f"Flux lives there, and reads <{git.url}> with {what}; reading is all that it needs."
    return Step(title="Give Flux a place", where=WORKSTATION, commands=tuple(commands), why=why)


def _operator(bootstrap: BootstrapSet, *, k3s: bool) -> Step:
    item = bootstrap.operator
    assert item.release is not None
    ready = f"kubectl --namespace {FLUX_NAMESPACE} rollout status deployment/flux-operator --timeout=10m"
    if not k3s:
        return Step(
            title="Install the operator of Flux",
            where=WORKSTATION,
            commands=(_apply(item), ready),
            why="It installs Flux and keeps it at patches of one minor.",
        )
    releases = [item.release]
    return Step(
        title="Install the operator of Flux, and let go of it",
        where=WORKSTATION,
        commands=(_apply(item), *_installed(releases), ready, _annotate(releases)),
        why="It installs Flux and keeps it at patches of one minor; k3s installs it, so that no other tool is needed.",
        stuck=_heal(releases),
    )


def _hand_over() -> Step:
    return Step(
        title="Hand the cluster to Flux",
        where=WORKSTATION,
        commands=(
            "kubectl apply --filename flux/fluxinstance-flux.yaml",
            f"kubectl --namespace {FLUX_NAMESPACE} wait --for=condition=Ready fluxinstance/flux --timeout=10m",
            f"kubectl --namespace {FLUX_NAMESPACE} wait --for=condition=Ready kustomization/{FLUX_SOURCE} --timeout=10m",
        ),
        why="Flux runs, has read the repository and knows every unit of it. From here on every change is a commit.",
        stuck=f"`kubectl --namespace {FLUX_NAMESPACE} get gitrepositories` says what Flux cannot read and why.",
    )


def _credentials(built: Built) -> Iterator[Step]:
    provided = [item for item in built.lab.surroundings.credentials.values() if item.provided]
    if provided:
        namespaces = dict.fromkeys(item.namespace for item in provided)
        yield Step(
            title="Provide the credentials that only you have",
            where=WORKSTATION,
            commands=(
                *(f"kubectl wait --for=create namespace/{name} --timeout=30m" for name in namespaces),
                *(item.command for item in provided),
            ),
            why="; ".join(f"{item.name}: {item.about or 'as its name says'}" for item in provided)
            + ". All others are generated in the cluster.",
        )


def _rest() -> Step:
    return Step(
        title="Wait for everything else",
        where=WORKSTATION,
        commands=(
            f"kubectl --namespace {FLUX_NAMESPACE} wait --for=condition=Ready kustomizations --all --timeout=90m",
        ),
        why="Every unit is in the cluster and ready; most of the time goes into pulling images.",
        stuck=f"`kubectl --namespace {FLUX_NAMESPACE} get kustomizations` names the units that are not ready and why;"
        " those that only wait for another say so.",
    )


def _apply(item: BootstrapObject) -> str:
    if item.body:
        return f"kubectl apply --filename flux/{file_of(item)}"
    release = item.release
    assert release is not None
    chart = release.chart
    oci = chart.repository.startswith("oci://")
    source = chart.repository if oci else f"{chart.name} --repo {chart.repository}"
    values = f" --values flux/{file_of(item)}" if release.values else ""
    return (
        f"helm upgrade --install {release.name} {source} --version {chart.version}"
        f" --namespace {release.namespace} --create-namespace{values}"
    )


def _installed(releases: list[Release]) -> list[str]:
    jobs = " ".join(f"job/{install_job(release)}" for release in releases)
    return [
        f"kubectl --namespace {_JOBS} wait --for=create {jobs} --timeout=5m",
        f"kubectl --namespace {_JOBS} wait --for=condition=Complete {jobs} --timeout=15m",
    ]


def _annotate(releases: list[Release]) -> str:
    names = " ".join(release.name for release in releases)
    return f"kubectl --namespace {_JOBS} annotate --overwrite helmcharts.helm.cattle.io {names} {UNMANAGED}=true"


def _heal(releases: list[Release]) -> str:
    """How a first install goes on that was cut off while Helm was at work, see `FAILURE_POLICY`."""
    forget = "; ".join(
        f"`kubectl --namespace {item.namespace} delete secret --selector owner=helm,name={item.name}`"
        for item in releases
    )
    return (
        f"`kubectl --namespace {_JOBS} logs job/{install_job(releases[0])}` says why. If it waits for operator intervention,"
        " Helm was cut off half-way (the machine lost power, the API gave no answer), and k3s never repairs that by itself."
        f" Nothing is lost when the record of the attempt is forgotten, and the next one goes on from there: {forget}."
    )
