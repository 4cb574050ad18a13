"""`homelab render`: what the charts of the lab will really create."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ._command import Failure, command, directory_option, json_option

if TYPE_CHECKING:
    pass

__all__ = ["render"]

FOLDER = ".homelab/rendered"


@command(
    "render",
    examples={
        "homelab render": "",
        "homelab render --into /tmp/before": "to compare with what comes later",
        "homelab check --rendered .homelab/rendered": "all rules over what was rendered",
    },
)
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help=f"Folder that is made anew; by default {FOLDER}, which Git ignores.",
)
@click.option(
    "--charts",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder with charts, as for `homelab lock`.",
)
@click.option(
    "--cache",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where fetched charts are kept; by default the user's cache folder.",
)
@directory_option
@json_option
def render(into: Path | None, charts: Path | None, cache: Path | None, directory: Path, as_json: bool) -> None:
    """Write what the charts of the lab will create in the cluster, one file an object, to read and to compare.

    Every chart is rendered as Flux will do it: with the lab's values, for its version of Kubernetes, with the patches that
    Flux applies afterwards. Values of Secrets are left out. Nothing of it is applied, and the tree is not touched.

    Like `homelab lock`, this needs Helm and the charts; unlike it, nothing is judged.
    """
    from ..synth._run import CONFIG_FILE, LOCK_FILE
    from ..synth._warm import warm_up
    from ._console import counted, note, print_json, progress

    with progress() as say:
        say("building the lab ...")
        warm_up()
        from ..config import read_config
        from ..lock import ChartStore, default_cache, find_renderer
        from ._lock import known_lock
        from ._preview import write_preview
        from ._proving import render_until_stable

        config = read_config(directory / CONFIG_FILE)
        renderer = find_renderer()
        report = render_until_stable(
            config,
            known_lock(directory / LOCK_FILE),
            apps=directory / "apps",
            store=ChartStore(charts, cache or default_cache(), renderer=renderer),
            renderer=renderer,
            progress=lambda name, what: say(f"{name}: {what}"),
        )
    if report.problems:
        raise Failure([*(f"error: {problem}" for problem in report.problems), "nothing was written"], 1)
    folder = into if into is not None else directory / FOLDER
    counts = write_preview(folder, report, kubernetes=config.cluster.kubernetes)
    if as_json:
        print_json({"folder": str(folder), "releases": counts, "notes": [str(remark) for remark in report.notes]})
        return
    for remark in report.notes:
        note(str(remark))
    click.echo(f"{counted(sum(counts.values()), 'object')} of {counted(len(counts), 'release')} written to {folder}")
