"""Nothing is suggested with which the lab would not work."""

from __future__ import annotations

from pathlib import Path

from homelab_cdk.advice import advise
from homelab_cdk.checks import check
from homelab_cdk.constructs import Component, Ending
from homelab_cdk.rollout import rollout_of, simulate
from homelab_cdk.synth._run import build
from tests.advice.applying import applied
from tests.advice.made_up import LAB, advised, made_up, pods, refused, written
from tests.labs import config_map, custom

ONE = pods("one", cpu="200m", memory="256Mi")
TWO = pods("two", cpu="100m", memory="128Mi")


def test_every_suggested_lab_breaks_no_rule_and_comes_up(repository: Path) -> None:
    # GIVEN a lab without a lock, so that no facts belong to its choices as they are
    (repository / "homelab.lock").unlink()
    built = build(repository)
    errors = [str(finding) for finding in check(built) if finding.level == "error"]
    assert errors == []
    advice = advise(built, repository)
    text = (repository / "homelab.yaml").read_text(encoding="utf-8")
    assert len(advice.choices) > 5
    for choice in advice.choices:
        # WHEN somebody follows one advice
        (repository / "homelab.yaml").write_text(applied(text, choice.alternative), encoding="utf-8")
        then = build(repository)
        # THEN the lab is in order and comes up
        assert simulate(rollout_of(then)).converges, choice.alternative.write
        assert [str(item) for item in check(then) if item.level == "error"] == [], choice.alternative.write


def test_what_others_require_is_left_out() -> None:
    text = f"{LAB}gitServer: gitea\ndatabases: {{postgresql: {{main: {{}}}}}}\ncertificates: cert-manager\n"
    text = text.replace("192.168.1.0/24\n", "192.168.1.0/24\n  loadBalancer: [192.168.1.200-192.168.1.220]\n")
    advice = advised(f"{text}secrets: external-secrets\ningress: traefik\nloadBalancer: metallb\n")
    assert refused(advice) == {
        "databases: none": "gitea needs PostgreSQL, which nothing in this lab provides",
        "ingress: none": "gitea needs an ingress, which nothing in this lab provides",
        "loadBalancer: none": "traefik needs a load balancer, which nothing in this lab provides",
        "secrets: none": "postgresql-main needs generated credentials, which nothing in this lab provides",
    }
    assert "gitServer: none" in written(advice.turn_off)


def test_what_an_app_requires_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "apps").mkdir()
    (tmp_path / "apps" / "hello.py").write_text(
        "from homelab_cdk import Lab, WebApp\n\n\n"
        "def build(lab: Lab) -> None:\n"
        '    WebApp(lab, "hello", image="registry.example.com/hello:1.0.0").add_database()\n'
    )
    text = f"{LAB}secrets: external-secrets\ndatabases: {{postgresql: {{main: {{}}}}}}\n"
    assert refused(advised(text, tmp_path))["databases: none"] == (
        "hello needs PostgreSQL, which nothing in this lab provides"
    )


def test_what_would_break_a_rule_is_left_out() -> None:
    def clash(component: Component) -> None:
        component.add_manifest({**config_map("coredns"), "metadata": {"name": "x", "namespace": "nowhere"}})

    with made_up("one", *ONE), made_up("two", *TWO, building=clash):
        advice = advised(f"{LAB}artifacts: one\n")
    assert list(refused(advice)) == ["artifacts: two"]
    assert "nowhere" in refused(advice)["artifacts: two"]
    assert written(advice.choices) == ["artifacts: none"]


def test_what_cannot_be_ordered_is_left_out() -> None:
    with made_up("one", *ONE), made_up("two", custom("Widget", "widgets.example.com")):
        advice = advised(f"{LAB}artifacts: one\n")
    assert list(refused(advice)) == ["artifacts: two"]
    assert "Widget" in refused(advice)["artifacts: two"]


def test_what_would_never_come_up_is_left_out() -> None:
    """A claim of a StorageClass that nobody makes."""
    claim = pods("two", cpu="100m", memory="128Mi", claim="1Gi")
    claim[1]["spec"]["storageClassName"] = "gold"
    with made_up("one", *ONE), made_up("two", *claim):
        advice = advised(f"{LAB}artifacts: one\n")
    assert list(refused(advice)) == ["artifacts: two"]
    assert "StorageClass gold" in refused(advice)["artifacts: two"]


def test_what_has_options_that_only_a_person_knows_is_left_out() -> None:
    advice = advised(f"{LAB}secrets: external-secrets\nobjectStorage: seaweedfs\n")
    assert refused(advice)["objectStorage: external-s3"] == "needs endpoint, which only you know"


def test_the_cluster_keeps_what_it_cannot_do_without() -> None:
    advice = advised(f"{LAB}gitOps: flux\n")
    assert refused(advice) == {"gitOps: none": "the cluster does not work without it"}


def test_what_k3s_has_takes_the_place_of_what_leaves() -> None:
    advice = advised(f"{LAB}cni: calico\n")
    [other] = advice.others
    assert (other.alternative.write, other.takes_over) == ("cni: none", "flannel")
    assert advice.turn_off == ()


def test_k3s_has_no_gateway_where_the_lab_keeps_the_crds_of_the_gateway_api() -> None:
    text = LAB.replace("192.168.1.0/24\n", "192.168.1.0/24\n  loadBalancer: [192.168.1.200-192.168.1.220]\n")
    advice = advised(f"{text}gatewayApi: gateway-api\nloadBalancer: metallb\ningress: traefik\n")
    [without] = [item for item in advice.choices if item.alternative.write == "ingress: none"]
    assert without.takes_over == ""


def test_a_cluster_of_kubeadm_keeps_its_network() -> None:
    text = LAB.replace("nodes:\n", "cluster: {distribution: kubeadm}\nnodes:\n", 1)
    advice = advised(f"{text}cni: calico\n")
    assert list(refused(advice)) == ["cni: none"]


def test_what_comes_later_or_is_at_its_end_is_no_alternative() -> None:
    with (
        made_up("one", *ONE, phase=2),
        made_up("later", *TWO, phase=4),
        made_up("over", *TWO, phase=2, ending=Ending(reason="archived", successor="one")),
    ):
        advice = advised(f"{LAB}rollout: {{phase: 3}}\nartifacts: one\n")
        assert written(advice.choices) == ["artifacts: none"]
        assert refused(advice) == {}
        # and an answer that is not rolled out yet takes nothing
        assert advised(f"{LAB}rollout: {{phase: 1}}\nartifacts: one\n").choices == ()


def test_what_the_lab_has_already_is_no_alternative() -> None:
    with made_up("one", *ONE, slot="ciEngine"), made_up("two", *TWO, slot="ciEngine"):
        advice = advised(f"{LAB}ciEngine: [one, two]\n")
    assert written(advice.turn_off) == ["ciEngine without one", "ciEngine without two"]
    assert advice.others == ()


def test_the_least_important_goes_first_and_then_the_largest() -> None:
    with (
        made_up("core", *pods("core", cpu="1", memory="8Gi"), slot="artifacts", phase=2),
        made_up("small", *pods("small", cpu="1", memory="1Gi"), slot="ciEngine", phase=4),
        made_up("large", *pods("large", cpu="1", memory="2Gi"), slot="imageBuilder", phase=4),
        made_up("third", *pods("third", cpu="1", memory="4Gi"), slot="registry", phase=3),
    ):
        advice = advised(f"{LAB}artifacts: core\nciEngine: small\nimageBuilder: large\nregistry: third\n")
    assert written(advice.turn_off) == ["imageBuilder: none", "ciEngine: none", "registry: none", "artifacts: none"]


def test_what_it_brought_goes_along() -> None:
    with made_up("one", *ONE, brings=("two",)), made_up("two", *TWO, slot="registry"):
        [none] = advised(f"{LAB}artifacts: one\n").turn_off
    assert (none.alternative.write, none.gone) == ("artifacts: none", ("two",))
    assert (none.saves.cpu, none.saves.memory) == (200 + 100, (256 + 128) * 1024**2)


def test_new_warnings_come_with_the_advice() -> None:
    """Without the NAS, backups lie in the lab itself."""
    text = f"{LAB}secrets: external-secrets\nbackup: velero\nobjectStorage:\n  seaweedfs: {{}}\n"
    advice = advised(f"{text}  external-s3: {{endpoint: https://nas.home.example.com:9000}}\n")
    choice = next(item for item in advice.choices if item.alternative.write == "objectStorage without external-s3")
    assert [text for text in choice.warnings if "lab's own disks" in text]


def test_that_a_lock_has_to_be_made_anew_is_no_warning(repository: Path) -> None:
    """A star says so."""
    warnings = [text for choice in advise(build(repository), repository).choices for text in choice.warnings]
    assert [text for text in warnings if "homelab lock" in text] == []
    assert warnings != []


def test_a_lab_that_does_not_fit_is_told_what_makes_it_fit() -> None:
    with made_up("one", *pods("one", cpu="1", memory="40Gi")), made_up("two", *TWO):
        advice = advised(f"{LAB}artifacts: one\n")
    assert [(item.alternative.write, item.fits) for item in advice.choices] == [
        ("artifacts: two", True),
        ("artifacts: none", True),
    ]


def test_nothing_is_written(repository: Path, tmp_path: Path) -> None:
    def tree() -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in sorted(tmp_path.rglob("*")) if path.is_file()}

    before = tree()
    advise(build(repository), repository)
    assert tree() == before
