"""Where logs and traces go: the capabilities that take them in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ._capability import Capability
from ._network import Endpoint, Pods

if TYPE_CHECKING:
    from ._unit_chart import UnitChart

__all__ = ["LogStore", "OtlpProtocol", "OtlpReceiver", "TraceStore"]

OtlpProtocol = Literal["http/protobuf", "grpc"]
"""The ways to send OTLP, in the words of OpenTelemetry's environment variables."""


class LogStore(Capability):
    """Keeps logs, and takes them in by Loki's protocol and by OTLP.

    Attributes:
        push_url: where collectors of logs push to (Loki's protocol).
        otlp_url: where OpenTelemetry collectors send logs to (OTLP over HTTP, without `/v1/logs`).
        endpoint: the pods and the port behind both.
    """

    title = "a log store"

    def __init__(
        self, *, name: str, provider: UnitChart | None = None, push_url: str, otlp_url: str, endpoint: Endpoint
    ) -> None:
        """Describe where logs are taken in."""
        super().__init__(name=name, provider=provider)
        self.push_url = push_url
        self.otlp_url = otlp_url
        self.endpoint = endpoint

    def admit(self, client: Pods, owner: UnitChart) -> None:
        """Let pods of the owner send logs."""
        owner.network.connect(client, self.endpoint)


class TraceStore(Capability):
    """Keeps traces; a telemetry collector feeds it.

    Attributes:
        address: host and port that take OTLP over gRPC, without TLS.
        endpoint: the pods and the port behind it.
    """

    title = "a trace store"

    def __init__(self, *, name: str, provider: UnitChart | None = None, address: str, endpoint: Endpoint) -> None:
        """Describe where traces are taken in."""
        super().__init__(name=name, provider=provider)
        self.address = address
        self.endpoint = endpoint

    def admit(self, client: Pods, owner: UnitChart) -> None:
        """Let pods of the owner send traces."""
        owner.network.connect(client, self.endpoint)


class OtlpReceiver(Capability):
    """Takes in what programs tell of themselves, by OTLP.

    Attributes:
        urls: where programs send it, by protocol.
        endpoints: the pods and ports behind the URLs, by protocol.
    """

    title = "a telemetry collector"

    def __init__(
        self,
        *,
        name: str,
        provider: UnitChart | None = None,
        urls: dict[OtlpProtocol, str],
        endpoints: dict[OtlpProtocol, Endpoint],
    ) -> None:
        """Describe where telemetry is taken in."""
        super().__init__(name=name, provider=provider)
        self.urls = urls
        self.endpoints = endpoints

    def admit(self, client: Pods, owner: UnitChart, *, protocol: OtlpProtocol) -> str:
        """Let pods of the owner send telemetry; the result is the URL."""
        owner.network.connect(client, self.endpoints[protocol])
        return self.urls[protocol]
