"""What an advice says is saved is the difference of two plans."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings

from homelab_cdk.advice import Saving, advise
from homelab_cdk.capacity import plan_of
from homelab_cdk.components import load_components
from homelab_cdk.synth._run import build
from tests.advice.applying import applied
from tests.advice.made_up import LAB, NOWHERE, advised, built_of, made_up, pods
from tests.capacity.planning import GI, MI
from tests.constructs.conftest import Counting
from tests.strategies import lab_configs

load_components()


def test_counted_by_hand() -> None:
    # GIVEN two components of one slot, and a lab with the larger one
    large = pods("large", cpu="250m", memory="512Mi", replicas=2, claim="10Gi")
    small = pods("small", cpu="100m", memory="128Mi", claim="1Gi")
    with made_up("large", *large), made_up("small", *small):
        advice = advised(f"{LAB}artifacts: large\n")
    # THEN it takes 2 x 250m and 2 x 512Mi, 10Gi on the one machine's disk, beside coredns (100m, 70Mi) and metrics-server
    # (100m, 200Mi) of k3s
    assert (advice.wanted.cpu, advice.wanted.memory, advice.wanted.disk) == (
        2 * 250 + 100 + 100,
        (2 * 512 + 70 + 200) * MI,
        10 * GI,
    )
    # and with the other one the difference is saved, and without any all of it
    [other] = advice.others
    assert other.alternative.write == "artifacts: small"
    assert other.saves == Saving(cpu=2 * 250 - 100, memory=(2 * 512 - 128) * MI, disk=(10 - 1) * GI)
    [none] = advice.turn_off
    assert none.alternative.write == "artifacts: none"
    assert none.saves == Saving(cpu=2 * 250, memory=2 * 512 * MI, disk=10 * GI)
    assert advice.in_vain == ()


def test_copies_count_each() -> None:
    """Longhorn keeps three copies on three machines, local-path one."""
    machines = "\n".join(
        f"  node-{number}: {{address: 192.168.1.{10 + number}, roles: [server], cores: 8, memory: 32Gi,"
        " disks: {sda: {size: 1Ti, kind: ssd}}}"
        for number in (1, 2, 3)
    )
    start, _, rest = LAB.partition("  node-1")
    text = f"{start}{machines}\n{rest.partition(chr(10))[2]}storage: longhorn\nartifacts: archive\n"
    with made_up("archive", *pods("archive", cpu="10m", memory="16Mi", claim="10Gi")):
        advice = advised(text)
    local = next(item for item in advice.others if item.alternative.write == "storage: local-path")
    assert local.saves.disk == 3 * 10 * GI - 10 * GI


def test_a_choice_that_takes_more_saves_nothing() -> None:
    large = pods("large", cpu="250m", memory="512Mi")
    small = pods("small", cpu="100m", memory="128Mi")
    with made_up("large", *large), made_up("small", *small):
        advice = advised(f"{LAB}artifacts: small\n")
    assert advice.others == ()
    [vain] = advice.in_vain
    assert (vain.alternative.write, vain.saves) == ("artifacts: large", Saving(cpu=-150, memory=-384 * MI))


def test_of_every_choice_of_a_real_lab(repository: Path) -> None:
    # GIVEN the advice for a lab
    built = build(repository)
    advice = advise(built, repository)
    assert len(advice.choices) > 5
    text = (repository / "homelab.yaml").read_text(encoding="utf-8")
    for choice in advice.choices:
        # WHEN somebody writes what it says
        (repository / "homelab.yaml").write_text(applied(text, choice.alternative), encoding="utf-8")
        then = plan_of(build(repository))
        # THEN the lab takes that much less
        assert choice.saves == Saving.between(plan_of(built).wanted, then.wanted), choice.alternative.write


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(lab_configs())
def test_of_every_choice_of_any_lab(text: str) -> None:
    before = plan_of(built_of(text)).wanted
    for choice in advised(text).choices:
        then = built_of(applied(text, choice.alternative))
        assert choice.saves == Saving.between(before, plan_of(then).wanted), choice.alternative.write
        # The lab that was compared is the one that the reader makes of the file.
        read, weighed = then.lab.config, choice.alternative.config
        assert [(item.id, dict(item.options)) for item in read.components] == [
            (item.id, dict(item.options)) for item in weighed.components
        ]
        assert read.refused == weighed.refused


def test_nothing_crosses_into_node(crossings: Counting) -> None:
    with made_up("large", *pods("large", cpu="1", memory="1Gi")):
        built = built_of(f"{LAB}artifacts: large\n")
        with crossings() as sent:
            advise(built, NOWHERE)
    assert sent == []
