"""Metrics, alerts and dashboards: what a component or app has to show, and the capabilities that show it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from .._errors import BuildError
from ._capability import Capability
from ._network import Endpoint

if TYPE_CHECKING:
    from ._unit_chart import UnitChart

__all__ = [
    "AlertRule",
    "Dashboard",
    "Dashboards",
    "DataSource",
    "MetricsCollector",
    "Monitoring",
    "Scrape",
    "SecretKey",
    "Severity",
]

Severity = Literal["info", "warning", "critical"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretKey:
    """One key of a Secret."""

    secret: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scrape:
    """Metrics in Prometheus' format.

    Attributes:
        endpoint: the pods and the port that they listen on.
        path: by default `/metrics`.
        scheme: by default `http`; the certificate of `https` is not checked.
        bearer_token: whether the collector shows the token of its ServiceAccount.
        token: where a token of the endpoint's own is kept that the collector shows, in the namespace of whom it is about.
        params: parameters of the query, each with its values.
    """

    endpoint: Endpoint
    path: str = "/metrics"
    scheme: Literal["http", "https"] = "http"
    bearer_token: bool = False
    token: SecretKey | None = None
    params: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse two tokens at once."""
        if self.bearer_token and self.token is not None:
            raise BuildError(f"port {self.endpoint.port} is scraped with two tokens; give either bearer_token or token")


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRule:
    """A condition that somebody has to know of.

    Attributes:
        name: in the words of Prometheus, `VolumeAlmostFull`.
        expr: PromQL; the alert is about each series that it gives.
        minutes: how long it must hold.
        severity: `critical` wakes people, `warning` waits until they look, `info` is for the record.
        summary: one sentence, which may quote `{{ $labels.… }}` and `{{ $value }}`.
        description: what to do about it.
    """

    name: str
    expr: str
    minutes: int = 0
    severity: Severity = "warning"
    summary: str
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    """A dashboard for Grafana: upstream's by its pinned URL, or one of our own as a Grafana model.

    Attributes:
        name: unique in the namespace; also the name of its file.
        folder: the folder that it is shown in.
        url: where upstream keeps it, at a version that does not change.
        content: the dashboard itself, where upstream has none.
    """

    name: str
    folder: str
    url: str = ""
    content: Mapping[str, Any] | None = None

    def __post_init__(self) -> None:
        """Refuse a dashboard that comes from nowhere or from two places."""
        if bool(self.url) == (self.content is not None):
            raise BuildError(f"the dashboard {self.name} has to have either a url or content")


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSource:
    """Something that dashboards read from.

    Attributes:
        name: what people see.
        uid: how dashboards and other data sources refer to it.
        type: Grafana's plugin, such as `loki` or `jaeger`.
        url: where Grafana's server reaches it.
        endpoint: the pods and the port behind the URL.
        settings: the plugin's `jsonData`, as in Grafana's provisioning files: a dollar sign is written `$$`.
    """

    name: str
    uid: str
    type: str
    url: str
    endpoint: Endpoint
    settings: Mapping[str, Any] = field(default_factory=dict)


class MetricsCollector(Capability):
    """Collects metrics and judges them.

    Attributes:
        tells: the names of those who are told of alerts; none where alerts are only shown.
    """

    title = "a metrics collector"
    tells: Sequence[str] = ()

    @abstractmethod
    def scrape(self, owner: UnitChart, scrape: Scrape) -> None:
        """Collect the metrics of an endpoint, with an object of the owner's and the edge that it needs."""

    @abstractmethod
    def alert(self, owner: UnitChart, name: str, rules: Sequence[AlertRule]) -> None:
        """Judge a group of rules, with an object of the owner's."""


class Dashboards(Capability):
    """Shows dashboards to people."""

    title = "dashboards"

    @abstractmethod
    def dashboard(self, owner: UnitChart, dashboard: Dashboard) -> None:
        """Show a dashboard, with an object of the owner's."""

    @abstractmethod
    def data_source(self, owner: UnitChart, source: DataSource) -> None:
        """Read from something of the owner's, with an object of the owner's and the edge that it needs."""


class Monitoring:
    """What one unit chart shows of itself; it reaches the lab's collector and dashboards, whichever is built first.

    In a lab without them nothing comes of it.
    """

    def __init__(self, owner: UnitChart) -> None:
        """Start with nothing to show."""
        self._owner = owner

    def scrape(
        self,
        endpoint: Endpoint,
        *,
        path: str = "/metrics",
        scheme: Literal["http", "https"] = "http",
        bearer_token: bool = False,
        token: SecretKey | None = None,
        params: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Have the metrics of an endpoint collected; the arguments are those of `Scrape`."""
        scrape = Scrape(
            endpoint=endpoint,
            path=path,
            scheme=scheme,
            bearer_token=bearer_token,
            token=token,
            params=params or {},
        )
        self._owner.when(MetricsCollector, lambda collector: collector.scrape(self._owner, scrape))

    def alert(self, name: str, rules: Sequence[AlertRule]) -> None:
        """Have a group of rules judged; `name` is unique in the chart's namespace."""
        self._owner.when(MetricsCollector, lambda collector: collector.alert(self._owner, name, rules))

    def dashboard(self, dashboard: Dashboard) -> None:
        """Have a dashboard shown."""
        self._owner.when(Dashboards, lambda board: board.dashboard(self._owner, dashboard))

    def data_source(self, source: DataSource) -> None:
        """Offer something to read from to dashboards."""
        self._owner.when(Dashboards, lambda board: board.data_source(self._owner, source))
