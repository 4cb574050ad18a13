"""The install script: readable by its checker, the same after a second run, and careful with what is not its own."""

from __future__ import annotations

import dataclasses
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from homelab_cdk.constructs import Cni, HostFile, HostNeeds, HostPackage, Lab
from homelab_cdk.model import Registries
from tests.hosts.machines import config_of, files_of, lab_of
from tests.labs import Plain

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a shell script for Linux")

TOKENS = {"K3S_TOKEN": "made-up-server-token", "K3S_AGENT_TOKEN": "made-up-agent-token"}


def full_lab(*, hardened: bool = True) -> Lab:
    """Everything that a script may have to do."""
    registries = Registries(
        mirrors=(("docker.io", ("https://mirror.example.com",)),),
        authorities=(("mirror.example.com", "/etc/ssl/certs/home-ca.pem"),),
        embedded=True,
    )
    lab = lab_of(config_of(servers=3, agents=1, hardened=hardened, registries=registries), Cni)
    app = Plain(lab, "app")
    app.host_needs = HostNeeds(
        packages=(HostPackage("open-iscsi", dnf="iscsi-initiator-utils"),),
        modules=("iscsi_tcp",),
        services=("iscsid",),
        sysctls=(("fs.inotify.max_user_instances", "512"),),
        files=(HostFile("/etc/made-up/app.conf", "key=value", within="/etc/made-up", service="made-up"),),
    )
    return lab


def write(lab: Lab, folder: Path) -> Path:
    for path, text in files_of(lab).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")
    return folder


def run(script: Path, root: Path, **environment: str) -> str:
    done = subprocess.run(
        ["sh", script, "--root", root],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env={"PATH": os.environ["PATH"], **environment},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def tree(root: Path) -> dict[str, tuple[str, int, int]]:
    """Every file and folder with its content, mode and time of change."""
    found = {}
    for path in sorted(root.rglob("*")):
        status = path.stat()
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        found[str(path.relative_to(root))] = (text, stat.S_IMODE(status.st_mode), status.st_mtime_ns)
    return found


@pytest.mark.parametrize("node", ["node-1", "node-2", "agent-1"])
@pytest.mark.parametrize("hardened", [True, False], ids=["hardened", "plain"])
def test_shellcheck_finds_nothing(node: str, hardened: bool, tmp_path: Path) -> None:
    beside = Path(sys.executable).with_name("shellcheck")
    shellcheck = str(beside) if beside.is_file() else shutil.which("shellcheck")
    if shellcheck is None:
        pytest.skip("shellcheck is not installed, and comes as no wheel for this platform")
    script = write(full_lab(hardened=hardened), tmp_path) / node / "install.sh"

    done = subprocess.run([shellcheck, "--severity=style", script], capture_output=True, text=True, check=False)
    assert done.stdout == ""
    assert done.returncode == 0


@pytest.mark.parametrize("node", ["node-1", "node-2", "agent-1"])
def test_a_second_run_changes_nothing(node: str, tmp_path: Path) -> None:
    # GIVEN a machine on which the script has run
    script = write(full_lab(), tmp_path / "tree") / node / "install.sh"
    root = tmp_path / "root"
    (root / "etc/made-up").mkdir(parents=True)
    told = run(script, root, **TOKENS)
    before = tree(root)
    # WHEN
    again = run(script, root, **TOKENS)
    # THEN
    assert "etc/made-up/app.conf" in before and "etc/rancher/k3s/config.yaml" in before
    assert "would run: systemctl restart" in told
    assert tree(root) == before
    assert "wrote" not in again
    assert "would run: systemctl restart" not in again


def test_a_change_restarts_k3s_and_only_then(tmp_path: Path) -> None:
    script = write(full_lab(), tmp_path / "tree") / "node-1/install.sh"
    root = tmp_path / "root"
    run(script, root)
    (root / "etc/rancher/k3s/config.yaml").write_text("disable: []\n", encoding="utf-8")

    told = run(script, root)

    assert "wrote /etc/rancher/k3s/config.yaml" in told
    assert "would run: systemctl restart k3s" in told


def test_what_a_broken_off_run_left_undone_is_made_up_for(tmp_path: Path) -> None:
    # GIVEN a script that breaks off after it has written the configuration
    folder = write(full_lab(), tmp_path / "tree") / "agent-1"
    script = folder / "install.sh"
    text = script.read_text(encoding="utf-8")
    script.write_text(text.replace("  install_k3s\n", "  false\n"), encoding="utf-8")
    root = tmp_path / "root"
    broken = subprocess.run(
        ["sh", script, "--root", root], env={**os.environ, **TOKENS}, capture_output=True, check=False
    )
    assert broken.returncode != 0
    # WHEN it runs again
    script.write_text(text, encoding="utf-8")
    # THEN
    assert "would run: systemctl restart k3s-agent" in run(script, root, **TOKENS)


def test_what_the_lab_no_longer_has_goes_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    # GIVEN a hardened machine with a manifest of its owner's
    root = tmp_path / "root"
    run(write(full_lab(), tmp_path / "before") / "node-1/install.sh", root)
    manifests = root / "var/lib/rancher/k3s/server/manifests"
    (manifests / "homelab-mine.yaml").write_text("kind: Namespace\n", encoding="utf-8")
    ours = sorted(path.name for path in manifests.iterdir())
    # WHEN the lab is hardened no more, its API is at the first server, and there are no mirrors
    config = config_of(servers=3)
    api = config.nodes[0].address
    plain = lab_of(dataclasses.replace(config, cluster=dataclasses.replace(config.cluster, api=api)))
    told = run(write(plain, tmp_path / "after") / "node-1/install.sh", root)
    # THEN
    assert len(ours) > 1
    assert [path.name for path in manifests.iterdir()] == ["homelab-mine.yaml"]
    assert not (root / "var/lib/rancher/k3s/server/psa.yaml").exists()
    assert not (root / "etc/rancher/k3s/registries.yaml").exists()
    assert "would run: systemctl restart k3s" in told


def test_a_file_of_the_owner_is_not_removed(tmp_path: Path) -> None:
    root = tmp_path / "root"
    own = root / "etc/rancher/k3s/registries.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("mirrors: {}\n", encoding="utf-8")

    run(write(lab_of(config_of()), tmp_path / "tree") / "node-1/install.sh", root)

    assert own.read_text(encoding="utf-8") == "mirrors: {}\n"


def test_the_first_server_makes_up_the_tokens(tmp_path: Path) -> None:
    root = tmp_path / "root"
    run(write(full_lab(), tmp_path / "tree") / "node-1/install.sh", root)

    tokens = [root / "etc/rancher/k3s" / name for name in ("token", "agent-token")]
    assert [stat.S_IMODE(token.stat().st_mode) for token in tokens] == [0o600, 0o600]
    first, second = (token.read_text(encoding="utf-8") for token in tokens)
    assert len(first) == len(second) == 64
    assert first != second


def test_a_cluster_that_runs_keeps_its_token(tmp_path: Path) -> None:
    root = tmp_path / "root"
    kept = root / "var/lib/rancher/k3s/server/token"
    kept.parent.mkdir(parents=True)
    kept.write_text("K10abc::server:secret\n", encoding="utf-8")

    run(write(full_lab(), tmp_path / "tree") / "node-1/install.sh", root)

    assert (root / "etc/rancher/k3s/token").read_text(encoding="utf-8") == "K10abc::server:secret"


def test_an_agent_never_has_the_token_of_the_servers(tmp_path: Path) -> None:
    root = tmp_path / "root"
    run(write(full_lab(), tmp_path / "tree") / "agent-1/install.sh", root, **TOKENS)

    held = [path.read_text(encoding="utf-8") for path in root.rglob("*") if path.is_file()]
    assert (root / "etc/rancher/k3s/agent-token").read_text(encoding="utf-8") == TOKENS["K3S_AGENT_TOKEN"]
    assert not any(TOKENS["K3S_TOKEN"] in text for text in held)


def test_a_machine_without_tokens_says_what_it_would_ask_for(tmp_path: Path) -> None:
    told = run(write(full_lab(), tmp_path / "tree") / "node-2/install.sh", tmp_path / "root")

    assert "would ask for the token of the servers, for /etc/rancher/k3s/token" in told


def test_an_unknown_option_is_refused(tmp_path: Path) -> None:
    script = write(full_lab(), tmp_path) / "node-1/install.sh"
    done = subprocess.run(["sh", script, "--rot", "x"], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (1, "")
    assert "there is no option --rot" in done.stderr


def test_what_the_systems_need_of_a_machine_is_seen_to(tmp_path: Path) -> None:
    files = files_of(full_lab())
    script = files["agent-1/install.sh"]

    assert "APT='curl open-iscsi'" in script
    assert "DNF='curl iscsi-initiator-utils'" in script
    assert "SERVICES=iscsid" in script
    assert files["agent-1/modules.conf"].splitlines()[1:] == ["br_netfilter", "iscsi_tcp", "overlay"]
    assert "fs.inotify.max_user_instances=512" in files["agent-1/90-homelab.conf"]
