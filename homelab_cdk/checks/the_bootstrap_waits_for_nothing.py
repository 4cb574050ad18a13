"""Nothing that is installed before Flux waits for something that Flux installs."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from ..bootstrap import bootstrap_set
from ..constructs import left_to_the_distribution
from ..model import BUILT_IN_GROUPS, K3S_GROUPS, GroupKind, Replacement
from ..order import Built, plural_of
from ._first_minutes import Early, early, later_webhooks, own_hosts
from ._read import at
from ._rule import Found, Hit, rule

Problem = tuple[str, str, str]
"""What it is about, what is wrong with it, and how to mend it."""


@rule(
    "HL302",
    "the_bootstrap_waits_for_nothing",
    needs="lab",
    example={
        "homelab.yaml": """
 git:
-  url: https://git.home.example.com/me/homelab.git
+  url: https://git.example.com/me/homelab.git
""",
        "apps/gitea/ingress.yaml": """
 apiVersion: networking.k8s.io/v1
 kind: Ingress
 metadata: {name: gitea}
 spec:
   rules:
     - host: git.home.example.com
       http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: gitea, port: {number: 3000}}}}]}
""",
    },
    says="""
FluxInstance flux-system/flux: Flux reads the repository from git.home.example.com, which
gitea/ingress-gitea serves once Flux has installed it; keep the repository that Flux reads outside
of the lab, and mirror it into the lab
""",
    see=("https://github.com/fluxcd/source-controller/issues/1504",),
)
def the_bootstrap_waits_for_nothing(built: Built) -> Found:
    """Nothing that is installed before Flux waits for something that Flux installs.

    What the machines apply by themselves and what `flux/` holds comes up in an empty cluster, and again after all
    machines have lost power. Nothing of it asks for a volume or an address of a load balancer that comes later, is
    an object of a kind whose CRD comes later, is judged by a webhook whose pods come later (it rejects what it
    cannot be asked about), or is pulled from a host that the lab itself serves. Without facts of a chart, nothing is
    known of what it asks for.
    """
    crds: set[GroupKind] = set()
    for item in early(built):
        crds |= {crd.group_kind for crd in item.facts.crds}
        for look in (_volumes, _addresses, _webhooks, _hosts):
            for problem in look(built, item):
                yield Hit(item.path, *problem)
        for kind in sorted(item.kinds - crds):
            if kind.group not in BUILT_IN_GROUPS and kind.group not in K3S_GROUPS:
                yield Hit(
                    item.path,
                    item.what,
                    f"it is installed before Flux and brings a {kind.kind}, and nothing before it"
                    f" brings the CRD of {kind}",
                    "turn that off in the values",
                )
    yield from _instance(built)


def _volumes(built: Built, item: Early) -> Iterator[Problem]:
    if not _comes_later(built, "StorageClass"):
        return
    for workload in item.workloads:
        for volume in workload.volumes:
            yield (
                _within(item, f"{workload.kind} {workload.namespace}/{workload.name}"),
                f"it runs before Flux and asks for the volume {volume.name}, which nothing provides before Flux runs",
                "turn its persistence off",
            )


def _addresses(built: Built, item: Early) -> Iterator[Problem]:
    if not _comes_later(built, "LoadBalancer"):
        return
    for service in item.facts.services:
        if service.type == "LoadBalancer":
            yield (
                _within(item, f"Service {service.namespace}/{service.name}"),
                "it stands before Flux and asks for an address of a load balancer, which nothing gives before Flux runs",
                "make it a ClusterIP",
            )


def _within(item: Early, name: str) -> str:
    """What a chart brings, in words; an object that stands by itself is named already."""
    return f"{name} of {item.what}" if item.repository else item.what


def _comes_later(built: Built, capability: Replacement) -> bool:
    """Whether the distribution brings no provider along, so that Flux installs it, or nobody."""
    return not any(capability in part.replaced_by for part in left_to_the_distribution(built.lab.surroundings))


def _webhooks(built: Built, item: Early) -> Iterator[Problem]:
    plurals = {crd.group_kind: crd.plural for one in early(built) for crd in one.facts.crds}
    for webhook, owner in later_webhooks(built):
        if webhook.narrowed and any(
            group in ("", "*", "apps", "batch") for rule in webhook.rules for group in rule.groups
        ):
            # Its selectors choose few objects of such common kinds, and facts do not tell which.
            continue
        judged = [
            kind for kind in sorted(item.kinds) if webhook.judges(kind.group, plurals.get(kind) or plural_of(kind.kind))
        ]
        if judged:
            yield (
                item.what,
                f"it is installed before Flux and makes a {judged[0].kind}, which the webhook {webhook.name} of {owner}"
                " judges: with all machines off, neither comes back without the other",
                "narrow the webhook with a namespaceSelector",
            )


def _hosts(built: Built, item: Early) -> Iterator[Problem]:
    sources = {f"the image {container.image}": container.image.partition("/")[0] for container in item.containers}
    if item.repository:
        sources[item.what] = urlsplit(item.repository).netloc
    for subject, host in sources.items():
        owner = own_hosts(built).get(host.partition(":")[0])
        if owner is not None:
            yield (
                subject,
                f"it is needed before Flux runs and comes from {host}, which {owner} serves once Flux has installed it",
                "take it from a registry outside of the lab",
            )


def _instance(built: Built) -> Found:
    instance = bootstrap_set(built).instance.body
    spec = at(instance, "spec")
    if spec.get("storage") and _comes_later(built, "StorageClass"):
        yield Hit(
            "flux",
            "FluxInstance flux-system/flux",
            "Flux asks for a volume (`spec.storage`), and what provides volumes is installed by Flux",
            "leave it out",
        )
    host = urlsplit(str(at(spec, "sync").get("url", ""))).hostname or ""
    owner = own_hosts(built).get(host)
    if owner is not None:
        yield Hit(
            "flux",
            "FluxInstance flux-system/flux",
            f"Flux reads the repository from {host}, which {owner} serves once Flux has installed it",
            "keep the repository that Flux reads outside of the lab, and mirror it into the lab",
        )
