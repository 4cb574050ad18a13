"""Looking at any tree of objects, whoever made it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from homelab_cdk._errors import BuildError
from homelab_cdk.checks import check_tree, examine_tree
from homelab_cdk.model import Body
from tests.checks.looking import deployment, service, thing


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def configmap(name: str) -> str:
    return f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}, namespace: tea}}\n"


def kustomization(name: str, path: str, **more: object) -> str:
    extra = "".join(f"  {key}: {value}\n" for key, value in more.items())
    return (
        "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n"
        f"metadata: {{name: {name}, namespace: flux-system}}\n"
        f"spec:\n  path: {path}\n  interval: 1h\n  prune: true\n"
        f"  sourceRef: {{kind: GitRepository, name: flux-system}}\n{extra}"
    )


RELEASE = """\
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: tea, namespace: tea}
spec: {timeout: 20m}
"""


def of(code: str, source: Path | list[Body]) -> list[str]:
    return [
        f"{finding.place}: {finding.where}: {finding.subject}" for finding in check_tree(source) if finding.code == code
    ]


def test_objects_that_stand_in_no_file() -> None:
    bodies = [deployment(container={"image": "web:latest"}), service()]
    assert of("HL706", bodies) == ["None: objects/deployment-web: Deployment.apps default/web"]
    assert of("HL609", bodies) == []


def test_a_finding_in_a_folder_names_file_and_line(tmp_path: Path) -> None:
    write(tmp_path, {"tea/all.yaml": f"{configmap('green')}---\n# twice\n{configmap('green')}"})
    assert of("HL201", tmp_path) == ["tea/all.yaml:6: tea/configmap-tea-green-1: ConfigMap tea/green"]


def test_a_sound_tree_has_no_findings(tmp_path: Path) -> None:
    write(tmp_path, {"tea/all.yaml": configmap("green"), "coffee/all.yaml": configmap("black")})
    assert check_tree(tmp_path) == []


@pytest.mark.parametrize("path", ["./clusters/home/tea", "tea", "./tea/"])
@pytest.mark.parametrize(("timeout", "found"), [("10m", 1), ("30m", 0)])
def test_a_kustomization_of_the_tree_is_that_of_its_folder(tmp_path: Path, path: str, timeout: str, found: int) -> None:
    """GIVEN a release in a folder that a Kustomization applies, THEN their timeouts are compared."""
    write(tmp_path, {"flux/tea.yaml": kustomization("tea", path, timeout=timeout), "tea/release.yaml": RELEASE})
    assert len(of("HL207", tmp_path)) == found


def test_a_chain_of_kustomizations_is_too_long(tmp_path: Path) -> None:
    for number in range(1, 6):
        waits = {"dependsOn": f"[{{name: unit-{number - 1}}}]"} if number > 1 else {}
        write(
            tmp_path,
            {
                f"flux/{number}.yaml": kustomization(f"unit-{number}", f"unit-{number}", **waits),
                f"unit-{number}/one.yaml": configmap(f"one-{number}"),
            },
        )
    assert of("HL301", tmp_path) == ["None: unit-5: unit unit-5"]


def test_kustomizations_that_wait_for_each_other(tmp_path: Path) -> None:
    for one, other in (("tea", "milk"), ("milk", "tea")):
        unit = kustomization(one, one, dependsOn=f"[{{name: {other}}}]")
        write(tmp_path, {f"flux/{one}.yaml": unit, f"{one}/one.yaml": configmap(one)})
    [finding] = [finding for finding in check_tree(tmp_path) if finding.code == "HL301"]
    assert finding.reason == "it waits for itself: milk waits for tea waits for milk"


def test_what_needs_a_lab_is_not_checked_and_said_so() -> None:
    report = examine_tree([deployment()])
    assert report.outcomes["HL501"] == "cannot tell"
    assert [(one.subject, one.where) for one in report.unchecked if one.code == "HL501"] == [("the tree", "")]
    assert report.outcomes["HL706"] == "passes"


@pytest.mark.parametrize("code", ["HL651", "HL653", "HL658", "HL660", "HL756"])
def test_what_the_machines_and_declared_edges_are_no_object_tells(code: str) -> None:
    pods = deployment(container={"ports": [{"containerPort": 80, "hostPort": 22}]})
    pods["spec"]["replicas"] = 3
    policy = thing("networking.k8s.io/v1", "NetworkPolicy", namespace="default", spec={"podSelector": {}})
    assert examine_tree([pods, policy]).outcomes[code] == "cannot tell"


def test_what_a_chart_renders_is_not_known(tmp_path: Path) -> None:
    write(tmp_path, {"tea/release.yaml": RELEASE})
    [one] = [one for one in examine_tree(tmp_path).unchecked if one.code == "HL702"]
    assert (str(one.place), one.reason) == ("tea/release.yaml:1", "nothing is known of what its chart renders")


def test_files_that_hold_no_objects_are_left_aside_and_listed(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            ".github/workflows/ci.yaml": "on: push",
            "kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: []\n",
            "tea/broken.yaml": "a: [",
            "tea/list.yaml": "- 1\n",
            "tea/nameless.yaml": "apiVersion: v1\nkind: ConfigMap\n",
            "tea/values.yaml": "replicas: 1\n",
        },
    )
    report = examine_tree(tmp_path)
    assert [line.split(":")[0] for line in report.skipped] == [
        "tea/broken.yaml",
        "tea/list.yaml",
        "tea/nameless.yaml",
        "tea/values.yaml",
    ]
    assert report.skipped[-1] == "tea/values.yaml:1: it is no Kubernetes object: it has no apiVersion"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="there is no such folder"):
        check_tree(tmp_path / "gone")


def test_objects_with_names_that_are_paths() -> None:
    role = thing("rbac.authorization.k8s.io/v1", "ClusterRole", "a/b")
    assert of("HL101", [role]) == ["None: objects/clusterrole-a-b: ClusterRole.rbac.authorization.k8s.io a/b"]


def inventory(*names: str) -> str:
    return json.dumps({"version": 1, "files": {name: {"sha256": "", "construct": "lab"} for name in names}})


@pytest.mark.parametrize(
    ("tree", "name"),
    [
        ("", "generated/hosts/node-1/manifests/one.yaml"),
        ("generated/", "generated/hosts/node-1/manifests/one.yaml"),
        ("lab/generated/", "generated/hosts/node-1/manifests/one.yaml"),
    ],
)
def test_what_the_machines_hand_over_to_flux_counts_once(tmp_path: Path, tree: str, name: str) -> None:
    """GIVEN a tree of this library, wherever it lies, THEN what k3s applies before Flux does is no second owner."""
    place = f"{tree}hosts/node-1/manifests/one.yaml"
    files = {
        f"{tree}tea/all.yaml": configmap("green"),
        place: f"{configmap('green')}---\n{configmap('white')}---\n{configmap('white')}",
        f"{tree}inventory.json": inventory(name),
    }
    write(tmp_path, files)
    # What the machines alone apply is looked at, but once.
    assert of("HL201", tmp_path) == []
    bad = {place: files[place].replace("name: white", "name: White")}
    assert of("HL101", write(tmp_path, bad)) == [
        f"{place}:5: {Path(place).parent.as_posix().replace('/', '-')}/configmap-tea-White: ConfigMap tea/White"
    ]


def test_what_a_person_hands_over_to_flux_counts_once(tmp_path: Path) -> None:
    files = {
        "generated/tea/all.yaml": configmap("green"),
        "flux/one.yaml": configmap("green"),
        "generated/inventory.json": inventory("flux/one.yaml", "generated/tea/all.yaml"),
    }
    assert of("HL201", write(tmp_path, files)) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"files": []}',
        inventory("generated/tea/all.yaml"),
        inventory("hosts/node-1/manifests/one.yaml"),
        inventory("generated/hosts/node-1/manifests/another.yaml"),
    ],
)
def test_what_no_inventory_tells_of_has_two_owners(tmp_path: Path, text: str) -> None:
    files = {
        "tea/all.yaml": configmap("green"),
        "hosts/node-1/manifests/one.yaml": configmap("green"),
        "inventory.json": text,
    }
    assert len(of("HL201", write(tmp_path, files))) == 1
