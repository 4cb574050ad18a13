"""`generated/hosts/`: what makes machines a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from ..bootstrap import bootstrap_set, machine_files
from ..constructs import HostNeeds
from ..model import Body, Node
from ..order import Built
from ._files import KUBELET_SYSCTLS, admission, audit_policy, exempt_namespaces, needs_of, registries
from ._flags import AGENT_TOKEN, AUDIT_LOGS, AUDIT_POLICY, POD_SECURITY, SERVER_TOKEN, groups_of, url
from ._readme import readme
from ._script import script

__all__ = ["render_hosts"]

Dump = Callable[[Body], str]

_MARK = "# Written by homelab-synth from homelab.yaml."

_CONFIG = "/etc/rancher/k3s"
_MODULES = "/etc/modules-load.d/90-homelab.conf"
_KUBELET = "/etc/sysctl.d/90-kubelet.conf"
_SYSCTLS = "/etc/sysctl.d/90-homelab.conf"


def render_hosts(built: Built, *, dump: Dump) -> dict[str, str]:
    """Every file below `generated/hosts/`, by its path; nothing for a cluster that k3s does not run.

    Args:
        built: the lab.
        dump: writes one object as YAML.
    """
    config = built.lab.config
    if config.cluster.distribution != "k3s":
        return {}
    files = {"generated/hosts/README.md": readme(built)}
    manifests = machine_files(bootstrap_set(built))
    for node in config.nodes:
        own = _Machine(built, node, dump, manifests if node == config.servers[0] else {})
        files |= {f"generated/hosts/{node.name}/{name}": text for name, text in own.files().items()}
    return files


class _Machine:
    """The files of one machine, and the lines of its script that put them into place."""

    def __init__(self, built: Built, node: Node, dump: Dump, manifests: Mapping[str, Body]) -> None:
        self.built = built
        self.node = node
        self.dump = dump
        self.manifests = manifests
        self.config = built.lab.config
        self.server = "server" in node.roles
        self.first = node == self.config.servers[0]
        self.needs: HostNeeds = needs_of(built.lab.unit_charts)

    def files(self) -> dict[str, str]:
        """File names and their texts."""
        texts: dict[str, str] = {}
        steps: list[str] = []

        def put(name: str, path: str, text: str, mode: str, then: str) -> None:
            texts[name] = text
            steps.append(f"  place {name} {path} {mode} {then}")

        for name, path, text, then in self._kernel():
            if text:
                put(name, path, text, "644", ":")
                steps += [f"  {then}"] if then else []
            else:
                steps.append(f"  remove {path} :")
        for file in self.needs.files:
            name = file.path.rpartition("/")[2]
            texts[name] = f"{_MARK}\n{file.content.rstrip()}\n"
            then = f"run systemctl reload {file.service}" if file.service else ":"
            step = f"place {name} {file.path} 644 {then}"
            steps.append(f'  if [ -d "$ROOT{file.within}" ]; then {step}; fi' if file.within else f"  {step}")
        steps.append("  # The configuration of k3s.")
        put("config.yaml", f"{_CONFIG}/config.yaml", self._flags(), "600", "restart")
        for name, path, body, about in self._settings():
            if body:
                put(name, path, f"{_MARK} {about}\n{self.dump(body)}", "600", "restart")
            else:
                steps.append(f"  remove {path} restart")
        steps += [f"  expect {path}" for _, path in self.config.cluster.registries.authorities]
        if self.server and self.config.cluster.hardened:
            steps.append(f"  folder {AUDIT_LOGS} 700")
        steps += self._manifests(texts)
        steps += self._tokens()
        texts["install.sh"] = script(self._title(), self._variables(), steps)
        return texts

    def _kernel(self) -> Iterable[tuple[str, str, str, str]]:
        needs = self.needs
        modules = "\n".join([f"{_MARK} Loaded at every boot.", *needs.modules, ""])
        yield "modules.conf", _MODULES, modules, ""
        about = "What a kubelet expects of the kernel."
        for name, path, note, settings in (
            ("90-kubelet.conf", _KUBELET, about, KUBELET_SYSCTLS),
            ("90-homelab.conf", _SYSCTLS, "What the lab's systems expect of the kernel.", needs.sysctls),
        ):
            lines = [f"{_MARK} {note}", *(f"{key}={value}" for key, value in settings), ""]
            yield name, path, "\n".join(lines) if settings else "", f"run sysctl -q -p {path}"

    def _flags(self) -> str:
        role = "server" if self.server else "agent"
        lines = [f"{_MARK} The k3s {role} {self.node.name}; every key: https://docs.k3s.io/cli/{role}\n"]
        for group in groups_of(self.built, self.node):
            lines.append(f"\n# {group.about}\n{self.dump(group.flags)}")
        return "".join(lines)

    def _settings(self) -> Iterable[tuple[str, str, Body, str]]:
        hardened = self.config.cluster.hardened
        yield (
            "registries.yaml",
            f"{_CONFIG}/registries.yaml",
            registries(self.config.cluster.registries),
            "Where images come from: https://docs.k3s.io/installation/private-registry",
        )
        if self.server:
            yield "audit.yaml", AUDIT_POLICY, audit_policy() if hardened else {}, "What the audit log tells."
            about = (
                "The level of namespaces that say none.\n"
                "# Each namespace of the lab has labels of its own, which win over these defaults; exempt is what needs the"
                " host."
            )
            yield "psa.yaml", POD_SECURITY, admission(exempt_namespaces(self.built)) if hardened else {}, about

    def _manifests(self, texts: dict[str, str]) -> list[str]:
        if not self.server:
            return []
        steps = ["  # What k3s applies by itself, because Flux cannot run without it."] if self.manifests else []
        for name, body in self.manifests.items():
            texts[f"manifests/{name}"] = f"{_MARK}\n{self.dump(body)}"
            steps.append(f"  manifest {name}")
        return [
            *steps,
            '  for file in "$ROOT$MANIFESTS"/homelab-*.yaml; do',
            '    [ -e "$HERE/manifests/${file##*/}" ] || remove "${file#"$ROOT"}" :',
            "  done",
        ]

    def _tokens(self) -> list[str]:
        state = "/var/lib/rancher/k3s/server"
        lines = ["  # The tokens; see above."]
        if self.server:
            lines.append(f"  secret {SERVER_TOKEN} \"${{K3S_TOKEN:-}}\" {state}/token 'token of the servers'")
        kept = f"{state}/agent-token" if self.server else "''"
        lines.append(f'  secret "$AGENT_TOKEN_FILE" "${{K3S_AGENT_TOKEN:-}}" {kept} \'token of the agents\'')
        return lines

    def _title(self) -> str:
        role = "server" if self.server else "agent"
        return f"the {role} {self.node.name} of the lab {self.config.name}, k3s {self.config.cluster.k3s_version}"

    def _variables(self) -> dict[str, str]:
        cluster = self.config.cluster
        packages = self.needs.packages
        return {
            "NODE": self.node.name,
            "ADDRESS": str(self.node.address),
            "ROLE": "server" if self.server else "agent",
            "SERVICE": "k3s" if self.server else "k3s-agent",
            "FIRST": "yes" if self.first else "no",
            "JOIN": "" if self.first else url(cluster.api, cluster.api_port),
            "VERSION": cluster.k3s_version,
            "AGENT_TOKEN_FILE": AGENT_TOKEN,
            "APT": " ".join(package.named("apt") for package in packages),
            "DNF": " ".join(package.named("dnf") for package in packages),
            "ZYPPER": " ".join(package.named("zypper") for package in packages),
            "MODULES": " ".join(self.needs.modules),
            "SERVICES": " ".join(self.needs.services),
        }
