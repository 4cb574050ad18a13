from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from homelab_cdk.model import Body, seconds
from tests.checks.looking import found, lab_of, thing


def repository(**spec: object) -> Body:
    return thing("source.toolkit.fluxcd.io/v1", "HelmRepository", namespace="app", spec=spec)


def test_a_number_without_unit() -> None:
    assert found(lab_of(repository(interval="60")), "HL204") == [
        "app/helmrepository-one: HelmRepository.source.toolkit.fluxcd.io app/one: spec.interval is '60', which is no"
        " duration; write a number with ms, s, m or h, such as 10m or 1h30m",
    ]


def test_an_interval_of_seconds() -> None:
    assert found(lab_of(repository(interval="30s")), "HL204") == [
        "app/helmrepository-one: HelmRepository.source.toolkit.fluxcd.io app/one: spec.interval is '30s', which is"
        " shorter than a minute and wears out the API server; write at least 1m",
    ]


def test_hours_for_a_source() -> None:
    assert found(lab_of(repository(interval="1h", timeout="1h")), "HL204") == [
        "app/helmrepository-one: HelmRepository.source.toolkit.fluxcd.io app/one: spec.timeout is '1h', and a"
        " source's timeout takes no hours; write minutes",
    ]


def test_a_duration_inside_a_release() -> None:
    spec = {"interval": "1h", "install": {"strategy": {"retryInterval": "5 min"}}, "values": {"timeout": 3}}
    assert found(lab_of(thing("helm.toolkit.fluxcd.io/v2", "HelmRelease", namespace="app", spec=spec)), "HL204") == [
        "app/helmrelease-one: HelmRelease.helm.toolkit.fluxcd.io app/one: spec.install.strategy.retryInterval is '5"
        " min', which is no duration; write a number with ms, s, m or h, such as 10m or 1h30m",
    ]


def instance(interval: object) -> Body:
    sync = {"kind": "GitRepository", "interval": interval}
    return thing("fluxcd.controlplane.io/v1", "FluxInstance", "flux", namespace="app", spec={"sync": sync})


def test_an_instance_that_syncs_every_ten_seconds() -> None:
    assert found(lab_of(instance("10s")), "HL204") == [
        "app/fluxinstance-flux: FluxInstance.fluxcd.controlplane.io app/flux: spec.sync.interval is '10s', which is"
        " shorter than a minute and wears out the API server; write at least 1m",
    ]


@pytest.mark.parametrize("interval", ["every minute", 60, "1d"])
def test_an_instance_that_syncs_at_no_duration(interval: object) -> None:
    assert found(lab_of(instance(interval)), "HL204") == [
        f"app/fluxinstance-flux: FluxInstance.fluxcd.controlplane.io app/flux: spec.sync.interval is {interval!r}, which"
        " is no duration; write a number with ms, s, m or h, such as 10m or 1h30m",
    ]


def test_a_chart_that_is_looked_for_every_second() -> None:
    spec = {"interval": "1h", "chart": {"spec": {"interval": "1s"}}}
    assert found(lab_of(thing("helm.toolkit.fluxcd.io/v2", "HelmRelease", namespace="app", spec=spec)), "HL204") == [
        "app/helmrelease-one: HelmRelease.helm.toolkit.fluxcd.io app/one: spec.chart.spec.interval is '1s', which is"
        " shorter than a minute and wears out the API server; write at least 1m",
    ]


def test_retries_may_come_soon() -> None:
    spec = {"interval": "1h", "retryInterval": "30s", "install": {"strategy": {"retryInterval": "10s"}}}
    assert found(lab_of(thing("helm.toolkit.fluxcd.io/v2", "HelmRelease", namespace="app", spec=spec)), "HL204") == []


@pytest.mark.parametrize("interval", ["1m", "1h30m", "60s"])
def test_an_instance_that_syncs_in_time(interval: str) -> None:
    assert found(lab_of(instance(interval)), "HL204") == []


def test_durations_that_flux_reads() -> None:
    assert found(lab_of(repository(interval="1h30m", timeout="90s")), "HL204") == []


@given(st.integers(0, 99), st.integers(0, 59), st.integers(0, 59))
def test_hours_minutes_and_seconds_add_up(hours: int, minutes: int, rest: int) -> None:
    assert seconds(f"{hours}h{minutes}m{rest}s") == hours * 3600 + minutes * 60 + rest


@pytest.mark.parametrize("text", ["", "5", "1d", "-1m", "1 h", "h", 5, None])
def test_what_is_no_duration(text: object) -> None:
    assert seconds(text) is None
