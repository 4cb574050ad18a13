"""`apps/<name>/*.yaml` passes through loss-free."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from homelab_cdk._errors import BuildError
from homelab_cdk.constructs import Lab
from homelab_cdk.model import Body
from homelab_cdk.synth._apps import add_apps
from tests.labs import bodies, one

Add = Callable[..., Lab]


@pytest.fixture
def add(tmp_path: Path) -> Add:
    """Write files below `apps/app/` and build a lab from them."""

    def build(**files: str) -> Lab:
        folder = tmp_path / "apps" / "app"
        folder.mkdir(parents=True)
        for name, text in files.items():
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        lab = Lab()
        add_apps(lab, tmp_path / "apps")
        return lab

    return build


SCALARS = [
    *("null", "~", "", "Null", "'null'", "true", "True", "yes", "on", "off", "No", "y", "n", "'on'"),
    *("08", "010", "0o10", "0x1F", "0b11", "1_000", "-7", "+7", "007", "09.5", "'08'", "0"),
    *("1.0", "1e3", "-2.5E-3", ".5", "5.", "1.2.3", "12e03", "'1e3'", "99999999999"),
    *("2026-11-23", "2026-11-23T10:00:00Z", "22:22", "1:30:00", "190:20:30.15", "=", "<", "'='"),
    *("8080:80", "1.5Gi", "100m", "0755", "deadbeef", "1e", "e3", "0x", "0b2", "+1e2", "--5"),
    *('"a\\tb"', "'it''s'", "plain text", "a: b".replace(": ", ":"), "!!str 12", "!!int '3'", "äöü😀"),
]


@pytest.mark.parametrize("scalar", SCALARS)
def test_scalars_mean_what_they_mean_to_kubernetes(
    add: Add, scalar: str, kubernetes_reads: Callable[[str], Any]
) -> None:
    text = f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a, namespace: app}}\ndata:\n  a: {scalar}\n"
    ours = one(add(file=text), "ConfigMap", "a")["data"]["a"]
    theirs = kubernetes_reads(text)["data"]["a"]
    assert ours == theirs
    assert isinstance(ours, bool) == isinstance(theirs, bool)
    assert isinstance(ours, str) == isinstance(theirs, str)


@pytest.mark.parametrize("key", ["on", "1", "0x10", "true", "plain", "'on'", "08"])
def test_keys_mean_what_they_mean_to_kubernetes(add: Add, key: str, kubernetes_reads: Callable[[str], Any]) -> None:
    text = f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a, namespace: app}}\ndata:\n  {key}: x\n"
    assert one(add(file=text), "ConfigMap", "a")["data"] == kubernetes_reads(text)["data"]


def _map(name: str, data: str = "{}", extra: str = "") -> str:
    return f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}{extra}}}\ndata: {data}\n"


def test_several_documents_and_files_keep_their_order(add: Add) -> None:
    lab = add(b=_map("three"), a=f"---\n{_map('one')}---\n# nothing but a comment\n---\n{_map('two')}")
    names = [body["metadata"]["name"] for body in bodies(lab) if body["kind"] == "ConfigMap"]
    assert names == ["one", "two", "three"]


def test_what_names_no_namespace_gets_the_app_s(add: Add) -> None:
    role = "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: r}\n---\n"
    cluster = "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: c}\n---\n"
    custom = "apiVersion: snapshot.storage.k8s.io/v1\nkind: Thing\nmetadata: {name: t}\n---\n"
    lab = add(file=role + cluster + custom + _map("m") + "---\n" + _map("other", extra=", namespace: default"))
    found = {body["metadata"]["name"]: body["metadata"].get("namespace") for body in bodies(lab)}
    expected = {"r": "app", "c": None, "t": None, "m": "app", "other": "default"}
    assert {name: found[name] for name in expected} == expected


def test_the_namespace_is_made_unless_the_files_bring_one(add: Add) -> None:
    assert one(add(file=_map("m")), "Namespace", "app")["metadata"]["labels"]


def test_a_namespace_of_the_files_is_theirs(add: Add) -> None:
    lab = add(file="apiVersion: v1\nkind: Namespace\nmetadata: {name: app}\n---\n" + _map("m"))
    assert one(lab, "Namespace", "app") == {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "app"}}


def test_a_list_is_taken_apart(add: Add) -> None:
    items = "".join("- " + _map(name).replace("\n", "\n  ").rstrip() + "\n" for name in ("one", "two"))
    lab = add(file=f"apiVersion: v1\nkind: List\nitems:\n{items}")
    assert one(lab, "ConfigMap", "one") and one(lab, "ConfigMap", "two")


def test_anchors_and_merge_keys_are_resolved(add: Add, kubernetes_reads: Callable[[str], Body]) -> None:
    text = _map("m").replace("data: {}", "base: &b {k: 1, m: 2}\ndata: {<<: *b, m: 3}")
    assert one(add(file=text), "ConfigMap", "m")["data"] == kubernetes_reads(text)["data"] == {"k": 1, "m": 3}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [1", "this is no YAML: while parsing a flow sequence"),
        ("a: 1\na: 2\n", "this is no YAML: found the key 'a' twice in"),
        ("- a\n", "document 1 is no Kubernetes object; it needs apiVersion, kind and metadata.name"),
        ("just text\n", "document 1 is no Kubernetes object"),
        ("kind: A\n", "document 1 has no apiVersion, got None; every object needs one"),
        ("apiVersion: v1\nkind: A\n", "document 1 has no metadata.name, got None"),
        ("apiVersion: v1\nkind: A\nmetadata: null\n", "document 1 has no metadata.name, got None"),
        ("apiVersion: v1\nkind: A\nmetadata: x\n", "document 1 has no metadata.name, got None"),
        ("apiVersion: v1\nkind: A\nmetadata: {name: 12}\n", "document 1 has no metadata.name, got 12"),
        (_map("a") + "---\n" + _map("a"), "document 2: app already has a construct 'configmap-a'"),
        ("a: !custom x\n", "this is no YAML: could not determine a constructor"),
        ("a: \x01\n", "this is no YAML: "),
    ],
)
def test_what_is_refused_names_file_and_document(add: Add, tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(BuildError) as error:
        add(file=text)
    assert str(error.value).startswith(f"{tmp_path / 'apps' / 'app' / 'file.yaml'}: {message}")
    assert "\n" not in str(error.value)


def test_a_file_that_is_no_utf_8(tmp_path: Path) -> None:
    folder = tmp_path / "apps" / "app"
    folder.mkdir(parents=True)
    (folder / "file.yaml").write_bytes(b"a: \xff\n")
    with pytest.raises(BuildError, match=r"file\.yaml: this is no text in UTF-8"):
        add_apps(Lab(), tmp_path / "apps")


def test_folders_without_yaml_and_hidden_ones_are_left_alone(tmp_path: Path) -> None:
    for name in ("app", "_shared", ".git"):
        (tmp_path / name).mkdir()
        (tmp_path / name / ("notes.txt" if name == "app" else "a.yaml")).write_text("a: [")
    lab = Lab()
    add_apps(lab, tmp_path)
    assert lab.unit_charts == []
