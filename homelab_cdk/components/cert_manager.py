"""cert-manager: TLS certificates from a private CA or by ACME."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Unpack

import constructs

from .._errors import BuildError
from ..constructs import (
    AlertRule,
    CertificateIssuer,
    Certificates,
    CommonOptions,
    Component,
    ComponentInfo,
    CredentialStore,
    Dashboard,
    Endpoint,
    HelmRelease,
    Manifest,
    Outside,
    Pods,
    UnitChart,
    resources,
)
from ..model import Body, ChartPin, EmailAddress, Url

__all__ = ["Acme", "CertManager"]

CA_SECRET = "private-ca"

METRICS = 9402

DASHBOARD = (
    "https://raw.githubusercontent.com/monitoring-mixins/website/6825ac3a6f83f06b1e9f169d82b03b90cbab2a49"
    "/assets/cert-manager/dashboards/overview.json"
)
"""Of the cert-manager mixin; cert-manager itself has none."""

ALERTS = (
    AlertRule(
        name="CertificateNotReady",
        expr='certmanager_certificate_ready_status{condition!="True"} == 1',
        minutes=15,
        summary="The certificate {{ $labels.exported_namespace }}/{{ $labels.name }} is not ready",
        description="`kubectl describe certificate` there, and its newest CertificateRequest, say why it is not signed.",
    ),
    AlertRule(
        name="CertificateNotRenewed",
        expr="time() - certmanager_certificate_renewal_timestamp_seconds > 86400"
        " and certmanager_certificate_renewal_timestamp_seconds > 0",
        minutes=15,
        summary="The certificate {{ $labels.exported_namespace }}/{{ $labels.name }} should have been renewed by now",
        description="Renewal has failed for a day. It still works until it expires.",
    ),
    AlertRule(
        name="CertificateExpiresSoon",
        expr="certmanager_certificate_expiration_timestamp_seconds - time() < 3 * 86400"
        " and certmanager_certificate_expiration_timestamp_seconds"
        " - certmanager_certificate_not_before_timestamp_seconds > 7 * 86400",
        minutes=15,
        severity="critical",
        summary="The certificate {{ $labels.exported_namespace }}/{{ $labels.name }} expires in less than three days",
        description="Whatever uses it will be refused by browsers and clients.",
    ),
    AlertRule(
        name="CertificateIssuerNotReady",
        expr='certmanager_clusterissuer_ready_status{condition!="True"} == 1',
        minutes=15,
        summary="Nothing is signed by {{ $labels.name }}",
        description="`kubectl describe clusterissuer` says what is missing; with ACME often the account or its server.",
    ),
)
"""Metrics: `internal/collectors` of cert-manager 1.21.1. Prometheus calls their own `namespace` `exported_namespace`."""

PROTOCOLS: tuple[Literal["UDP", "TCP"], ...] = ("UDP", "TCP")
"""What DNS is asked by; resolvers may have private addresses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acme:
    """An ACME account, such as Let's Encrypt's.

    Attributes:
        email: where expiry warnings go.
        dns01: the DNS-01 solver as cert-manager writes it, such as
            `{cloudflare: {apiTokenSecretRef: {name: acme-dns, key: api-token}}}`; its Secret is `acme-dns`.
        credential: the keys of the Secret `acme-dns`, which a person provides; by default `api-token`.
        server: directory of the ACME server; by default Let's Encrypt's.
    """

    email: EmailAddress
    dns01: Mapping[str, Any]
    credential: Sequence[str] = ("api-token",)
    server: Url = "https://acme-v02.api.letsencrypt.org/directory"


class CertManager(Component):
    """Certificates as Kubernetes objects, signed by a CA of the lab's own or by an ACME server, renewed by themselves."""

    info = ComponentInfo(
        name="cert-manager",
        title="cert-manager",
        about="signs and renews TLS certificates, from a private CA or by ACME",
        slot="certificates",
        layer="platform",
        phase=1,
        docs="https://cert-manager.io/docs/",
        chart=ChartPin(name="cert-manager", version="v1.21.1", repository="oci://quay.io/jetstack/charts/cert-manager"),
        provides=(Certificates,),
        uses=(CredentialStore,),
        licence="Apache-2.0",
        wide_rights="writes certificates into Secrets of every namespace, and their authority into webhooks",
        holds_data=True,
        proposed=True,
    )

    def __init__(
        self,
        scope: constructs.Construct,
        id: str = "cert-manager",
        *,
        issuer: Literal["private-ca", "acme"] = "private-ca",
        acme: Acme | None = None,
        dns01_recursive_nameservers: Sequence[str] = (),
        **common: Unpack[CommonOptions],
    ) -> None:
        """Install cert-manager with one ClusterIssuer.

        Args:
            scope: the lab, or any cdk8s app or chart.
            id: construct id and name of the unit.
            issuer: who signs; by default a CA of the lab's own, whose certificate you trust once on your devices.
            acme: the account for the issuer `acme`; needed there.
            dns01_recursive_nameservers: resolvers, each `address:53`, that look up DNS-01 records; by default the
                cluster's own.
            **common: what every component takes.

        Raises:
            BuildError: the issuer is `acme` and no account is given, or the other way round.
        """
        super().__init__(scope, id, **common)
        if (issuer == "acme") != (acme is not None):
            raise BuildError(
                f"{self.path}: issuer is {issuer!r} and acme is {'missing' if acme is None else 'given'};"
                " set `issuer: acme` and `acme: {email: …, dns01: …}` together, or neither"
            )
        self.add_namespace(pod_security=self.info.pod_security)
        values: Body = {
            "crds": {"enabled": True, "keep": True},
            "global": {"leaderElection": {"namespace": self.namespace}},
            "resources": resources(cpu="10m", memory="64Mi", limit="256Mi"),
            "webhook": {"resources": resources(cpu="10m", memory="32Mi", limit="128Mi")},
            "cainjector": {"resources": resources(cpu="10m", memory="96Mi", limit="320Mi")},
            "startupapicheck": {"resources": resources(cpu="10m", memory="32Mi", limit="128Mi")},
        }
        if dns01_recursive_nameservers:
            values["dns01RecursiveNameservers"] = ",".join(dns01_recursive_nameservers)
            values["dns01RecursiveNameserversOnly"] = True
        release = self.add_chart(values)
        everyone = Pods(namespace=self.namespace)
        self.network.allow_egress(everyone, to=Outside(what="apiserver"))
        if dns01_recursive_nameservers:
            for protocol in PROTOCOLS:
                self.network.allow_egress(everyone, to=Outside(what="anywhere"), port=53, protocol=protocol)
        if acme is None:
            self._add_private_ca()
        else:
            self.network.allow_egress(everyone, to=Outside(what="internet"))
            self._add_acme(acme)
        self._monitor(release)
        self.provide(_Issuer(name=id, provider=self, issuer=CertificateIssuer(kind="ClusterIssuer", name=issuer)))

    def _monitor(self, release: HelmRelease) -> None:
        """The controller alone tells of certificates; its two helpers are watched by Kubernetes' own alerts."""
        name = release.release.name
        labels = {
            "app.kubernetes.io/component": "controller",
            "app.kubernetes.io/instance": name,
            "app.kubernetes.io/name": "cert-manager",
        }
        served = Endpoint.of_service(release, name, "http-metrics", fallback=labels, number=METRICS)
        self.monitoring.scrape(served)
        self.accept(
            "every_service_may_be_reached",
            f"Service {self.namespace}/{name}-cainjector",
            reason="its metrics are those of any Go program; the controller's tell of certificates",
        )
        self.monitoring.alert("cert-manager", ALERTS)
        self.monitoring.dashboard(Dashboard(name="cert-manager", folder="Security", url=DASHBOARD))

    def _add_private_ca(self) -> None:
        self._add("ClusterIssuer", {"name": "self-signed"}, {"selfSigned": {}})
        self.protect(
            self._add(
                "Certificate",
                {"name": CA_SECRET, "namespace": self.namespace},
                {
                    "isCA": True,
                    "commonName": f"{self.surroundings.config.name} private CA",
                    "secretName": CA_SECRET,
                    "duration": "87600h",
                    "renewBefore": "8760h",
                    "privateKey": {"algorithm": "ECDSA", "size": 256, "rotationPolicy": "Never"},
                    "issuerRef": {"group": "cert-manager.io", "kind": "ClusterIssuer", "name": "self-signed"},
                },
            )
        )
        self._add("ClusterIssuer", {"name": "private-ca"}, {"ca": {"secretName": CA_SECRET}})

    def _add_acme(self, acme: Acme) -> None:
        store = self.require(CredentialStore)
        credential = store.declare(
            self,
            "acme-dns",
            provided=tuple(acme.credential),
            about="lets cert-manager prove ownership of the domain by DNS",
        )
        store.hand_over(self, credential, secret="acme-dns")
        account: Body = {
            "email": acme.email,
            "server": acme.server,
            "privateKeySecretRef": {"name": "acme-account"},
            "solvers": [{"dns01": dict(acme.dns01)}],
        }
        self._add("ClusterIssuer", {"name": "acme"}, {"acme": account})

    def _add(self, kind: str, metadata: Body, spec: Body) -> Manifest:
        return self.add_manifest({"apiVersion": "cert-manager.io/v1", "kind": kind, "metadata": metadata, "spec": spec})


class _Issuer(Certificates):
    def __init__(self, *, name: str, provider: UnitChart, issuer: CertificateIssuer) -> None:
        super().__init__(name=name, provider=provider)
        self.issuer = issuer

    def certificate(self, owner: UnitChart, *, secret: str, hosts: tuple[str, ...]) -> Manifest:
        """A Certificate in the owner's namespace, signed by the lab's ClusterIssuer."""
        return owner.add_manifest(
            {
                "apiVersion": "cert-manager.io/v1",
                "kind": "Certificate",
                "metadata": {"name": secret, "namespace": owner.namespace},
                "spec": {
                    "secretName": secret,
                    "dnsNames": list(hosts),
                    "privateKey": {"algorithm": "ECDSA", "size": 256, "rotationPolicy": "Always"},
                    "issuerRef": {"group": self.issuer.group, "kind": self.issuer.kind, "name": self.issuer.name},
                },
            }
        )
