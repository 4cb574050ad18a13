"""Something keeps pods from each other as policies say."""

from __future__ import annotations

from ..constructs import Cni
from ..order import Built
from ._policies import policies
from ._rule import Found, Hit, rule


@rule(
    "HL660",
    "policies_are_enforced",
    needs="lab",
    example={
        "homelab.yaml": """
 cluster: {distribution: kubeadm}
+cni: calico
""",
        "apps/web.py": """
 from homelab_cdk import Lab, WebApp


 def build(lab: Lab) -> None:
     WebApp(lab, "web", image="registry.example.com/web:1.2.3")
""",
    },
    says="""
cni: kubeadm brings nothing that enforces NetworkPolicies, and the lab has 1; write `cni: calico` in
homelab.yaml
""",
    see=(
        "https://kubernetes.io/docs/concepts/services-networking/network-policies/",
        "https://docs.k3s.io/networking/networking-services",
    ),
)
def policies_are_enforced(built: Built) -> Found:
    """Something keeps pods from each other as policies say.

    A lab with NetworkPolicies has a pod network that enforces them: a CNI that does, or that of k3s, whose own controller
    does. Elsewhere they are accepted and have no effect, and everything reaches everything.
    """
    count = sum(map(len, policies(built).values()))
    if not count:
        return
    networks = built.lab.surroundings.capabilities.all(Cni)
    for network in networks:
        if not network.enforces_policies:
            yield Hit(
                network.provider.path if network.provider is not None else "lab",
                network.name,
                f"it does not enforce NetworkPolicies, and the lab has {count}",
                "write `cni: calico` in homelab.yaml",
            )
    if not networks and built.lab.config.cluster.distribution != "k3s":
        yield Hit(
            "lab",
            "cni",
            f"{built.lab.config.cluster.distribution} brings nothing that enforces NetworkPolicies,"
            f" and the lab has {count}",
            "write `cni: calico` in homelab.yaml",
        )
