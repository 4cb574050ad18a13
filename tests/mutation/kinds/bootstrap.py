"""What is there before Flux, and what Flux itself is told."""

from __future__ import annotations

from homelab_cdk._errors import OrderError
from homelab_cdk.order import Built
from tests.mutation.damage import Refused, config, damage, fact, put, removed, units

LEVEL = "bootstrap"

GIB = 1024**3
POOL = {"name": "default-ipv4-ippool", "cidr": "10.99.0.0/16"}
OPERATOR = "facts workloads name=tigera-operator"


def _instance(*operations: dict[str, object]) -> object:
    patch = {"kind": "FluxInstance", "name": "flux", "operations": list(operations), "reason": "a test"}
    return config("gitOps", {"flux": {"patches": [patch]}})


def _late(built: Built) -> None:
    """The pod network is left to Flux, which has no pods without it."""
    for chart in built.lab.unit_charts:
        for release in chart.helm_releases:
            release.before_flux = False


def _out_of_order(built: Built) -> None:
    """The CRDs of the pod network come after the network."""
    chart = next(one for one in built.lab.unit_charts if one.construct_id == "calico")
    chart.helm_releases.reverse()


def _silent(built: Built) -> None:
    next(one for one in built.lab.unit_charts if one.construct_id == "longhorn").host_access = ""


DAMAGES = (
    damage(
        "what runs before Flux asks for a volume",
        fact("calico", f"{OPERATOR} volumes", [{"name": "data", "size": GIB}]),
        caught_by="the_bootstrap_waits_for_nothing",
        about="volume data",
    ),
    damage(
        "what runs before Flux asks for an address",
        fact(
            "calico",
            "facts services",
            [{"namespace": "tigera-operator", "name": "typha", "type": "LoadBalancer", "ports": [{"number": 5473}]}],
        ),
        caught_by="the_bootstrap_waits_for_nothing",
        about="address of a load balancer",
    ),
    damage(
        "an image that Flux needs comes from the lab",
        fact("calico", f"{OPERATOR} containers 0 image", "git.home.example.com/tigera/operator:v1.40.1"),
        caught_by="the_bootstrap_waits_for_nothing",
        about="git.home.example.com",
    ),
    damage(
        "what runs before Flux brings a kind of nobody",
        fact("calico", "facts objects -", {"group": "example.com", "kind": "Thing", "namespace": "", "name": "one"}),
        caught_by=Refused(text="renders Thing.example.com", error=OrderError),
    ),
    damage(
        "the pod network's CRDs are brought by nobody",
        fact("calico/calico-crds", "facts crds", []),
        caught_by=Refused(text="renders APIServer.operator.tigera.io", error=OrderError),
    ),
    damage("the pod network comes with Flux", units(_late), caught_by="the_rollout_converges", about="network"),
    damage(
        "the pod network comes before its CRDs",
        units(_out_of_order),
        caught_by="the_bootstrap_waits_for_nothing",
        about="calico",
    ),
    damage(
        "Flux reads the repository from the lab",
        config("git url", "https://git.home.example.com/me/homelab.git"),
        caught_by="the_bootstrap_waits_for_nothing",
        about="git.home.example.com",
    ),
    damage(
        "Flux asks for a volume",
        _instance({"op": "add", "path": "/spec/storage", "value": {"class": "longhorn", "size": "10Gi"}}),
        caught_by="the_bootstrap_waits_for_nothing",
        about="spec.storage",
    ),
    damage(
        "Flux follows any version",
        _instance({"op": "replace", "path": "/spec/distribution/version", "value": "2.x"}),
        caught_by="flux_stays_at_one_minor",
        about="2.x",
    ),
    damage(
        "Flux has no controller for releases",
        _instance({"op": "remove", "path": "/spec/components/2"}),
        caught_by="flux_has_every_controller",
        about="helm-controller",
    ),
    damage(
        "Flux lets everybody read its artifacts",
        _instance({"op": "replace", "path": "/spec/cluster/networkPolicy", "value": False}),
        caught_by="flux_lets_nobody_in",
    ),
    damage(
        "Flux is told a field that it does not have",
        _instance({"op": "add", "path": "/spec/clusters", "value": {}}),
        caught_by="every_custom_resource_fits_its_crd",
        about="clusters",
    ),
    damage(
        "the pods' network is another one than the cluster's",
        config("cni", {"calico": {"values": {"installation": {"calicoNetwork": {"ipPools": [POOL]}}}}}),
        caught_by="no_two_have_one_address",
        about="10.99.0.0",
    ),
    damage(
        "the pod network's namespace refuses its pods",
        put("Namespace tigera-operator", "metadata labels pod-security.kubernetes.io/enforce", "restricted"),
        caught_by="host_access_is_allowed_by_its_namespace",
        about="tigera-operator",
    ),
    damage(
        "the pod network's namespace is gone",
        removed("Namespace tigera-operator"),
        caught_by=Refused(text="tigera-operator", error=OrderError),
    ),
    damage(
        "the pod network takes the port of the machine's SSH",
        fact("calico", f"{OPERATOR} containers 0 ports", [{"name": "ssh", "number": 22}]),
        fact("calico", f"{OPERATOR} host_network", True),
        caught_by="every_port_of_a_machine_is_taken_once",
        about="22",
    ),
    damage(
        "the bootstrap asks for more than the machines have",
        fact("calico", f"{OPERATOR} containers 0 memory_request", 64 * GIB),
        caught_by="the_lab_fits_its_nodes",
        about="tigera-operator",
    ),
    damage(
        "a component does not say why it reaches into its machine",
        units(_silent),
        caught_by="every_host_access_has_a_reason",
        about="longhorn",
    ),
)
