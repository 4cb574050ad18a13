"""The questions of `homelab init`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import click

from .._errors import BuildError
from ..model import AddressRange, ByteSize, DnsLabel, GitUrl, HostName, parse_network
from ._answers import Answers, Disk, Machine, check_text, machine, range_in, suggested_network
from ._command import refuse
from ._git import GitFacts
from ._starter import proposed

__all__ = ["Interview"]

Parse = Callable[[str], object]


class Interview:
    """Takes answers from options, and asks for the rest where there is a terminal."""

    def __init__(self, given: Mapping[str, object], *, asking: bool) -> None:
        """Start with the options that were given; `asking` says whether there is somebody to ask."""
        self._given = {key: value for key, value in given.items() if value not in (None, ())}
        self._asking = asking
        self._missing: list[str] = []

    def run(self, *, folder: str, facts: GitFacts | None, without: tuple[str, ...]) -> Answers:
        """Every answer.

        Args:
            folder: name of the folder, which proposes the lab's.
            facts: what Git knows, which proposes where the repository is.
            without: proposed systems that are not wanted.

        Raises:
            Failure: an option has no usable value, or some are needed because nobody can be asked.
        """
        dropped = self._systems(without)
        name = self._text("--name", "Name of the lab", _of(DnsLabel), default=_label(folder))
        domain = self._text("--domain", "Domain of its host names", _of(HostName), guess="home.example.com")
        machines = self._machines()
        first = suggested_network(machines[0].address) if machines else "192.168.1.0/24"
        network = self._text("--network", "Network of the machines", parse_network, default=first)
        balancer = ""
        if "metallb" not in dropped:
            balancer = self._text(
                "--load-balancer-range",
                "Free addresses of it, for what is reached from outside",
                AddressRange.parse,
                guess=range_in(network, 200, 220) or None,
            )
        remote = _url(facts)
        answers = Answers(
            name=name,
            domain=domain,
            machines=machines,
            cores=int(self._text("--cores", "CPU threads of each machine", _cores, default="4")),
            memory=self._text("--memory", "Memory of each machine", _of(ByteSize), default="16Gi"),
            disk=self._disk(),
            network=network,
            load_balancer=balancer,
            dhcp=self._optional("--dhcp-range", "Addresses that the router hands out", AddressRange.parse),
            git_url=self._text("--git-url", "Where Flux reads this repository", _of(GitUrl), default=remote),
            git_branch=self._text("--git-branch", "Branch that is deployed", str, default=_branch(facts)),
            without=dropped,
        )
        if self._missing:
            refuse(f"there is no terminal to ask on, so these options are needed: {', '.join(self._missing)}")
        return answers

    def _text(
        self, option: str, question: str, parse: Parse, *, default: str | None = None, guess: str | None = None
    ) -> str:
        """One answer; a `default` also counts where nobody is asked, a `guess` is only proposed."""
        text = self._from_option(option, parse)
        if text is not None:
            return text
        if self._asking:
            return _prompt(question, default or guess, parse)
        if default is None:
            self._missing.append(option)
        return default or guess or ""

    def _optional(self, option: str, question: str, parse: Parse) -> str:
        """An answer that may be left out; by default it is."""
        text = self._from_option(option, parse)
        if text is not None:
            return text
        if not self._asking:
            return ""
        answer = _prompt(f"{question} (- for none)", "-", lambda given: given == "-" or parse(given))
        return "" if answer == "-" else answer

    def _from_option(self, option: str, parse: Parse) -> str | None:
        value = self._given.get(option.removeprefix("--").replace("-", "_"))
        if value is None:
            return None
        try:
            parse(str(value))
        except BuildError as error:
            refuse(f"{option}: {error}")
        return str(value)

    def _machines(self) -> tuple[Machine, ...]:
        nodes = self._given.get("nodes")
        if isinstance(nodes, tuple):
            try:
                return tuple(machine(str(node)) for node in nodes)
            except BuildError as error:
                refuse(f"--node: {error}")
        if not self._asking:
            self._missing.append("--node")
            return ()
        found: list[Machine] = []
        while True:
            number = len(found) + 1
            proposed = f"node-{number}=192.168.1.{10 + number}" if not found else "-"
            question = "First machine, as name=address" if not found else "Another machine (- for no more)"
            answer = _prompt(question, proposed, lambda text: text == "-" or machine(text))
            if answer == "-" and found:
                return tuple(found)
            if answer != "-":
                found.append(machine(answer))

    def _disk(self) -> Disk | None:
        text = self._optional("--disk", "Disk of each machine, as device=size", Disk.parse)
        return Disk.parse(text) if text else None

    def _systems(self, without: tuple[str, ...]) -> frozenset[str]:
        """The proposed systems that are not wanted; asked for where no option was given at all."""
        kinds = {kind.info.name: kind for kind in proposed()}
        unknown = [name for name in without if name not in kinds]
        if unknown:
            refuse(f"--without: {unknown[0]!r} is none of the proposed systems, which are {', '.join(kinds)}")
        dropped = set(without)
        if self._asking and not without and not self._given:
            for name, kind in kinds.items():
                if not click.confirm(f"{kind.info.title} ({kind.info.about})?", default=True, err=True):
                    dropped.add(name)
        return frozenset(dropped)


def _prompt(question: str, default: str | None, parse: Parse) -> str:
    """Ask until the answer can be used."""

    def read(answer: str) -> str:
        try:
            parse(answer)
        except BuildError as error:
            raise click.UsageError(str(error)) from None
        return answer

    return str(click.prompt(question, default=default, value_proc=read, err=True))


def _of(kind: object) -> Parse:
    return lambda text: check_text(kind, text)


def _cores(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1024:
        raise BuildError(f'"{text}" is no number of CPU threads; write a whole number from 1 to 1024')
    return int(text)


def _label(folder: str) -> str:
    """The name of a folder as a DNS label."""
    label = re.sub(r"[^a-z0-9]+", "-", folder.lower()).strip("-")[:63].rstrip("-")
    return label or "homelab"


def _url(facts: GitFacts | None) -> str | None:
    """The remote in a form that Flux reads, without user names and passwords of HTTPS."""
    if facts is None or facts.remote is None:
        return None
    scp = re.fullmatch(r"(?:([\w.-]+)@)?([\w.-]+):(?!//)(\S+)", facts.remote)
    url = f"ssh://{scp[1] or 'git'}@{scp[2]}/{scp[3].lstrip('/')}" if scp else facts.remote
    url = re.sub(r"^(https?://)[^/@]*@", r"\1", url)
    try:
        return check_text(GitUrl, url)
    except BuildError:
        return None


def _branch(facts: GitFacts | None) -> str:
    return facts.branch if facts is not None and facts.branch else "main"
