"""system-upgrade-controller: new releases of k3s on the machines, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, Unpack

import constructs

from .._errors import BuildError
from ..constructs import AlertRule, CommonOptions, Component, ComponentInfo, Outside, Patch, Pods, resources
from ..model import Body, ChartPin, Maximum, Minimum, Pattern

__all__ = ["SystemUpgradeController", "Window"]

TimeOfDay = Annotated[str, Pattern(r"^([01][0-9]|2[0-3]):[0-5][0-9]$", "a time of day such as 03:30")]

IMAGE = "rancher/system-upgrade-controller"

UPGRADE_IMAGE = "rancher/k3s-upgrade"
"""What replaces the binary of k3s on a machine; the controller adds the version as its tag."""

KUBECTL_IMAGE = "rancher/kubectl:v1.32.6"
"""What cordons and drains; the newest that upstream tests with (source: its `e2e` at v0.20.1)."""

LABELS = {"app.kubernetes.io/name": "system-upgrade-controller"}

SERVER_ROLE = "node-role.kubernetes.io/control-plane"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When machines may be upgraded; what has begun is finished.

    Attributes:
        start: time of day from which on an upgrade may begin.
        end: time of day until which one may begin.
        days: by default every day.
        time_zone: such as `Europe/Berlin`; by default UTC.
    """

    start: TimeOfDay
    end: TimeOfDay
    days: Sequence[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]] = (
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
    )
    time_zone: str = "UTC"


class SystemUpgradeController(Component):
    """Brings every machine to the release of k3s that `homelab.yaml` pins: servers first, then agents.

    There is no option for a channel: with one, machines would follow whatever is released without a commit, and no longer
    be what their install scripts say. Kubernetes goes up one minor at a time and never down; the controller does not stop
    a jump.
    """

    info = ComponentInfo(
        name="system-upgrade-controller",
        title="System Upgrade Controller",
        about="brings the machines to the pinned release of k3s, one after the other",
        slot="nodeUpgrades",
        layer="infrastructure",
        phase=1,
        docs="https://docs.k3s.io/upgrades/automated",
        namespace="system-upgrade",
        chart=ChartPin(
            name="system-upgrade-controller",
            version="v0.20.1",
            repository="git+https://github.com/rancher/system-upgrade-controller",
            path="manifests",
            more_paths=("pkg/crds/yaml/generated",),
        ),
        pod_security="privileged",
        licence="Apache-2.0",
        host_access="replaces k3s on each machine, and trusts the authorities that the machine trusts",
    )

    def __init__(
        self,
        scope: constructs.Construct,
        id: str = "system-upgrade-controller",
        *,
        window: Window | None = None,
        concurrency: Annotated[int, Minimum(1)] = 1,
        drain: bool | None = None,
        drain_timeout: Annotated[int, Minimum(1), Maximum(60)] = 10,
        **common: Unpack[CommonOptions],
    ) -> None:
        """Install the controller with a plan for servers and, where there are any, one for agents.

        Args:
            scope: the lab, or any cdk8s app or chart.
            id: construct id and name of the unit.
            window: when upgrades may begin; by default at any time after the commit.
            concurrency: agents that are upgraded at a time, servers always one by one; by default 1.
            drain: whether the pods of an agent are moved to other machines first; by default they are where the lab has
                several machines. Pods keep running while k3s restarts, so servers are only cordoned.
            drain_timeout: minutes after which a drain that pods hold up is given up and tried again; by default 10.
            **common: what every component takes; `version` is that of the controller, `values` mean nothing here.

        Raises:
            BuildError: the lab does not run k3s, or a single machine is to be drained.
        """
        super().__init__(scope, id, **common)
        config = self.surroundings.config
        if config.cluster.distribution != "k3s":
            raise BuildError(
                f"{self.path}: it upgrades k3s, and the lab runs {config.cluster.distribution}; leave nodeUpgrades out and"
                " use `kubeadm upgrade`"
            )
        if drain and self.nodes == 1:
            raise BuildError(
                f"{self.path}: drain is on, and there is no other machine that takes the pods; leave it out"
            )
        self.add_namespace(pod_security=self.info.pod_security)
        self.add_git_manifests(
            images={IMAGE: self.version},
            patches=[self._patch()],
            # The library's own has the network policies and Pod Security labels of the others.
            without=[("Namespace", "system-upgrade")],
            timeout=5,
            kept=False,
        )
        self.network.allow_egress(Pods(namespace=self.namespace, labels=LABELS), to=Outside(what="apiserver"))
        self._add_plan(
            "server-plan",
            {"cordon": True, "concurrency": 1, "nodeSelector": _nodes("Exists")},
            window=window,
        )
        if len(config.servers) < self.nodes:
            agents: Body = {
                "concurrency": concurrency,
                "nodeSelector": _nodes("DoesNotExist"),
                # Waits until every server is of the new version, however long that takes: a job that misses its deadline
                # ends the plan.
                "prepare": {"image": UPGRADE_IMAGE, "args": ["prepare", "server-plan"]},
                "jobActiveDeadlineSecs": 0,
            }
            if drain is None or drain:
                agents["drain"] = {
                    "force": True,
                    "deleteEmptydirData": True,
                    "ignoreDaemonSets": True,
                    "timeout": f"{drain_timeout}m",
                    # Pods on a machine that no longer answers are not waited for.
                    "skipWaitForDeleteTimeout": 60,
                }
            else:
                agents["cordon"] = True
            self._add_plan("agent-plan", agents, window=window)
        self._monitor()

    def _patch(self) -> Patch:
        """Settings stand in the pod and not in upstream's ConfigMap, so that a change restarts it (they win)."""
        container = "/spec/template/spec/containers/0"
        settings = {
            # Tags do not move, so a machine that has an image needs no registry.
            "SYSTEM_UPGRADE_JOB_IMAGE_PULL_POLICY": "IfNotPresent",
            "SYSTEM_UPGRADE_JOB_KUBECTL_IMAGE": KUBECTL_IMAGE,
        }
        size = resources(cpu="10m", memory="64Mi", limit="256Mi")
        return Patch(
            kind="Deployment",
            name="system-upgrade-controller",
            operations=[
                {"op": "add", "path": f"{container}/resources", "value": size},
                *(
                    {"op": "add", "path": f"{container}/env/-", "value": {"name": name, "value": value}}
                    for name, value in settings.items()
                ),
            ],
            reason="upstream sets no resources",
        )

    def _add_plan(self, name: str, spec: Body, *, window: Window | None) -> None:
        body: Body = {
            "version": self.surroundings.config.cluster.k3s_version,
            "serviceAccountName": "system-upgrade",
            # Machines that are kept free of ordinary pods are upgraded like all others.
            "tolerations": [{"operator": "Exists"}],
            **spec,
            "upgrade": {"image": UPGRADE_IMAGE},
        }
        if window is not None:
            body["window"] = {
                "days": list(window.days),
                "startTime": window.start,
                "endTime": window.end,
                "timeZone": window.time_zone,
            }
        metadata = {"name": name, "namespace": self.namespace}
        self.add_manifest({"apiVersion": "upgrade.cattle.io/v1", "kind": "Plan", "metadata": metadata, "spec": body})

    def _monitor(self) -> None:
        """It has no metrics of its own; what goes wrong shows in those of Kubernetes (source: kube-state-metrics)."""
        self.monitoring.alert(
            "node-upgrades",
            [
                AlertRule(
                    name="NodeUpgradeFailing",
                    expr=f'kube_job_failed{{namespace="{self.namespace}"}} > 0',
                    minutes=5,
                    summary="The upgrade {{ $labels.job_name }} has failed, and its plan goes on with no other machine",
                    description="Its machine is likely cordoned. The log of the job's pod says what was in the way; the plan"
                    " goes on when it changes, or when the job is deleted.",
                ),
                AlertRule(
                    name="NodeLeftCordoned",
                    expr="kube_node_spec_unschedulable == 1",
                    minutes=120,
                    summary="The machine {{ $labels.node }} has taken no new pods for two hours",
                    description="An upgrade that was not finished leaves its machine so: one that a PodDisruptionBudget holds"
                    " up, or a downgrade, which k3s refuses. `kubectl uncordon` lets pods in again.",
                ),
            ],
        )


def _nodes(server_role: Literal["Exists", "DoesNotExist"]) -> Body:
    return {"matchExpressions": [{"key": SERVER_ROLE, "operator": server_role}]}
