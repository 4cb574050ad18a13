"""The lab that the tests of commands work on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from click.testing import Result

__all__ = ["APP", "LAB", "Run", "write_lab"]

Run = Callable[..., Result]

LAB = """\
version: 1
name: homelab
domain: home.example.com
nodes:
  node-1: {address: 192.168.1.11, roles: [server], cores: 8, memory: 32Gi}
networks:
  node: 192.168.1.0/24
  loadBalancer: [192.168.1.200-192.168.1.220]
git:
  url: https://git.example.com/me/homelab.git
loadBalancer: metallb
ingress:
  traefik:
    loadBalancerIp: 192.168.1.200
certificates: cert-manager
secrets: external-secrets
databases:
  postgresql:
    main: {}
gitServer:
  gitea:
    storageSize: 20Gi
    patches:
      - kind: Namespace
        name: gitea
        operations:
          - {op: add, path: /metadata/labels/team, value: me}
        reason: costs are counted by team
"""

APP = """\
from homelab_cdk import Lab, WebApp


def build(lab: Lab) -> None:
    app = WebApp(lab, "hello", image="registry.example.com/hello:1.0.0")
    app.add_route()
    app.add_database()
"""


def write_lab(folder: Path, text: str = LAB, **apps: str) -> Path:
    """Write a lab that is not synthesized yet."""
    (folder / "apps").mkdir(parents=True, exist_ok=True)
    (folder / "homelab.yaml").write_text(text)
    for name, code in apps.items():
        (folder / "apps" / f"{name}.py").write_text(code)
    return folder
