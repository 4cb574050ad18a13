"""1,000 applications of 5 objects each, written fresh, against plain cdk8s and against the bare limit."""

from __future__ import annotations

from pathlib import Path

from ._bench import LABS, Bench
from ._figure import Figure, ratio
from ._measure import Command, in_turns, run

__all__ = ["measure"]

COUNT = 1_000

_HERE = Path(__file__).parent


def measure(bench: Bench) -> list[Figure]:
    """All three write the same 5,000 objects.

    Ours also writes the three systems that bring the route's kind, and for each application a kustomization.yaml and a
    Flux Kustomization: 2,000 files more.
    """
    objects = str(LABS / "thousand" / "apps" / "thousand.py")

    def ours() -> Command:
        return bench.synth(bench.lab("thousand", COUNT=COUNT))

    def side(script: str) -> Command:
        return bench.python(str(_HERE / "sides" / script), objects, str(COUNT))

    def web_apps() -> Command:
        return bench.synth(bench.lab("thousand", COUNT=COUNT, CONSTRUCT="web"))

    commands = {
        "ours": ours,
        "bare": lambda: side("bare.py"),
        "cdk8s": lambda: side("plain_cdk8s.py"),
        "web": web_apps,
    }
    for name in ("ours", "bare"):
        run(commands[name]())
    found = in_turns(commands, rounds=bench.rounds)
    return [
        ratio("thousand-cdk8s", "1,000 apps / plain cdk8s", found["ours"], found["cdk8s"], bar=0.33),
        ratio("thousand-bare", "1,000 apps / bare limit", found["ours"], found["bare"], bar=2.5),
        ratio("thousand-web", "as WebApp (7 objects each) / plain cdk8s (5)", found["web"], found["cdk8s"]),
    ]
