"""Recording the facts that the library ships for its own pins; for its developers.

```sh
python -m homelab_cdk.commands.ship --charts ../charts
```

For each component with a chart, a lab of one machine is built that consists of this component with default options
and of what it requires, proven like any lab, and the component's own entry is kept as
`homelab_cdk/facts/<chart>.json`.
"""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ._command import Failure, command, refuse

if TYPE_CHECKING:
    from ..constructs import Component
    from ..lock import ChartStore, Renderer
    from ..model import LabConfig, Lock, LockEntry

__all__ = ["config_for", "entry_text", "ship"]


@command("ship")
@click.argument("names", nargs=-1)
@click.option(
    "--charts",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder with charts, as for `homelab lock`.",
)
@click.option(
    "--into",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where the facts are written; by default into the library.",
)
def ship(names: tuple[str, ...], charts: Path | None, into: Path | None) -> None:
    """Record the facts of the library's own pins: of the components NAMES, or of all."""
    from ..synth._warm import warm_up

    warm_up()
    from ..components import load_components
    from ..constructs import component, components, shipped_folder
    from ..lock import ChartStore, default_cache, find_renderer
    from ..model import Lock
    from ._console import progress

    load_components()
    unknown = [name for name in names if component(name) is None]
    if unknown:
        refuse(f"no component is called {unknown[0]!r}; there are {', '.join(kind.info.name for kind in components())}")
    renderer = find_renderer()
    store = ChartStore(charts, default_cache(), renderer=renderer)
    folder = into or shipped_folder()
    folder.mkdir(exist_ok=True)
    known = Lock()
    problems: list[str] = []
    with progress() as say:
        for kind in components():
            if not kind.info.charts or (names and kind.info.name not in names):
                continue
            say(f"{kind.info.name} ...")
            known, found = _prove(kind, known, store=store, renderer=renderer)
            problems += found
            own = [entry for path, entry in known.entries.items() if path.split("/")[0] in _paths(kind)]
            for entry in own if not found else ():
                if entry.chart in kind.info.charts:
                    _write(folder / f"{entry.chart.name}.json", entry)
    if problems:
        raise Failure([f"error: {problem}" for problem in dict.fromkeys(problems)], 1)


def _prove(kind: type[Component], known: Lock, *, store: ChartStore, renderer: Renderer) -> tuple[Lock, list[str]]:
    from ..model import Lock
    from ._proving import prove_until_stable

    report = prove_until_stable(config_for(kind), known, apps=None, store=store, renderer=renderer)
    problems = [str(problem) for problem in report.problems if problem.construct.split("/")[0] in _paths(kind)]
    return Lock(entries={**known.entries, **report.entries}), problems


def _paths(kind: type[Component]) -> tuple[str, str]:
    """Where a component stands in the lab of `config_for`: by its name, or as the instance `main`."""
    return kind.info.name, f"{kind.info.name}-main"


def config_for(kind: type[Component]) -> LabConfig:
    """A lab of one machine with a component at its defaults, and the first choice for whatever it requires."""
    from ..config import options_of
    from ..constructs import component, components
    from ..model import SLOTS, ComponentChoice, LabConfig

    wanted = [kind]
    for item in wanted:
        brought = [found for name in item.info.brings if (found := component(name)) is not None]
        wanted += [other for other in brought if other not in wanted]
        for capability in item.info.requires:
            offers = [
                other
                for other in components()
                if any(issubclass(one, capability) for one in other.info.provides)
                and not any(option.required for option in options_of(other))
            ]
            if offers and not any(other in wanted for other in offers):
                wanted.append(offers[0])
    return LabConfig.sample(
        components=tuple(
            ComponentChoice(
                slot=item.info.slot,
                choice=item.info.name,
                instance="main" if SLOTS[item.info.slot].takes == "instances" else item.info.name,
            )
            for item in wanted
        )
    )


def _write(path: Path, entry: LockEntry) -> None:
    text = entry_text(entry)
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        click.echo(f"unchanged: {path.name}")
        return
    path.write_text(text, encoding="utf-8", newline="\n")
    click.echo(f"written: {path.name}")


def entry_text(entry: LockEntry) -> str:
    """An entry in the layout that it has in a lock, so that both read alike in a review."""
    from ..model import Lock, write_lock

    _, _, _, _, *body = write_lock(Lock(entries={entry.chart.name: entry})).splitlines()[:-3]
    return "\n".join(["{", textwrap.indent(textwrap.dedent("\n".join(body)), "  "), "}"]) + "\n"


if __name__ == "__main__":
    ship()
