"""Changes: the lab as it is, and the same lab with something that must not change changed."""

from __future__ import annotations

from homelab_cdk.order import Built
from tests.mutation.damage import Step, app, config, damage, drop, fact, late, put, removed, text, unit, units, without

LEVEL = "change"

CLAIM = "PersistentVolumeClaim jaeger/jaeger-badger"
RELEASE = "HelmRelease gitea/gitea"
DEPLOYMENT = "Deployment reader/reader"
GIB = 1024**3


def moved(kind: str, name: str, old: str, new: str) -> Step:
    """An object moves to another unit."""

    def change(built: Built) -> None:
        item = next(one for one in unit(built, old).items if (one.key.kind, one.key.name) == (kind, name))
        unit(built, old).items.remove(item)
        unit(built, new).items.append(item)

    return units(change)


def called(old: str, new: str) -> Step:
    """A unit has another name."""

    def change(built: Built) -> None:
        unit(built, old).name = new
        for other in built.units:
            if old in other.depends_on:
                other.depends_on[new] = other.depends_on.pop(old)

    return units(change)


DAMAGES = (
    # What is deleted
    damage("an app leaves", app("reader.py", ""), caught_by="nothing_is_left_behind", about="reader"),
    damage(
        "an app leaves with its namespace",
        app("reader.py", ""),
        caught_by="no_namespace_takes_others_along",
        about="Namespace reader",
    ),
    damage("a Git server leaves", without("gitServer"), caught_by="nothing_is_left_behind", about="gitea"),
    damage("what provides volumes leaves", without("storage"), caught_by="nothing_is_left_behind", about="longhorn"),
    damage(
        "a claim leaves that is not protected",
        drop(CLAIM, "metadata annotations"),
        caught_by="every_protection_stays",
        about="jaeger",
    ),
    damage("a claim leaves", removed(CLAIM), caught_by="nothing_is_left_behind", about="jaeger-badger"),
    damage(
        "a database leaves",
        removed("Database postgresql-main/reader"),
        caught_by="nothing_is_left_behind",
        about="reader",
    ),
    # What moves or is called otherwise
    damage(
        "a unit is called otherwise",
        called("reader", "rss"),
        caught_by="every_kustomization_keeps_its_name",
        about="reader",
    ),
    damage(
        "an instance is called otherwise",
        config("databases postgresql", {"db": {}}),
        app("reader.py", ""),
        caught_by="every_unit_with_data_keeps_its_id",
        about="postgresql-main",
    ),
    damage(
        "a component moves to another namespace",
        config("gitServer", {"gitea": {"namespace": "git"}}),
        caught_by="every_object_keeps_its_namespace",
        about="gitea",
    ),
    damage(
        "an object moves to a unit that is applied later",
        moved("Namespace", "reader", "reader", "loki-config"),
        caught_by="every_object_keeps_its_kustomization",
        about="reader",
    ),
    damage(
        "a release is called otherwise",
        put(RELEASE, "spec releaseName", "git"),
        caught_by="every_release_keeps_its_identity",
        about="gitea",
    ),
    damage(
        "a release goes to another namespace",
        put(RELEASE, "spec targetNamespace", "git"),
        put(RELEASE, "spec storageNamespace", "git"),
        caught_by="every_release_keeps_its_identity",
        about="gitea",
    ),
    damage(
        "a release is of another chart",
        put("OCIRepository gitea/gitea", "spec url", "oci://docker.gitea.com/charts/forgejo"),
        caught_by="every_release_keeps_its_identity",
        about="gitea",
    ),
    # What must not change
    damage(
        "a Deployment selects other pods",
        put(DEPLOYMENT, "spec selector matchLabels", {"app": "reader"}),
        put(DEPLOYMENT, "spec template metadata labels", {"app": "reader"}),
        caught_by="immutable_fields_stay",
        about="reader",
    ),
    damage(
        "a Service moves to a unit that is applied later",
        moved("Service", "reader", "reader", "loki-config"),
        caught_by="no_workload_is_recreated",
        about="reader",
    ),
    damage(
        "a binding is to another role",
        put("RoleBinding credentials/credentials-reader", "roleRef name", "other"),
        caught_by="immutable_fields_stay",
        about="credentials-reader",
    ),
    damage(
        "a claim is mounted otherwise",
        put(CLAIM, "spec accessModes", ["ReadWriteMany"]),
        caught_by="immutable_fields_stay",
        about="jaeger-badger",
    ),
    damage(
        "a claim is of another class",
        put(CLAIM, "spec storageClassName", "local-path"),
        caught_by="every_volume_keeps_its_storage_class",
        about="jaeger-badger",
    ),
    damage(
        "a claim shrinks",
        put(CLAIM, "spec resources requests storage", "1Gi"),
        caught_by="no_volume_shrinks",
        about="jaeger-badger",
    ),
    damage(
        "a database's volume shrinks",
        put("Cluster postgresql-main/postgresql-main", "spec storage size", "1Gi"),
        caught_by="no_volume_shrinks",
        about="postgresql-main",
    ),
    damage(
        "a database's volume is of another class",
        put("Cluster postgresql-main/postgresql-main", "spec storage storageClass", "local-path"),
        caught_by="every_volume_keeps_its_storage_class",
        about="postgresql-main",
    ),
    damage(
        "a chart's volume shrinks",
        fact("gitea", "facts workloads 0 volumes 0 size", GIB),
        caught_by="charts_keep_their_volumes",
        about="gitea",
    ),
    damage(
        "a chart's volume is of another class",
        fact("gitea", "facts workloads 0 volumes 0 storage_class", "local-path"),
        caught_by="charts_keep_their_volumes",
        about="gitea",
    ),
    damage(
        "a chart's volume is called otherwise",
        fact("gitea", "facts workloads 0 volumes 0 name", "data"),
        caught_by="charts_keep_their_volumes",
        about="gitea",
    ),
    damage(
        "a chart goes back to an older version",
        put("OCIRepository gitea/gitea", "spec ref tag", "11.0.0"),
        caught_by="no_chart_is_downgraded",
        about="11.0.0",
    ),
    damage(
        "a chart moves a CRD into the folder that Helm does not touch",
        fact("longhorn", "facts crds kind=Volume in_folder", True),
        caught_by="crds_of_charts_stay_as_they_are",
        about="volumes.longhorn.io",
    ),
    damage(
        "a chart no longer brings a CRD",
        fact("longhorn", "facts crds", []),
        caught_by="crds_of_charts_stay_as_they_are",
        about="longhorn",
    ),
    damage(
        "a version goes in which objects are written",
        fact("metallb", "facts crds kind=IPAddressPool versions", ["v2"]),
        caught_by="every_version_in_use_is_served",
        about="ipaddresspools",
    ),
    # What protects
    damage(
        "a namespace is no longer protected",
        drop("Namespace gitea", "metadata annotations"),
        caught_by="every_protection_stays",
        about="gitea",
    ),
    damage(
        "a release is no longer protected",
        drop(RELEASE, "metadata annotations"),
        caught_by="every_protection_stays",
        about="gitea",
    ),
    damage(
        "a database is no longer protected",
        drop("Cluster postgresql-main/postgresql-main", "metadata annotations"),
        caught_by="every_protection_stays",
        about="postgresql-main",
    ),
    # What Flux reads
    damage(
        "Flux reads another repository",
        text("https://git.example.com/me/homelab.git", "https://git.example.com/me/other.git"),
        caught_by="flux_reads_the_same_place",
        about="other.git",
    ),
    damage(
        "Flux reads another branch",
        text("branch: main", "branch: next"),
        caught_by="flux_reads_the_same_place",
        about="next",
    ),
    damage(
        "a Kustomization reads another source",
        put(
            "Kustomization flux-system/gateway-api-upstream",
            "spec sourceRef name",
            "system-upgrade-controller-upstream",
        ),
        caught_by="flux_reads_the_same_place",
        about="gateway-api",
    ),
    damage(
        "an acceptance is about nothing that changes",
        config("accept", [{"object": "Namespace rss", "change": "delete", "reason": "it is old"}]),
        caught_by="every_acknowledgement_is_needed",
        about="rss",
    ),
    # What was never protected
    damage(
        "a claim leaves that was never protected",
        removed(CLAIM),
        before=(drop(CLAIM, "metadata annotations"),),
        caught_by="no_data_is_deleted",
        about="jaeger-badger",
    ),
    damage(
        "a namespace leaves that was never protected",
        late("Namespace gitea"),
        before=(drop("Namespace gitea", "metadata annotations"),),
        caught_by="nothing_in_use_is_deleted",
        about="Namespace gitea",
    ),
)
