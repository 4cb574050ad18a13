"""One run: read, build, order, check, write."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .._errors import CheckError, ConfigError
from ._garbage import no_collection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..checks import Report
    from ..constructs import Lab, UnitChart
    from ..model import Body, Finding, GitSource, LabConfig, Lock
    from ..order import Built, Item
    from ..schemas import SchemaSources
    from ._look_back import LookBack
    from ._tree import Comparison, OwnedFile, Tree

__all__ = [
    "CONFIG_FILE",
    "LOCK_FILE",
    "Collected",
    "Proof",
    "Result",
    "build",
    "check_change",
    "check_lab",
    "collect_config",
    "collect_lab",
    "examine_change",
    "order_lab",
    "render",
    "run",
    "schema_sources",
]

CONFIG_FILE = "homelab.yaml"
LOCK_FILE = "homelab.lock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """How much of what is written was proven: charts in all, and those whose facts are assumed or unknown."""

    charts: int
    unproven: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.charts - len(self.unproven)} of {self.charts} proven"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a run did, or for a check what it would do; `git` is where Flux reads the repository from.

    `unseen` says why the change was not looked at, where somebody should know.
    """

    findings: tuple[Finding, ...]
    comparison: Comparison
    proof: Proof
    git: GitSource
    unseen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """A lab that is built but not yet ordered: all that `homelab lock` needs."""

    lab: Lab
    charts: list[UnitChart]
    items: list[Item]


@no_collection()
def collect_lab(root: Path, *, over: Callable[[Lock], Lock] | None = None) -> Collected:
    """Read a repository and build its lab.

    Raises:
        HomelabError: the configuration or an app is refused.
    """
    from ._warm import warm_up

    path = root / CONFIG_FILE
    if not path.is_file():
        raise ConfigError(
            [f"{path}: there is no {CONFIG_FILE} here; change to your lab's folder, or make one: `homelab init`"]
        )
    warm_up()
    from ..components import load_components
    from ..config import read_config

    load_components()
    return collect_config(read_config(path), root, over=over)


def collect_config(config: LabConfig, root: Path, *, over: Callable[[Lock], Lock] | None = None) -> Collected:
    """Build the lab of a configuration that is read already; lock and apps come from the repository.

    Args:
        config: the lab.
        root: the repository.
        over: what is put in place of its lock; by default that is taken as it is.
    """
    from ..constructs import OutputBook
    from ..model import read_lock
    from ._build import build_lab
    from ._collect import collect

    lock = read_lock(root / LOCK_FILE)
    lab = build_lab(config, lock=lock if over is None else over(lock), apps=root / "apps", outputs=OutputBook(root))
    charts, items = collect(lab)
    return Collected(lab=lab, charts=charts, items=items)


def order_lab(collected: Collected) -> Built:
    """Put a lab into units and an order.

    Raises:
        OrderError: something that an object needs is missing, or units wait for each other in a circle.
    """
    from ..constructs import crd_providers
    from ..order import Built, arrange

    units = arrange(collected.charts, collected.items, advice=crd_providers)
    return Built(lab=collected.lab, units=units)


@no_collection()
def build(root: Path, *, over: Callable[[Lock], Lock] | None = None) -> Built:
    """Read a repository, build and order its lab.

    Raises:
        HomelabError: the configuration, an app or the order is refused.
    """
    return order_lab(collect_lab(root, over=over))


def check_lab(built: Built) -> list[Finding]:
    """Look at a lab with every rule."""
    from ..checks import check

    return check(built)


def render(built: Built, bodies: dict[str, Body] | None = None) -> dict[str, OwnedFile]:
    """Every file of `generated/` and `flux/` but the inventory.

    Args:
        built: the lab.
        bodies: where to enter the object of each file that Flux applies, for those who want it.
    """
    import json

    from ..config import json_schema
    from ..hosts import render_hosts
    from ._bootstrap import render_bootstrap
    from ._layout import render_units
    from ._readme import render_readme
    from ._tree import OwnedFile
    from ._yaml import dump

    hosts = render_hosts(built, dump=dump)
    schema = json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"
    return {
        **render_units(built, bodies),
        **render_bootstrap(built),
        **{path: OwnedFile(content=text, construct="lab") for path, text in hosts.items()},
        "generated/README.md": OwnedFile(content=render_readme(built), construct="lab"),
        "generated/homelab.schema.json": OwnedFile(content=schema, construct="lab"),
    }


def schema_sources(crds: Sequence[Path] = ()) -> SchemaSources:
    """Where commands take schemas from: folders with CRDs that a person gives, and the user's cache."""
    from ..schemas import SchemaSources, default_schemas

    return SchemaSources(folders=tuple(crds), cache=default_schemas())


@no_collection()
def run(root: Path, *, check: bool = False, force: bool = False, crds: Sequence[Path] = ()) -> Result:
    """Regenerate the output of a repository.

    Where nothing has changed since the last run, neither in what it was made from nor in the tree, the lab is not built.

    Args:
        root: the folder with `homelab.yaml`.
        check: compare only and write nothing.
        force: overwrite files that were edited by hand.
        crds: folders with CRDs that objects are held against.

    Raises:
        HomelabError: anything is refused; then nothing is written.
    """
    from ._receipt import fingerprint_repository
    from ._tree import Tree

    tree = Tree(root)
    if not (check or force or crds):
        known = _known(root, tree)
        if known is not None:
            return known
    repository = None if check else fingerprint_repository(root)
    built = build(root)
    built.schemas = schema_sources(crds)
    from ._look_back import look_back

    findings = check_lab(built)
    _refuse(findings)
    bodies: dict[str, Body] = {}
    files = render(built, bodies)
    back = look_back(root, built, files, bodies)
    findings += check_change(built, back)
    _refuse(findings)
    comparison = tree.compare(files) if check else tree.write(files, force=force)
    from ..order import proofs

    unproven = tuple(item.release.construct for item in proofs(built) if item.standing != "proven")
    proof = Proof(charts=len(built.releases), unproven=unproven)
    result = Result(
        findings=tuple(findings),
        comparison=comparison,
        proof=proof,
        git=built.lab.config.git,
        unseen=back.unseen,
    )
    if not check and not crds:
        _remember(root, tree, result, repository)
    return result


def check_change(built: Built, back: LookBack) -> list[Finding]:
    """Look at a change with every rule of change; nothing where there is nothing to compare with."""
    from ..checks import Report

    return list(examine_change(Report(), built, back).findings)


def examine_change(report: Report, built: Built, back: LookBack) -> Report:
    """Look at a change with every rule of change, and add what it comes to to a report."""
    from ..checks import examine_changes, place_of

    return examine_changes(
        report,
        back.difference,
        built.lab.config.accepted,
        where=back.where,
        place=lambda where: place_of(built, where),
        missing=""
        if back.base is not None
        else back.missing.reason
        if back.missing
        else "there is nothing to compare with",
    )


def _refuse(findings: list[Finding]) -> None:
    errors = [str(finding) for finding in findings if finding.level == "error"]
    if errors:
        raise CheckError("\n".join(errors))


def _known(root: Path, tree: Tree) -> Result | None:
    """What a run would come to, if the last one's receipt still holds and nobody has touched the tree."""
    from ._receipt import load_receipt, still_holds

    receipt = load_receipt(root)
    if receipt is None or receipt.schemas != _state_of_schemas() or not still_holds(receipt, root):
        return None
    comparison = tree.intact(receipt.inventory)
    if comparison is None:
        return None
    proof = Proof(charts=receipt.charts, unproven=receipt.unproven)
    return Result(findings=receipt.findings, comparison=comparison, proof=proof, git=receipt.git)


def _remember(root: Path, tree: Tree, result: Result, repository: str | None) -> None:
    """Keep a receipt of a run that left nothing but its own files in the tree."""
    from ._git_refs import fingerprint_refs
    from ._receipt import Receipt, loaded_code, save_receipt

    inventory = tree.inventory_digest()
    if repository is None or inventory is None or result.comparison.strangers:
        save_receipt(root, None)
        return
    modules, code = loaded_code()
    save_receipt(
        root,
        Receipt(
            repository=repository,
            schemas=_state_of_schemas(),
            code=code,
            modules=modules,
            history=fingerprint_refs(root, result.git.branch),
            inventory=inventory,
            findings=result.findings,
            charts=result.proof.charts,
            unproven=result.proof.unproven,
            git=result.git,
        ),
    )


def _state_of_schemas() -> str:
    """Findings depend on which schemas are at hand, though what is written does not."""
    from ..schemas import SchemaCache, default_schemas

    return SchemaCache(default_schemas()).state()
