"""The repository's own lab: built once, damaged again and again, looked at with every rule."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from homelab_cdk.bootstrap import bootstrap_set
from homelab_cdk.changes import Tree, difference_of
from homelab_cdk.checks import RULES, check, check_changes
from homelab_cdk.components import load_components
from homelab_cdk.config import parse_config
from homelab_cdk.model import Finding, parse_lock
from homelab_cdk.order import Built
from homelab_cdk.schemas import SchemaSources
from homelab_cdk.synth._build import build_lab
from homelab_cdk.synth._collect import collect
from homelab_cdk.synth._committed import wanted_tree
from homelab_cdk.synth._run import Collected, order_lab
from tests.mutation.damage import Damage, Step
from tests.mutation.patient import Objects, Patient

__all__ = ["Clinic", "rule_name"]


def rule_name(finding: Finding) -> str:
    """The name of the rule that found it."""
    return RULES[finding.code].name


@dataclass(frozen=True, slots=True)
class _Seen:
    """What makes two findings the same."""

    code: str
    where: str
    subject: str
    message: str

    @classmethod
    def of(cls, finding: Finding) -> _Seen:
        return cls(finding.code, finding.where, finding.subject, finding.message)


class Clinic:
    """Damages the lab of a folder, and tells what is found of it."""

    def __init__(self, root: Path, *, schemas: Path | None, workshop: Path) -> None:
        """Build the lab as it is.

        Args:
            root: the folder of the lab.
            schemas: a cache with the schemas of its CRDs, where there is one.
            workshop: where apps are written.
        """
        load_components()
        self.has_schemas = schemas is not None
        self._sources = SchemaSources(cache=schemas)
        self._workshop = workshop
        self._text = (root / "homelab.yaml").read_text(encoding="utf-8")
        self._lock = (root / "homelab.lock").read_text(encoding="utf-8")
        self._apps = {path.name: path.read_text(encoding="utf-8") for path in (root / "apps").glob("*.py")}
        self._collected = self._build(self._patient())
        self._built = self._order(self._collected)
        self.findings = check(self._built)
        self._known = Counter(map(_Seen.of, self.findings))

    def _patient(self) -> Patient:
        return Patient(text=self._text, lock=self._lock, apps=dict(self._apps))

    def damaged(self, damage: Damage) -> tuple[Patient, list[Finding]]:
        """What the rules find of a damage, beyond what they find of the lab as it is.

        Raises:
            HomelabError: the lab is refused before any rule looks.
        """
        patient, built = self._treated(damage.before + damage.steps)
        if damage.level == "change":
            old = self._treated(damage.before)[1] if damage.before else self._built
            found = check_changes(difference_of(_tree(old), _tree(built)), built.lab.config.accepted)
        else:
            found = check(built)
        known = Counter(self._known)
        new: list[Finding] = []
        for finding in found:
            seen = _Seen.of(finding)
            known[seen] -= 1
            if known[seen] < 0:
                new.append(finding)
        return patient, new

    def _treated(self, steps: tuple[Step, ...]) -> tuple[Patient, Built]:
        """The lab after some steps; what is not damaged is not built again."""
        patient = self._patient()
        for step in steps:
            step(patient)
        fresh = patient.is_fresh or (patient.text, patient.lock, patient.apps) != (self._text, self._lock, self._apps)
        collected = self._build(patient) if fresh else self._collected
        objects = Objects(collected.items)
        for change in patient.on_objects:
            change(objects)
        built = self._order(Collected(lab=collected.lab, charts=collected.charts, items=objects.items))
        for adjust in patient.on_units:
            adjust(built)
        return patient, built

    def _build(self, patient: Patient) -> Collected:
        lab_config = parse_config(patient.text.encode())
        apps = self._workshop / f"apps-{abs(hash(frozenset(patient.apps.items())))}"
        if not apps.is_dir():
            apps.mkdir(parents=True)
            for name, code in patient.apps.items():
                path = apps / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(code, encoding="utf-8")
        lab = build_lab(lab_config, lock=parse_lock(patient.lock.encode()), apps=apps)
        charts, items = collect(lab)
        return Collected(lab=lab, charts=charts, items=items)

    def _order(self, collected: Collected) -> Built:
        built = order_lab(collected)
        built.schemas = self._sources
        return built


def _tree(built: Built) -> Tree:
    return wanted_tree(built, [bootstrap_set(built).instance.body])
