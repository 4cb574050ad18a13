"""ConfigMaps and Secrets that kustomize makes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from homelab_cdk.model import Body
from homelab_cdk.trees import Making
from tests.trees.repo import build, config, listing, names, one, write

ENCRYPTED = "TOKEN=ENC[AES256_GCM,data:abc=,iv:x=,tag:y==,type:str]\nsops_version=3.9.0\n"


def generated(
    root: Path, field: str, entry: Body, files: dict[str, Any] | None = None, *resources: str, **more: Any
) -> Making:
    write(root, {"kustomization.yaml": listing(*resources, **{field: [entry]}, **more), **(files or {})})
    return build(root)


def test_a_config_map_of_files_literals_and_environments(tmp_path: Path) -> None:
    entry = {
        "name": "tea",
        "files": ["conf/app.conf", "renamed.conf=conf/app.conf"],
        "literals": ["A=1", "B='two words'", "C=x=y"],
        "envs": ["tea.env"],
    }
    files = {"conf/app.conf": "hot: true\n", "tea.env": "# comment\nD=4\n\nE=\n"}
    making = generated(
        tmp_path, "configMapGenerator", entry, files, namespace="pot", generatorOptions={"labels": {"a": "b"}}
    )
    body = one(making)
    assert names(making) == ["ConfigMap pot/tea"]
    assert body["metadata"]["labels"] == {"a": "b"}
    assert body["data"] == {
        "A": "1",
        "B": "two words",
        "C": "x=y",
        "D": "4",
        "E": "",
        "app.conf": "hot: true\n",
        "renamed.conf": "hot: true\n",
    }
    assert making.data == {"conf/app.conf", "tea.env"}


def test_what_is_no_text_stands_in_base64(tmp_path: Path) -> None:
    body = one(
        generated(tmp_path, "configMapGenerator", {"name": "tea", "files": ["a.png"]}, {"a.png": b"\x89PNG\xff"})
    )
    assert (body.get("data"), body["binaryData"]) == (None, {"a.png": "iVBOR/8="})


def test_a_secret_that_sops_has_encrypted(tmp_path: Path) -> None:
    body = one(
        generated(tmp_path, "secretGenerator", {"name": "tea", "envs": ["tea.sops.env"]}, {"tea.sops.env": ENCRYPTED})
    )
    assert (body["stringData"], body["sops"]) == ({"TOKEN": "ENC[]"}, {})


def test_a_secret_in_the_open(tmp_path: Path) -> None:
    body = one(generated(tmp_path, "secretGenerator", {"name": "tea", "literals": ["TOKEN=abc"]}))
    assert (body["stringData"], "sops" in body) == ({"TOKEN": "abc"}, False)


def test_a_generator_changes_what_is_there(tmp_path: Path) -> None:
    for behavior, expected in (("merge", {"a": "1", "b": "2"}), ("replace", {"b": "2"})):
        entry = {"name": "tea", "behavior": behavior, "literals": ["b=2"]}
        making = generated(tmp_path, "configMapGenerator", entry, {"tea.yaml": config("tea", a="1")}, "tea.yaml")
        assert one(making)["data"] == expected


def test_files_that_are_not_there(tmp_path: Path) -> None:
    """GIVEN a file that is missing and one at an address, THEN the keys are known, and only the first is a fault."""
    entry = {"name": "tea", "files": ["gone.conf", "a.json=https://example.com/a.json"]}
    making = generated(tmp_path, "configMapGenerator", entry)
    assert set(one(making)["data"]) == {"gone.conf", "a.json"}
    assert [(one.what, one.fault, one.brings) for one in making.outside] == [
        ("gone.conf", True, False),
        ("https://example.com/a.json", False, False),
    ]
