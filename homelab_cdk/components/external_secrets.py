"""External Secrets Operator: credentials that are generated once in the cluster and handed to whoever needs them."""

from __future__ import annotations

from typing import Annotated, Unpack

import constructs

from ..constructs import (
    AlertRule,
    CommonOptions,
    Component,
    ComponentInfo,
    CredentialStore,
    Dashboard,
    Endpoint,
    HelmRelease,
    Outside,
    Panel,
    Pods,
    dashboard_model,
    resources,
)
from ..model import Body, ChartPin, DnsLabel, Minimum
from ._external_secrets_store import STORE, ExternalSecretsStore

__all__ = ["ExternalSecrets"]

METRICS = 8080

ALERTS = (
    AlertRule(
        name="ExternalSecretNotSynced",
        expr='externalsecret_status_condition{condition="Ready", status="False"} == 1',
        minutes=15,
        summary="The Secret of {{ $labels.exported_namespace }}/{{ $labels.name }} is not kept up",
        description="`kubectl describe externalsecret` there says which source or key is missing.",
    ),
    AlertRule(
        name="SecretStoreNotReady",
        expr='clustersecretstore_status_condition{condition="Ready", status="False"} == 1',
        minutes=15,
        severity="critical",
        summary="No credential is handed out from the store {{ $labels.name }}",
        description="The operator cannot read the namespace of the credentials; its log says why.",
    ),
)
"""Metrics: `pkg/controllers` of external-secrets 2.9.0. Prometheus calls their own `namespace` `exported_namespace`."""

PANELS = (
    Panel(
        title="Not synced",
        queries={"Secrets": 'sum(externalsecret_status_condition{condition="Ready", status="False"})'},
        kind="stat",
    ),
    Panel(
        title="Copied each minute",
        queries={"{{exported_namespace}}/{{name}}": "60 * rate(externalsecret_sync_calls_total[5m])"},
    ),
    Panel(
        title="Failures in 15 minutes",
        queries={"{{exported_namespace}}/{{name}}": "increase(externalsecret_sync_calls_error[15m])"},
    ),
    Panel(
        title="Time that a copy takes",
        queries={"{{exported_namespace}}/{{name}}": "externalsecret_reconcile_duration / 1e9"},
        unit="s",
    ),
)
"""Upstream's dashboard asks for a label that only its own ServiceMonitors give."""


class ExternalSecrets(Component):
    """Keeps one source Secret for each credential in a namespace of their own and copies its keys to the consumers.

    A generated value is made once, by the operator's own generator, and kept for ever: the source is neither pruned nor
    owned by anything, so that removing an app and adding it again finds the same password.
    """

    info = ComponentInfo(
        name="external-secrets",
        title="External Secrets Operator",
        about="generates credentials once in the cluster and hands each consumer the keys that it needs",
        slot="secrets",
        layer="platform",
        phase=1,
        docs="https://external-secrets.io",
        chart=ChartPin(
            name="external-secrets",
            version="2.9.0",
            repository="oci://ghcr.io/external-secrets/charts/external-secrets",
        ),
        provides=(CredentialStore,),
        licence="Apache-2.0",
        wide_rights=(
            "writes the Secrets that ExternalSecrets of any namespace ask for, and the certificate of its own webhook"
        ),
        holds_data=True,
        proposed=True,
    )

    def __init__(
        self,
        scope: constructs.Construct,
        id: str = "external-secrets",
        *,
        credentials_namespace: DnsLabel = "credentials",
        concurrent: Annotated[int, Minimum(1)] = 1,
        **common: Unpack[CommonOptions],
    ) -> None:
        """Install the operator and the store of the lab's credentials.

        Args:
            scope: the lab, or any cdk8s app or chart.
            id: construct id and name of the unit.
            credentials_namespace: where the source Secrets live; by default `credentials`.
            concurrent: how many secrets are worked on at a time; by default 1, as upstream.
            **common: what every component takes.
        """
        super().__init__(scope, id, **common)
        self.add_namespace(pod_security=self.info.pod_security)
        size = {"resources": resources(cpu="10m", memory="64Mi", limit="192Mi")}
        release = self.add_chart(
            {
                "installCRDs": True,
                "concurrent": concurrent,
                **size,
                "webhook": {"create": True, "failurePolicy": "Fail", **size},
                "certController": {"create": True, **size},
            }
        )
        self.network.allow_egress(Pods(namespace=self.namespace), to=Outside(what="apiserver"))
        self.add_namespace(name=credentials_namespace)
        self._add_reader(credentials_namespace)
        self._monitor(release)
        self.provide(
            ExternalSecretsStore(
                name=id, provider=self, namespace=credentials_namespace, store=self._add_store(credentials_namespace)
            )
        )

    def _monitor(self, release: HelmRelease) -> None:
        name = release.release.name
        labels = {"app.kubernetes.io/instance": name, "app.kubernetes.io/name": "external-secrets"}
        served = Endpoint.of_workload(release, name, "metrics", labels=labels, number=METRICS)
        self.monitoring.scrape(served)
        self.monitoring.alert("external-secrets", ALERTS)
        model = dashboard_model("homelab-external-secrets", "External Secrets Operator", PANELS)
        self.monitoring.dashboard(Dashboard(name="external-secrets", folder="Security", content=model))

    def _add_reader(self, namespace: str) -> None:
        reader = "credentials-reader"
        self.add_manifest(
            {
                "apiVersion": "v1",
                "kind": "ServiceAccount",
                "metadata": {"name": reader, "namespace": self.namespace},
                "automountServiceAccountToken": False,
            }
        )
        self.add_manifest(
            {
                "apiVersion": "rbac.authorization.k8s.io/v1",
                "kind": "Role",
                "metadata": {"name": reader, "namespace": namespace},
                "rules": [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["get", "list", "watch"]}],
            }
        )
        self.add_manifest(
            {
                "apiVersion": "rbac.authorization.k8s.io/v1",
                "kind": "RoleBinding",
                "metadata": {"name": reader, "namespace": namespace},
                "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": reader},
                "subjects": [{"kind": "ServiceAccount", "name": reader, "namespace": self.namespace}],
            }
        )

    def _add_store(self, namespace: str) -> Body:
        kubernetes: Body = {
            "remoteNamespace": namespace,
            "server": {
                "caProvider": {
                    "type": "ConfigMap",
                    "name": "kube-root-ca.crt",
                    "key": "ca.crt",
                    "namespace": self.namespace,
                }
            },
            "auth": {"serviceAccount": {"name": "credentials-reader", "namespace": self.namespace}},
        }
        body: Body = {
            "apiVersion": "external-secrets.io/v1",
            "kind": "ClusterSecretStore",
            "metadata": {"name": STORE},
            "spec": {"conditions": [{"namespaces": [self.namespace]}], "provider": {"kubernetes": kubernetes}},
        }
        self.protect(self.add_manifest(body))
        return body
