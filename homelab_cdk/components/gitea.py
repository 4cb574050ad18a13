"""Gitea: a Git server with its database by claim."""

from __future__ import annotations

from typing import Unpack

import constructs

from ..constructs import (
    CommonOptions,
    Component,
    ComponentInfo,
    CredentialStore,
    Database,
    Endpoint,
    Gateway,
    Generated,
    HelmRelease,
    MetricsCollector,
    Outside,
    Pods,
    PostgresServer,
    SecretKey,
    StorageClass,
    resources,
)
from ..model import Body, ChartPin, EmailAddress, HostName, Quantity

__all__ = ["Gitea"]

HTTP_PORT, SSH_PORT = 3000, 2222
"""The ports of the rootless image (source: the chart's `service` and `gitea.config.server`)."""


class Gitea(Component):
    """Git repositories with reviews, issues and packages; the bundled databases of the chart are all off."""

    info = ComponentInfo(
        name="gitea",
        title="Gitea",
        about="Git repositories with reviews, issues and packages",
        slot="gitServer",
        layer="delivery",
        phase=3,
        docs="https://docs.gitea.com",
        chart=ChartPin(name="gitea", version="12.6.0", repository="oci://docker.gitea.com/charts/gitea"),
        requires=(PostgresServer, CredentialStore, Gateway),
        uses=(StorageClass, MetricsCollector),
        licence="MIT",
        holds_data=True,
        proposed=True,
    )

    def __init__(
        self,
        scope: constructs.Construct,
        id: str = "gitea",
        *,
        host: HostName = "git",
        admin_username: str = "gitea_admin",
        admin_email: EmailAddress | None = None,
        disable_registration: bool = True,
        ssh: bool = False,
        ssh_host: HostName | None = None,
        storage_size: Quantity = "10Gi",
        storage_class: str | None = None,
        database: PostgresServer | str | None = None,
        credentials: CredentialStore | None = None,
        gateway: Gateway | None = None,
        **common: Unpack[CommonOptions],
    ) -> None:
        """Install Gitea.

        Args:
            scope: the lab, or any cdk8s app or chart.
            id: construct id and name of the unit.
            host: first label of its host name below the lab's domain, or a full host name; by default `git`.
            admin_username: name of the first administrator, whose password is generated once; by default `gitea_admin`.
            admin_email: the administrator's address; by default `gitea@<domain>`.
            disable_registration: whether only administrators create accounts; by default so.
            ssh: whether Git over SSH is reachable from outside, on an address of the load balancer of its own; by default
                only HTTPS.
            ssh_host: the host name in addresses to clone by SSH, whose DNS record points at that address; by default
                `ssh.` before the host name.
            storage_size: size of the volume with the repositories; by default `10Gi`.
            storage_class: the StorageClass of that volume; by default the lab's default class.
            database: the PostgreSQL server by its instance's name; by default the only one of the lab.
            credentials: where its passwords come from; by default the lab's.
            gateway: what routes its host name; by default the lab's.
            **common: what every component takes.

        Raises:
            CapabilityError: nothing provides PostgreSQL, credentials or an ingress, or several provide PostgreSQL.
        """
        super().__init__(scope, id, **common)
        server = database if isinstance(database, PostgresServer) else self.require(PostgresServer, name=database)
        self.credentials = credentials or self.require(CredentialStore)
        route = gateway or self.require(Gateway)
        domain = self.surroundings.config.domain
        self.host = host if "." in host else f"{host}.{domain}"
        self.add_namespace(pod_security=self.info.pod_security)
        labels = {"app.kubernetes.io/name": "gitea", "app.kubernetes.io/instance": self.info.name}
        pods = Pods(namespace=self.namespace, labels=labels)
        granted = server.claim(self, client=pods)
        admin = self._admin(admin_username)
        known = self.optional(StorageClass)
        values: Body = {
            "valkey-cluster": {"enabled": False},
            "valkey": {"enabled": False},
            "postgresql-ha": {"enabled": False},
            "postgresql": {"enabled": False},
            "strategy": {"type": "Recreate", "rollingUpdate": None},
            "persistence": {"size": storage_size},
            "resources": resources(cpu="100m", memory="256Mi", limit="1Gi"),
            "initContainers": {"resources": resources(cpu="100m", memory="128Mi", limit="512Mi")},
            "containerSecurityContext": {
                "allowPrivilegeEscalation": False,
                "capabilities": {"drop": ["ALL"]},
                "runAsNonRoot": True,
                "seccompProfile": {"type": "RuntimeDefault"},
            },
            "gitea": {
                "admin": {
                    "existingSecret": admin,
                    "email": admin_email or f"gitea@{domain}",
                    "passwordMode": "initialOnlyNoReset",
                },
                "additionalConfigFromEnvs": [
                    {
                        "name": "GITEA__DATABASE__PASSWD",
                        "valueFrom": {"secretKeyRef": {"name": granted.secret, "key": "password"}},
                    }
                ],
                "config": {
                    "server": self._server(route, ssh_host or f"ssh.{self.host}", ssh=ssh),
                    **self._stores(granted),
                    "service": {"DISABLE_REGISTRATION": disable_registration},
                },
            },
            "test": {"enabled": False},
        }
        if storage_class or known:
            values["persistence"]["storageClass"] = storage_class or (known.name if known else "")
        token = self._measure(values["gitea"]) if self.optional(MetricsCollector) else None
        if ssh:
            self.host_names[ssh_host or f"ssh.{self.host}"] = "Git over SSH"
            values["service"] = {"ssh": {"type": "LoadBalancer"}}
        release = self.add_chart(values, timeout=15)
        http = self._open(release, route, labels)
        if token is not None:
            self.monitoring.scrape(http, token=token)
        if ssh:
            served = Endpoint.of_service(
                release, f"{release.release.name}-ssh", "ssh", fallback=labels, number=SSH_PORT
            )
            self.network.allow_ingress(served, source=Outside(what="anywhere"))
        else:
            self.accept(
                "every_service_may_be_reached",
                f"Service {self.namespace}/{release.release.name}-ssh",
                reason="SSH is off, and the chart makes the Service all the same",
            )

    def _admin(self, username: str) -> str:
        credential = self.credentials.declare(
            self,
            f"{self.construct_id}-admin",
            fixed={"username": username},
            generated={"password": Generated(length=24)},
            about="the first administrator of Gitea",
        )
        return self.credentials.hand_over(self, credential, secret="gitea-admin")

    def _measure(self, gitea: Body) -> SecretKey:
        """Show metrics to whom has the token: they lie below the host name that everybody reaches."""
        credential = self.credentials.declare(
            self,
            f"{self.construct_id}-metrics",
            generated={"token": Generated(length=32)},
            about="lets the metrics collector read Gitea's metrics",
        )
        secret = self.credentials.hand_over(self, credential, secret="gitea-metrics")
        gitea["metrics"] = {"enabled": True}
        gitea["additionalConfigFromEnvs"].append(
            {"name": "GITEA__METRICS__TOKEN", "valueFrom": {"secretKeyRef": {"name": secret, "key": "token"}}}
        )
        return SecretKey(secret=secret, key="token")

    def _server(self, route: Gateway, ssh_host: str, *, ssh: bool) -> Body:
        address: Body = {"DOMAIN": self.host, "ROOT_URL": f"{route.scheme}://{self.host}/"}
        # Else its pages offer addresses to clone by SSH that nothing answers.
        return address | ({"SSH_DOMAIN": ssh_host} if ssh else {"DISABLE_SSH": True})

    @staticmethod
    def _stores(database: Database) -> Body:
        return {
            "database": {
                "DB_TYPE": "postgres",
                "HOST": f"{database.host}:{database.port}",
                "NAME": database.name,
                "USER": database.user,
            },
            "session": {"PROVIDER": "db"},
            "cache": {"ADAPTER": "memory"},
            "queue": {"TYPE": "level"},
        }

    def _open(self, release: HelmRelease, route: Gateway, labels: dict[str, str]) -> Endpoint:
        name = f"{release.release.name}-http"
        http = Endpoint.of_service(release, name, "http", fallback=labels, number=HTTP_PORT)
        route.route(self, host=self.host, service=name, port=HTTP_PORT, to=http, name=self.construct_id)
        self.network.allow_egress(http.pods, to=Outside(what="internet"))
        return http
