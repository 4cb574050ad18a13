"""The order of units: what waits for what, and for how long."""

from __future__ import annotations

from homelab_cdk._errors import OrderError
from homelab_cdk.order import Built
from tests.mutation.damage import Refused, Step, app, config, damage, put, removed, unit, units

LEVEL = "order"

_APP = "from homelab_cdk import Lab, WebApp\n\n\ndef build(lab: Lab) -> None:\n"


def _two_apps(*lines: str) -> str:
    made = [f'{name} = WebApp(lab, "{name}", image="a.example.com/{name}:1")' for name in ("one", "two")]
    return _APP + "".join(f"    {line}\n" for line in (*made, *lines))


def no_longer(name: str, other: str) -> Step:
    """A unit no longer waits for another one."""
    return units(lambda built: unit(built, name).depends_on.pop(other) and None)


def waits(name: str, other: str) -> Step:
    """A unit waits for another one, too."""
    return units(lambda built: unit(built, name).depends_on.setdefault(other, []) and None)


def moved(kind: str, name: str, old: str, new: str) -> Step:
    """An object stands in another unit."""

    def change(built: Built) -> None:
        item = next(one for one in unit(built, old).items if (one.key.kind, one.key.name) == (kind, name))
        unit(built, old).items.remove(item)
        unit(built, new).items.append(item)

    return units(change)


def _chained(built: Built) -> None:
    """Six units in a row."""
    names = ["reader", "gitea", "velero", "jaeger", "alloy", "loki", "seaweedfs"]
    for name, other in zip(names, names[1:], strict=False):
        unit(built, name).depends_on.setdefault(other, [])


def _short(built: Built) -> None:
    unit(built, "gitea").chart.timeout = 5


def _careless(built: Built) -> None:
    unit(built, "gitea").chart.holds_data = False


DAMAGES = (
    # Edges between units
    damage(
        "custom resources no longer wait for their CRDs",
        no_longer("metallb-config", "metallb"),
        caught_by="the_rollout_converges",
        about="IPAddressPool",
    ),
    damage(
        "issuers no longer wait for cert-manager",
        no_longer("cert-manager-config", "cert-manager"),
        caught_by="the_rollout_converges",
        about="ClusterIssuer",
    ),
    damage(
        "a gateway no longer waits for its CRDs",
        no_longer("traefik", "gateway-api"),
        caught_by="the_rollout_converges",
        about="Gateway",
    ),
    damage(
        "a plugin no longer waits for what makes its certificates",
        no_longer("barman-cloud", "cert-manager"),
        caught_by="the_rollout_converges",
        about="barman",
    ),
    damage(
        "credentials no longer wait for their operator",
        no_longer("seaweedfs", "external-secrets"),
        caught_by="the_rollout_converges",
        about="ExternalSecret",
    ),
    damage(
        "an app no longer waits for its database's namespace",
        no_longer("reader", "postgresql-main"),
        caught_by="the_rollout_converges",
        about="reader",
    ),
    damage(
        "metrics no longer wait for their CRDs",
        no_longer("alloy", "prometheus-operator-crds"),
        caught_by="the_rollout_converges",
        about="PrometheusRule",
    ),
    damage(
        "two units wait for each other",
        waits("cert-manager", "traefik"),
        caught_by=("the_order_is_shallow", "the_rollout_converges"),
        about="cert-manager",
    ),
    damage(
        "a unit waits for itself",
        waits("loki", "loki"),
        caught_by=("the_order_is_shallow", "the_rollout_converges"),
        about="loki",
    ),
    damage("units wait in a long row", units(_chained), caught_by="the_order_is_shallow", about="seaweedfs"),
    damage(
        "custom resources stand beside the release that brings their CRDs",
        moved("IPAddressPool", "default", "metallb-config", "metallb"),
        caught_by="the_rollout_converges",
        about="IPAddressPool",
    ),
    damage(
        "a namespace comes after what lives in it",
        moved("Namespace", "metallb-system", "metallb", "metallb-config"),
        caught_by="the_rollout_converges",
        about="metallb",
    ),
    damage(
        "an object is in no unit",
        moved("Service", "reader", "reader", "loki-config"),
        caught_by="the_rollout_converges",
        about="reader",
    ),
    # What makes objects possible
    damage(
        "a namespace is gone",
        removed("Namespace gitea"),
        caught_by=Refused(text="lives in the namespace gitea", error=OrderError),
    ),
    damage(
        "the place of credentials is gone",
        removed("Namespace credentials"),
        caught_by=Refused(text="lives in the namespace credentials", error=OrderError),
    ),
    damage(
        "a namespace is renamed",
        put("Namespace reader", "metadata name", "rss"),
        caught_by=Refused(text="lives in the namespace reader", error=OrderError),
    ),
    damage(
        "an object is of an unknown kind",
        put("PodMonitor reader/reader-metrics", "kind", "PodWatcher"),
        caught_by=Refused(text="needs the CRD of PodWatcher", error=OrderError),
    ),
    damage(
        "apps need each other",
        app("side.py", _two_apps("one.needs.append(two)", "two.needs.append(one)")),
        caught_by=Refused(text="in a circle", error=OrderError),
    ),
    damage(
        "an app needs what is not there yet",
        app("side.py", _two_apps("lab.unit_charts[0].needs.append(one)", "one.needs.append(lab.unit_charts[0])")),
        caught_by=Refused(text="in a circle", error=OrderError),
    ),
    # Releases among themselves
    damage(
        "releases wait for each other",
        put("HelmRelease tigera-operator/calico-crds", "spec dependsOn", [{"name": "calico"}]),
        caught_by="flux_objects_do_not_wait_in_a_circle",
        about="calico",
    ),
    damage(
        "a release waits for itself",
        put("HelmRelease gitea/gitea", "spec dependsOn", [{"name": "gitea"}]),
        caught_by="flux_objects_do_not_wait_in_a_circle",
        about="gitea",
    ),
    # Times and protection
    damage(
        "a unit gives up before its release",
        units(_short),
        caught_by="every_timeout_outlasts_those_within",
        about="gitea",
    ),
    damage(
        "a component forgets that it holds data",
        units(_careless),
        caught_by="volumes_belong_to_what_holds_data",
        about="gitea",
    ),
    damage(
        "Flux has no room for all units",
        app(
            "side.py",
            _APP + '    for number in range(80):\n        WebApp(lab, f"app-{number}", image="a.example.com/app:1")\n',
        ),
        config("gitOps", {"flux": {"size": "small"}}),
        caught_by="flux_has_room",
    ),
)
