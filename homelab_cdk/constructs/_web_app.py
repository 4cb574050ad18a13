"""An application that serves HTTP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import constructs

from .._errors import BuildError
from ..model import Body
from ._claim import Bucket, BucketStore, Cache, CacheServer, Database, Gateway, PostgresServer
from ._component_info import PodSecurity
from ._credential import Credential, CredentialStore, Generated
from ._manifest import Manifest
from ._network import Endpoint, Outside, Pods
from ._patch import Patch
from ._replicas import spread
from ._resources import resources
from ._telemetry import OtlpProtocol, OtlpReceiver
from ._unit_chart import UnitChart

__all__ = ["WebApp"]

USER = 65532
"""The user that containers run as: `nonroot` of the distroless images."""


class WebApp(UnitChart):
    """A Deployment with its Service, disruption budget, namespace and closed network; claims open what it needs.

    The container runs without privileges on a read-only root file system with `/tmp` to write to.

    Attributes:
        url: the address under which it is reached from outside, once it has a route; empty before.
    """

    def __init__(
        self,
        scope: constructs.Construct,
        id: str,
        *,
        image: str,
        port: int = 8080,
        replicas: int | None = None,
        command: Sequence[str] = (),
        args: Sequence[str] = (),
        env: Mapping[str, str] | None = None,
        health_path: str = "/",
        ready_path: str | None = None,
        cpu: str = "50m",
        memory: str = "64Mi",
        memory_limit: str = "256Mi",
        run_as_user: int = USER,
        namespace: str | None = None,
        pod_security: PodSecurity = "restricted",
        patches: tuple[Patch, ...] = (),
    ) -> None:
        """Run an application.

        Args:
            scope: the lab.
            id: name of the app, of its unit, its objects and by default its namespace.
            image: container image with a pinned tag or digest.
            port: the port that it listens on; by default 8080.
            replicas: pods; by default one on a single machine, else two.
            command: replaces the image's entry point; by default the image's own.
            args: arguments; by default the image's own.
            env: environment variables.
            health_path: path that answers with 200 while the app is well, else it is restarted; by default `/`.
            ready_path: path that answers with 200 while it can take requests; by default `health_path`.
            cpu: requested CPU; by default `50m`.
            memory: requested memory; by default `64Mi`.
            memory_limit: the memory at which it is stopped; by default `256Mi`.
            run_as_user: user id of the process; by default 65532, not root.
            namespace: by default the id.
            pod_security: Pod Security level of the namespace; by default `restricted`.
            patches: changes of single objects, each with a reason.

        Raises:
            BuildError: the image has neither a pinned tag nor a digest.
        """
        super().__init__(scope, id, namespace=namespace, patches=patches)
        self.url = ""
        _check_image(self.path, image)
        self.add_namespace(pod_security=pod_security)
        self.pod_labels = {"app.kubernetes.io/name": id}
        self.pods = Pods(namespace=self.namespace, labels=self.pod_labels)
        self.endpoint = Endpoint(pods=self.pods, port=port, name=id)
        self._container = _container(
            id,
            image=image,
            port=port,
            paths=(health_path, ready_path or health_path),
            resources=resources(cpu=cpu, memory=memory, limit=memory_limit),
        )
        if command:
            self._container["command"] = list(command)
        if args:
            self._container["args"] = list(args)
        for name, value in (env or {}).items():
            self.add_env(name, value)
        count = spread(len(self.surroundings.config.nodes)) if replicas is None else replicas
        self.deployment: Manifest = self._add("apps/v1", "Deployment", self._deployment(count, run_as_user))
        service = {"selector": dict(self.pod_labels), "ports": [{"name": "http", "port": 80, "targetPort": "http"}]}
        self.service: Manifest = self._add("v1", "Service", service)
        budget = {"maxUnavailable": 1, "selector": {"matchLabels": dict(self.pod_labels)}}
        self.disruption_budget: Manifest = self._add("policy/v1", "PodDisruptionBudget", budget)

    def add_env(self, name: str, value: str) -> None:
        """Set an environment variable.

        Raises:
            BuildError: the app sets it already.
        """
        self._set_env({"name": name, "value": value})

    def add_secret_env(self, name: str, *, secret: str, key: str) -> None:
        """Set an environment variable from a key of a Secret in the app's namespace.

        Raises:
            BuildError: the app sets it already.
        """
        reference = {"secretKeyRef": {"name": secret, "key": key}}
        self._set_env({"name": name, "valueFrom": reference})

    def _set_env(self, entry: Body) -> None:
        known: list[Body] = self._container.setdefault("env", [])
        if any(item["name"] == entry["name"] for item in known):
            raise BuildError(
                f"{self.path}: the environment variable {entry['name']} is set already; choose another with `env=`,"
                " or leave one of the two out"
            )
        known.append(entry)

    def add_password(self, env: str, *, length: int = 32, store: CredentialStore | None = None) -> Credential:
        """Set an environment variable to a password that is generated once in the cluster and kept for ever.

        Args:
            env: the environment variable; the credential is named after the app and it.
            length: letters and digits of the password; by default 32.
            store: where it is kept; by default the lab's.

        Raises:
            CapabilityError: the lab has nothing that generates credentials.
        """
        place = store or self.require(CredentialStore)
        name = f"{self.construct_id}-{env.lower().replace('_', '-')}"
        about = f"{env} of {self.construct_id}"
        credential = place.declare(self, name, generated={"password": Generated(length=length)}, about=about)
        self.add_secret_env(env, secret=place.hand_over(self, credential, secret=name), key="password")
        return credential

    def add_route(self, host: str | None = None, *, gateway: Gateway | None = None) -> str:
        """Make the app reachable from outside under a host name.

        Args:
            host: first label below the lab's domain, or a full host name; by default the app's id.
            gateway: the ingress; by default the lab's.

        Returns:
            The full host name.

        Raises:
            CapabilityError: the lab has no ingress, or several and none was chosen.
        """
        name = host or self.construct_id
        full = name if "." in name else f"{name}.{self.surroundings.config.domain}"
        way_in = gateway or self.require(Gateway)
        self.url = f"{way_in.scheme}://{full}"
        way_in.route(self, host=full, service=self.construct_id, port=80, to=self.endpoint, name=self.construct_id)
        return full

    def add_database(
        self, *, server: PostgresServer | str | None = None, database: str | None = None, env: str = "DATABASE_URL"
    ) -> Database:
        """Claim a PostgreSQL database with a role of its own.

        Args:
            server: the server, or its instance's name; by default the only one of the lab.
            database: name of database and role; by default the app's id.
            env: the environment variable that gets the connection URI; by default `DATABASE_URL`.

        Raises:
            CapabilityError: the lab has no PostgreSQL, or several and none was chosen.
        """
        provider = server if isinstance(server, PostgresServer) else self.require(PostgresServer, name=server)
        granted = provider.claim(self, client=self.pods, database=database)
        self.add_secret_env(env, secret=granted.secret, key="uri")
        return granted

    def add_bucket(self, name: str | None = None, *, store: BucketStore | None = None) -> Bucket:
        """Claim an S3 bucket; its address and keys come as the environment variables of the AWS command line.

        Args:
            name: name of the bucket; by default the app's id.
            store: the object storage; by default the first of the lab.

        Raises:
            CapabilityError: the lab has no object storage.
        """
        found = store or self.optional(BucketStore) or self.require(BucketStore)
        granted = found.claim(self, client=self.pods, bucket=name or self.construct_id)
        self.add_env("AWS_ENDPOINT_URL", granted.endpoint)
        self.add_env("AWS_REGION", granted.region)
        self.add_env("S3_BUCKET", granted.name)
        self.add_secret_env("AWS_ACCESS_KEY_ID", secret=granted.secret, key="access-key-id")
        self.add_secret_env("AWS_SECRET_ACCESS_KEY", secret=granted.secret, key="secret-access-key")
        return granted

    def add_cache(self, *, server: CacheServer | None = None, env: str = "REDIS_URL") -> Cache:
        """Claim a Redis-compatible cache.

        Args:
            server: the cache; by default the lab's.
            env: the environment variable that gets the connection URI; by default `REDIS_URL`.

        Raises:
            CapabilityError: the lab has no cache.
        """
        granted = (server or self.require(CacheServer)).claim(self, client=self.pods)
        self.add_secret_env(env, secret=granted.secret, key="uri")
        return granted

    def add_metrics(self, path: str = "/metrics", *, port: int | None = None) -> Endpoint:
        """Offer metrics in Prometheus' format.

        The pods carry the usual annotations, and the lab's metrics collector, where there is one, is let in.

        Args:
            path: by default `/metrics`.
            port: by default the app's own.
        """
        endpoint = Endpoint(pods=self.pods, port=port or self.endpoint.port, name=f"{self.construct_id}-metrics")
        template = self.deployment.body["spec"]["template"]["metadata"]
        template["annotations"] = {
            "prometheus.io/scrape": "true",
            "prometheus.io/port": str(endpoint.port),
            "prometheus.io/path": path,
        }
        if endpoint.port not in {item["containerPort"] for item in self._container["ports"]}:
            # Collectors find only ports that are declared.
            self._container["ports"].append({"name": "metrics", "containerPort": endpoint.port})
        self.monitoring.scrape(endpoint, path=path)
        return endpoint

    def add_traces(
        self, *, protocol: OtlpProtocol = "http/protobuf", receiver: OtlpReceiver | None = None
    ) -> OtlpReceiver:
        """Let the app send its traces; its OpenTelemetry SDK reads where to from the usual environment variables.

        Metrics and logs are not sent that way unless `OTEL_METRICS_EXPORTER` or `OTEL_LOGS_EXPORTER` is set before:
        metrics are collected by `add_metrics`, and what the app prints is its log.

        Args:
            protocol: `http/protobuf` or `grpc`; by default `http/protobuf`.
            receiver: the telemetry collector; by default the lab's.

        Raises:
            CapabilityError: the lab has no telemetry collector.
            BuildError: the app sets one of the variables already.
        """
        taking = receiver or self.require(OtlpReceiver)
        self.add_env("OTEL_EXPORTER_OTLP_ENDPOINT", taking.admit(self.pods, self, protocol=protocol))
        self.add_env("OTEL_EXPORTER_OTLP_PROTOCOL", protocol)
        self.add_env("OTEL_SERVICE_NAME", self.construct_id)
        known = {item["name"] for item in self._container["env"]}
        for name in ("OTEL_LOGS_EXPORTER", "OTEL_METRICS_EXPORTER"):
            if name not in known:
                self.add_env(name, "none")
        return taking

    def allow_internet(self) -> None:
        """Let the app reach public addresses."""
        self.network.allow_egress(self.pods, to=Outside(what="internet"))

    def _add(self, api_version: str, kind: str, spec: Body) -> Manifest:
        metadata = {"name": self.construct_id, "namespace": self.namespace, "labels": dict(self.pod_labels)}
        return self.add_manifest({"apiVersion": api_version, "kind": kind, "metadata": metadata, "spec": spec})

    def _deployment(self, replicas: int, run_as_user: int) -> Body:
        pod: Body = {
            "automountServiceAccountToken": False,
            "securityContext": {
                "runAsNonRoot": True,
                "runAsUser": run_as_user,
                "runAsGroup": run_as_user,
                "fsGroup": run_as_user,
                "seccompProfile": {"type": "RuntimeDefault"},
            },
            "containers": [self._container],
            "volumes": [{"name": "tmp", "emptyDir": {"sizeLimit": "64Mi"}}],
        }
        if replicas > 1:
            pod["topologySpreadConstraints"] = [
                {
                    "maxSkew": 1,
                    "topologyKey": "kubernetes.io/hostname",
                    "whenUnsatisfiable": "ScheduleAnyway",
                    "labelSelector": {"matchLabels": dict(self.pod_labels)},
                }
            ]
        return {
            "replicas": replicas,
            "revisionHistoryLimit": 3,
            "selector": {"matchLabels": dict(self.pod_labels)},
            "template": {"metadata": {"labels": dict(self.pod_labels)}, "spec": pod},
        }


def _container(name: str, *, image: str, port: int, paths: tuple[str, str], resources: Body) -> dict[str, Any]:
    alive, ready = ({"httpGet": {"path": path, "port": "http"}} for path in paths)
    return {
        "name": name,
        "image": image,
        "ports": [{"name": "http", "containerPort": port}],
        "resources": resources,
        "startupProbe": {**alive, "periodSeconds": 2, "failureThreshold": 60},
        "readinessProbe": {**ready, "periodSeconds": 10, "timeoutSeconds": 3},
        "livenessProbe": {**alive, "periodSeconds": 20, "timeoutSeconds": 5},
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        },
        "volumeMounts": [{"name": "tmp", "mountPath": "/tmp"}],
    }


def _check_image(path: str, image: str) -> None:
    name = image.rpartition("/")[2]
    tag = name.partition(":")[2]
    if "@sha256:" not in image and tag in ("", "latest"):
        raise BuildError(
            f"{path}: the image {image!r} is not pinned; add a tag such as {image.removesuffix(':latest')}:1.2.3, or a digest"
        )
