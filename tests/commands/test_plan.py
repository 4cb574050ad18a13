"""`homelab plan`: whether a lab fits its machines."""

from __future__ import annotations

import json
from pathlib import Path

from syrupy.assertion import SnapshotAssertion

from tests.commands._lab import LAB, Run, write_lab

NODE = "node-1: {address: 192.168.1.11, roles: [server], cores: 8, memory: 32Gi}"

THREE = """\
node-1: {address: 192.168.1.11, roles: [server], cores: 8, memory: 32Gi, disks: {sda: {size: 1Ti, kind: ssd}}}
  node-2:
    {address: 192.168.1.12, roles: [server], cores: 4, memory: 8Gi, disks: {sda: {size: 256Gi, kind: ssd}}}
  node-3:
    address: 192.168.1.13
    roles: [server]
    cores: 4
    memory: 8Gi
    disks: {sda: {size: 256Gi, kind: ssd}, sdb: {size: 4Ti, kind: hdd}}"""

TINY = "node-1: {address: 192.168.1.11, roles: [server], cores: 1, memory: 3Gi, disks: {sda: {size: 32Gi, kind: ssd}}}"


def test_one_machine(run: Run, tmp_path: Path, text_snapshot: SnapshotAssertion) -> None:
    result = run("plan", "-C", write_lab(tmp_path))
    assert result.exit_code == 0, result.stderr
    assert result.stdout == text_snapshot


def test_three_machines(run: Run, tmp_path: Path, text_snapshot: SnapshotAssertion) -> None:
    result = run("plan", "-C", write_lab(tmp_path, LAB.replace(NODE, THREE)))
    assert result.exit_code == 0, result.stderr
    assert result.stdout == text_snapshot


def test_a_machine_that_is_too_small(run: Run, tmp_path: Path, text_snapshot: SnapshotAssertion) -> None:
    result = run("plan", "-C", write_lab(tmp_path, LAB.replace(NODE, TINY)))
    assert result.exit_code == 1
    assert result.stdout == text_snapshot


def test_as_json(run: Run, tmp_path: Path) -> None:
    result = run("plan", "--json", "-C", write_lab(tmp_path, LAB.replace(NODE, THREE)))
    assert result.exit_code == 0, result.stderr
    data = json.loads(result.stdout)
    assert data["fits"] is True
    assert [item["name"] for item in data["machines"]] == ["node-1", "node-2", "node-3"]
    assert [item["name"] for item in data["machines"][0]["setAside"]] == ["k3s server", "operating system", "free disk"]
    assert data["total"]["requested"] == {
        key: sum(item["requested"][key] for item in data["machines"]) for key in ("cpu", "memory", "disk")
    }
    assert [item["machine"] for item in data["losses"]] == ["node-1", "node-2", "node-3"]
    assert all(item["controlPlane"] for item in data["losses"])
    assert {"unit": "gitea", "cpu": 100, "memory": 256 * 1024**2, "disk": 10 * 1024**3} in data["consumers"]
    # The chart was read with a volume of 10Gi, and this lab wants 20Gi.
    assert "gitea" in data["assumed"]
    assert [(item["name"], item["minimumMet"], item["recommendedMet"]) for item in data["hardware"]] == [
        ("cores", True, True),
        ("memory", True, False),
        ("SSD or NVMe", True, False),
        ("NVMe", True, False),
        ("slowest link", True, False),
    ]


def test_as_json_a_lab_that_does_not_fit(run: Run, tmp_path: Path) -> None:
    result = run("plan", "--json", "-C", write_lab(tmp_path, LAB.replace(NODE, TINY)))
    assert result.exit_code == 1
    data = json.loads(result.stdout)
    assert data["fits"] is False
    assert data["pending"]
    assert data["losses"][0]["fits"] is False


def test_no_line_is_wider_than_a_wide_terminal(run: Run, tmp_path: Path) -> None:
    lines = run("plan", "--advice", "-C", write_lab(tmp_path, LAB.replace(NODE, THREE))).stdout.splitlines()
    assert [line for line in lines if len(line) > 110] == []


def test_advice(run: Run, tmp_path: Path, text_snapshot: SnapshotAssertion) -> None:
    result = run("plan", "--advice", "-C", write_lab(tmp_path, f"{LAB}storage: longhorn\n"))
    assert result.exit_code == 0, result.stderr
    # The plan itself comes first, as it does without.
    assert result.stdout.startswith(run("plan", "-C", tmp_path).stdout.rstrip())
    assert result.stdout[result.stdout.index("Other choices") :] == text_snapshot


def test_advice_for_a_machine_that_is_too_small(run: Run, tmp_path: Path) -> None:
    result = run("plan", "--advice", "-C", write_lab(tmp_path, LAB.replace(NODE, TINY)))
    assert result.exit_code == 1
    assert "The smallest that holds the lab: minimum, one machine." in result.stdout


def test_advice_as_json(run: Run, tmp_path: Path) -> None:
    folder = write_lab(tmp_path, f"{LAB}storage: longhorn\n")
    data = json.loads(run("plan", "--advice", "--json", "-C", folder).stdout)
    advice = data.pop("advice")
    assert data == json.loads(run("plan", "--json", "-C", folder).stdout)
    by_text = {item["write"]: item for item in advice["otherChoices"]}
    assert by_text["storage: local-path"]["instead"] == "local-path"
    assert by_text["storage: none"]["takesOver"] == "local-path"
    # What local-path's own pod requests is the difference of the two.
    less, least = by_text["storage: local-path"]["saves"], by_text["storage: none"]["saves"]
    assert (least["cpu"] - less["cpu"], least["memory"] - less["memory"], least["disk"] - less["disk"]) == (
        10,
        32 * 1024**2,
        0,
    )
    assert [item["write"] for item in advice["turnOff"]] == ["gitServer: none", "certificates: none"]
    assert {item["write"] for item in advice["leftOut"]} >= {"databases: none", "secrets: none"}
    assert [(item["name"], item["machines"]) for item in advice["referenceHardware"]] == [
        ("minimum", 1),
        ("minimum", 3),
        ("recommended", 1),
        ("recommended", 3),
    ]
    assert advice["smallestHardware"] == {"name": "minimum", "machines": 1}


def test_machines_of_which_nobody_knows_whether_images_are_made_for_them(run: Run, tmp_path: Path) -> None:
    mixed = THREE.replace("address: 192.168.1.13", "address: 192.168.1.13\n    architecture: arm64")
    result = run("plan", "-C", write_lab(tmp_path, LAB.replace(NODE, mixed)))
    assert result.exit_code == 0, result.stderr
    assert "Cannot tell whether the images of" in result.stdout
    assert "exist for arm64:\n" in result.stdout
