"""What Flux does with each object that is in the cluster, once the new tree is there.

Sources: `prune`, `finalize` and `deleteObjects` of kustomize-controller, `reconcileDelete` and `ReleaseTargetChanged` of
helm-controller. A Kustomization applies all its objects, then deletes those that have left it and still carry its labels,
and only then waits for health. So an object that moves to another Kustomization survives just where that one is surely
applied before.

All Kustomizations hear of a commit at once, and each may act on it before it hears of its own new spec, which another one
applies. So what a commit says of Kustomizations counts for the next one: where the old and the new spec differ, the worse of
the two holds.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..model import GroupKind, Map, ObjectKey, at, text
from ._change import Cause, Change, What
from ._fields import immutable_changes
from ._guards import is_forced, is_left_alone, is_never_applied, is_protected
from ._release import identity_changes
from ._tree import HELM, KUSTOMIZE, ROOT, Placed, Tree

__all__ = ["Fates"]

_NAMESPACE = GroupKind("", "Namespace")
_CRD = GroupKind("apiextensions.k8s.io", "CustomResourceDefinition")
_RELEASE = GroupKind(HELM, "HelmRelease")

Fate = tuple[What | None, str, Cause]
"""What happens and why; nothing where an object stays as it is."""

_STAYS: Fate = (None, "", "")


@dataclass(slots=True, eq=False)
class Fates:
    """Follows every object of one tree into the next."""

    before: Tree
    after: Tree
    _known: dict[ObjectKey, Fate] = field(default_factory=dict)
    _ends: dict[ObjectKey, str] = field(default_factory=dict)
    """How each Kustomization lets go of what has left it: why it deletes, or empty."""

    def changes(self) -> list[Change]:
        """All that happens, in the order of the objects' identities."""
        before, after = self.before.objects, self.after.objects
        found: dict[ObjectKey, Change] = {}
        for key, old in before.items():
            what, because, cause = self.fate(key)
            if what is not None:
                found[key] = Change(key=key, what=what, because=because, cause=cause, before=old, after=after.get(key))
        self._spread(found)
        for key, new in after.items():
            if key not in before and self.after.unit(new) is not None and not is_never_applied(new.body):
                found[key] = Change(key=key, what="create", after=new)
        return [found[key] for key in sorted(found)]

    def fate(self, key: ObjectKey) -> Fate:
        """What happens to one object of the tree before."""
        if key not in self._known:
            self._known[key] = _STAYS  # a circle of Kustomizations that apply each other ends here
            self._known[key] = self._fate(key)
        return self._known[key]

    def _fate(self, key: ObjectKey) -> Fate:
        old, new = self.before.objects[key], self.after.objects.get(key)
        unit = self.before.unit(old)
        if unit is None:
            return _STAYS
        home = self.after.unit(new) if new is not None else None
        if new is None or home is None:
            if is_protected(old.body):
                return "orphan", "it is protected from pruning", ""
            why = self.lets_go(unit)
            return ("delete", why, "left") if why else ("orphan", self._keeps(unit), "")
        if home != unit:
            return self._moved(old, new, unit, home)
        if unit in self.before.units and self.fate(unit)[0] in ("delete", "recreate") and not is_protected(old.body):
            why = self.lets_go(unit)
            if why:
                return "recreate", why, "renamed"
        return self._kept(old, new, home)

    def _moved(self, old: Placed, new: Placed, unit: ObjectKey, home: ObjectKey) -> Fate:
        why = self.lets_go(unit)
        if is_protected(old.body) or not why:
            return "adopt", f"{_name(home)} takes it over from {_name(unit)}", ""
        if not is_left_alone(new.body) and self._waits(unit, home):
            return "adopt", f"{_name(home)} takes it over before {_name(unit)} is applied", ""
        cause: Cause = "moved" if unit == ROOT or unit in self.after.units else "renamed"
        return "recreate", f"{why}, and {_name(home)} makes it anew", cause

    def _waits(self, later: ObjectKey, earlier: ObjectKey) -> bool:
        """Whether a Kustomization is surely applied after another, as `dependsOn` says in both trees."""
        seen, pending = {later}, [later]
        while pending:
            key = pending.pop()
            fresh = (self.before.waits_for(key) & self.after.waits_for(key)) - seen
            seen |= fresh
            pending.extend(fresh)
        return later != earlier and earlier in seen

    def _kept(self, old: Placed, new: Placed, home: ObjectKey) -> Fate:
        if old.key.group_kind == _RELEASE:
            # The chart of an unchanged release becomes another one where its source does.
            changed = identity_changes(old, new, self.before.objects, self.after.objects)
            if changed:
                return "recreate", f"Flux uninstalls the release first: {', '.join(changed)}", "release"
        if old.body is new.body or old.body == new.body or is_left_alone(new.body):
            return _STAYS
        fields = immutable_changes(old.key, old.body, new.body, default_class=self.before.default_class)
        if fields:
            listed = f"no one may change {', '.join(map(str, fields))}"
            spec = at(self.after.units.get(home, {}), "spec")
            if spec.get("force") is True or is_forced(old.body) or is_forced(new.body):
                return "recreate", f"{listed}, and Flux is told to force it", "forced"
            return "refuse", listed, ""
        return "change", "", ""

    def lets_go(self, unit: ObjectKey) -> str:
        """Why a Kustomization deletes what has left it; empty where it does not."""
        if unit not in self._ends:
            self._ends[unit] = ""
            self._ends[unit] = self._lets_go(unit)
        return self._ends[unit]

    def _lets_go(self, unit: ObjectKey) -> str:
        if unit == ROOT:
            return f"{_name(unit)} prunes it"
        old = at(self.before.units.get(unit, {}), "spec")
        what = self.fate(unit)[0] if unit in self.before.units else None
        if what in ("delete", "recreate"):
            policy = text(old.get("deletionPolicy")) or "MirrorPrune"
            deletes = old.get("prune") is True if policy == "MirrorPrune" else policy != "Orphan"
            if deletes and old.get("suspend") is not True:
                return f"{_name(unit)} is deleted and takes it along"
            return ""
        if unit not in self.after.units:
            return ""
        if _prunes(at(self.after.units[unit], "spec")):
            return f"{_name(unit)} prunes it"
        if _prunes(old):
            return f"{_name(unit)} may prune it before it hears that it no longer does"
        return ""

    def _keeps(self, unit: ObjectKey) -> str:
        if unit in self.before.units and self.fate(unit)[0] == "orphan":
            return f"{_name(unit)} stays itself, and its folder is gone"
        if unit not in self.after.units:
            return f"{_name(unit)} leaves its objects alone when it is deleted"
        return f"{_name(unit)} does not prune"

    def _spread(self, found: dict[ObjectKey, Change]) -> None:
        """Take along what lives in namespaces that go, and what is of kinds that go."""
        gone: dict[str, Change] = {}
        kinds: dict[GroupKind, str] = {}
        for change in list(found.values()):
            if change.what in ("delete", "recreate") and change.before is not None:
                if change.key.group_kind == _NAMESPACE:
                    gone[change.key.name] = change
                elif change.key.group_kind == _CRD:
                    spec = at(change.before.body, "spec")
                    kind = GroupKind(text(spec.get("group")), text(at(spec, "names").get("kind")))
                    kinds[kind] = f"its CRD {change.key.name} is deleted"
        for name, change in gone.items():
            for item in self.before.by_namespace.get(name, ()):
                self._take(found, item, f"its Namespace {name} is deleted ({change.because})", "home")
        # A release goes with its namespace, and its CRDs with the release.
        kinds.update(self._released_kinds(found))
        for kind, why in kinds.items():
            for item in self.before.by_kind.get(kind, ()):
                self._take(found, item, why, "kind")

    def _released_kinds(self, found: dict[ObjectKey, Change]) -> dict[GroupKind, str]:
        """The kinds whose CRDs Helm deletes: with the release, or because the chart has them no more."""
        kinds: dict[GroupKind, str] = {}
        for release, facts in self.before.facts.items():
            uninstalled = self._is_uninstalled(release, found.get(release))
            if not uninstalled and self.after.facts.get(release) is facts:
                continue
            still = {crd.group_kind for crd in self.after.facts[release].crds} if release in self.after.facts else None
            for crd in facts.crds:
                if crd.kept:
                    continue
                if uninstalled:
                    kinds[crd.group_kind] = f"Helm deletes its CRD with the release {release.name}"
                elif still is not None and crd.group_kind not in still and release in self.after.objects:
                    kinds[crd.group_kind] = f"the chart of {release.name} has its CRD no more, and Helm deletes it"
        return kinds

    def _is_uninstalled(self, release: ObjectKey, change: Change | None) -> bool:
        """Whether what a HelmRelease or Kustomization has installed goes with it."""
        if change is None or change.before is None or change.what not in ("delete", "recreate"):
            return False
        if release in self.before.units:
            return bool(self.lets_go(release))
        return change.cause == "release" or at(change.before.body, "spec").get("suspend") is not True

    def _take(self, found: dict[ObjectKey, Change], item: Placed, why: str, cause: Cause) -> None:
        if self.before.unit(item) is None:
            return
        known = found.get(item.key)
        if known is not None and known.what in ("delete", "recreate"):
            return
        new = self.after.objects.get(item.key)
        what: What = "delete" if new is None else "recreate"
        found[item.key] = Change(key=item.key, what=what, because=why, cause=cause, before=item, after=new)


def _prunes(spec: Map) -> bool:
    return spec.get("prune") is True and spec.get("suspend") is not True


def _name(unit: ObjectKey) -> str:
    """A Kustomization as people write it."""
    return f"{unit.kind} {unit.name}" if unit.group == KUSTOMIZE else str(unit)
