"""Custom resources: databases, credentials, metrics, backups, upgrades."""

from __future__ import annotations

from homelab_cdk._errors import OrderError
from tests.mutation.damage import Refused, added, damage, drop, put, removed

LEVEL = "objects"

CLUSTER = "Cluster postgresql-main/postgresql-main"
DATABASE = "Database postgresql-main/reader"
ROLE = "DatabaseRole postgresql-main/reader"
LOGIN = "ExternalSecret reader/reader-postgresql"
MADE = "ExternalSecret credentials/reader-postgresql"
PASSWORD = "Password credentials/reader-postgresql"
STORE = "ClusterSecretStore credentials"
MONITOR = "PodMonitor reader/reader-metrics"
ALERTS = "PrometheusRule loki/loki"
SCHEDULE = "Schedule velero/gitea"
BACKUPS = "ObjectStore postgresql-main/postgresql-main"
PLAN = "Plan system-upgrade/server-plan"
BACKUP = "ScheduledBackup postgresql-main/postgresql-main"


def _service_monitor(labels: dict[str, str]) -> dict[str, object]:
    spec = {"selector": {"matchLabels": labels}, "endpoints": [{"port": "http"}]}
    metadata = {"name": "side", "namespace": "reader"}
    return {"apiVersion": "monitoring.coreos.com/v1", "kind": "ServiceMonitor", "metadata": metadata, "spec": spec}


DAMAGES = (
    # Databases
    damage(
        "a cluster's field is misspelt",
        put(CLUSTER, "spec instance", 3),
        caught_by="every_custom_resource_fits_its_crd",
        about="instance",
    ),
    damage(
        "instances are text", put(CLUSTER, "spec instances", "three"), caught_by="every_custom_resource_fits_its_crd"
    ),
    damage(
        "a cluster has no instances", put(CLUSTER, "spec instances", 0), caught_by="every_custom_resource_fits_its_crd"
    ),
    damage(
        "a cluster's volume is of a class of nobody",
        put(CLUSTER, "spec storage storageClass", "fast"),
        caught_by="the_rollout_converges",
    ),
    damage(
        "a cluster's image moves",
        put(CLUSTER, "spec imageName", "ghcr.io/cloudnative-pg/postgresql:latest"),
        caught_by="every_operated_pod_is_explicit",
    ),
    damage("a cluster sets no resources", drop(CLUSTER, "spec resources"), caught_by="every_operated_pod_is_explicit"),
    damage(
        "a cluster may be pruned", drop(CLUSTER, "metadata annotations"), caught_by="data_is_protected_from_pruning"
    ),
    damage(
        "a cluster is of a version to come",
        put(CLUSTER, "apiVersion", "postgresql.cnpg.io/v2"),
        caught_by="every_custom_resource_fits_its_crd",
    ),
    damage(
        "a database is in a cluster of nobody",
        put(DATABASE, "spec cluster name", "postgresql"),
        caught_by="every_resource_finds_what_it_names",
    ),
    damage("a database has no owner", drop(DATABASE, "spec owner"), caught_by="every_custom_resource_fits_its_crd"),
    damage(
        "a database goes with its object",
        put(DATABASE, "spec databaseReclaimPolicy", "delete"),
        caught_by="every_database_outlives_its_object",
    ),
    damage(
        "a role is in a cluster of nobody",
        put(ROLE, "spec cluster name", "postgresql"),
        caught_by="every_resource_finds_what_it_names",
    ),
    damage(
        "a role's password is of nobody",
        put(ROLE, "spec passwordSecret name", "reader"),
        caught_by="every_resource_finds_what_it_names",
    ),
    damage(
        "backups go to a store of nobody",
        put(CLUSTER, "spec plugins 0 parameters barmanObjectName", "nas"),
        caught_by="every_resource_finds_what_it_names",
    ),
    damage(
        "a store's keys are of nobody",
        put(BACKUPS, "spec configuration s3Credentials accessKeyId name", "s3"),
        caught_by="every_resource_finds_what_it_names",
    ),
    damage(
        "a backup is of a cluster of nobody",
        put(BACKUP, "spec cluster name", "postgresql"),
        caught_by="every_resource_finds_what_it_names",
    ),
    damage(
        "a backup's schedule has five fields of six",
        put(BACKUP, "spec schedule", "11 1 * * *"),
        caught_by="every_schedule_is_valid",
    ),
    # Credentials
    damage(
        "a credential's store is of nobody",
        put(LOGIN, "spec secretStoreRef name", "vault"),
        caught_by="every_secret_store_exists",
    ),
    damage(
        "a credential's store is looked for in its namespace",
        put(LOGIN, "spec secretStoreRef kind", "SecretStore"),
        caught_by="every_secret_store_exists",
    ),
    damage("the store is gone", removed(STORE), caught_by="every_secret_store_exists", about="credentials"),
    damage(
        "the store does not admit a namespace",
        put(STORE, "spec conditions 0 namespaces", ["gitea"]),
        caught_by="every_secret_store_exists",
        about="reader",
    ),
    damage(
        "a credential reads what nobody makes",
        put(LOGIN, "spec dataFrom 0 extract key", "reader-db"),
        caught_by="every_credential_has_a_source",
    ),
    damage(
        "what a credential reads is made no more",
        removed(MADE),
        caught_by="every_credential_has_a_source",
        about="reader-postgresql",
    ),
    damage(
        "a credential is made by a generator of nobody",
        put(MADE, "spec dataFrom 0 sourceRef generatorRef name", "reader"),
        caught_by="every_secret_store_exists",
    ),
    damage(
        "the generator is gone", removed(PASSWORD), caught_by="every_secret_store_exists", about="reader-postgresql"
    ),
    damage(
        "a password is drawn anew every hour",
        put(MADE, "spec refreshPolicy", "Periodic"),
        caught_by="every_generated_credential_is_kept",
    ),
    damage(
        "a made password goes with its object",
        put(MADE, "spec target creationPolicy", "Owner"),
        caught_by="every_generated_credential_is_kept",
    ),
    damage(
        "a template's key is misspelt",
        put(LOGIN, "spec target template data", {"url": "x"}),
        caught_by="every_configmap_and_secret_exists",
        about="uri",
    ),
    damage(
        "a generator's field is of another type",
        put(PASSWORD, "spec length", "32"),
        caught_by="every_custom_resource_fits_its_crd",
    ),
    damage(
        "a credential is of a removed version",
        put(LOGIN, "apiVersion", "external-secrets.io/v1beta1"),
        caught_by="every_custom_resource_fits_its_crd",
    ),
    damage(
        "a credential's Secret is another",
        put(LOGIN, "spec target name", "reader-login"),
        caught_by="every_configmap_and_secret_exists",
        about="reader-postgresql",
    ),
    damage(
        "a password stands in a template",
        put(LOGIN, "spec target template data", {"uri": "postgresql://reader:hunter2hunter2@db:5432/reader"}),
        caught_by="no_text_is_as_random_as_a_key",
    ),
    damage(
        "the store's account is of nobody",
        put(STORE, "spec provider kubernetes auth serviceAccount name", "reader"),
        caught_by="every_account_and_role_exists",
    ),
    # Metrics
    damage(
        "a monitor takes pods of nobody",
        put(MONITOR, "spec selector matchLabels", {"app": "x"}),
        caught_by="every_monitor_reaches_pods",
    ),
    damage(
        "a monitor asks at a port of nobody",
        put(MONITOR, "spec podMetricsEndpoints 0", {"portNumber": 9999}),
        caught_by="every_monitor_reaches_pods",
    ),
    damage(
        "a monitor takes Services of nobody",
        added(MONITOR, _service_monitor({"app": "x"})),
        caught_by="every_monitor_reaches_pods",
    ),
    damage(
        "a monitor's interval is no duration",
        put(MONITOR, "spec podMetricsEndpoints 0 interval", "1 minute"),
        caught_by="every_custom_resource_fits_its_crd",
    ),
    damage(
        "an alert has no expression",
        drop(ALERTS, "spec groups 0 rules 0 expr"),
        caught_by="every_custom_resource_fits_its_crd",
    ),
    damage(
        "an alert's expression is not closed",
        put(ALERTS, "spec groups 0 rules 0 expr", "sum(rate(loki_request_duration_seconds_count[5m])"),
        caught_by="every_expression_is_promql",
    ),
    damage(
        "an alert's expression is a rate of nothing over time",
        put(ALERTS, "spec groups 0 rules 0 expr", "rate(loki_request_duration_seconds_count) > 1"),
        caught_by="every_expression_is_promql",
    ),
    damage(
        "two groups of alerts have one name",
        put(ALERTS, "spec groups -", {"name": "loki", "rules": []}),
        caught_by="every_custom_resource_fits_its_crd",
    ),
    # Backups and upgrades
    damage(
        "a backup's schedule is words",
        put(SCHEDULE, "spec schedule", "every night"),
        caught_by="every_schedule_is_valid",
    ),
    damage(
        "a backup's hour is the 25th",
        put(SCHEDULE, "spec schedule", "14 25 * * *"),
        caught_by="every_schedule_is_valid",
    ),
    damage(
        "a backup is of a namespace of nobody",
        put(SCHEDULE, "spec template includedNamespaces", ["git"]),
        caught_by="everything_with_data_is_backed_up",
    ),
    damage(
        "a backup goes to a place of nobody",
        put(SCHEDULE, "spec template storageLocation", "nas"),
        caught_by="every_resource_finds_what_it_names",
    ),
    damage(
        "a backup follows a ConfigMap of nobody",
        put(SCHEDULE, "spec template resourcePolicy name", "volumes"),
        caught_by="every_resource_finds_what_it_names",
    ),
    damage(
        "what holds data is backed up no more",
        removed(SCHEDULE),
        caught_by="everything_with_data_is_backed_up",
        about="gitea",
    ),
    damage(
        "a backup is kept for no time that is",
        put(SCHEDULE, "spec template ttl", "two weeks"),
        caught_by="every_schedule_is_valid",
    ),
    damage("an upgrade is to no version", drop(PLAN, "spec version"), caught_by="every_upgrade_plan_takes_machines"),
    damage(
        "an upgrade takes no machine", drop(PLAN, "spec nodeSelector"), caught_by="every_upgrade_plan_takes_machines"
    ),
    damage(
        "an upgrade takes every machine",
        put(PLAN, "spec nodeSelector", {}),
        caught_by="every_upgrade_plan_takes_machines",
    ),
    damage(
        "an upgrade takes a machine of nobody",
        put(PLAN, "spec nodeSelector", {"matchLabels": {"kubernetes.io/hostname": "node-9"}}),
        caught_by="every_upgrade_plan_takes_machines",
    ),
    damage(
        "an upgrade takes none at a time",
        drop(PLAN, "spec concurrency"),
        caught_by="every_upgrade_plan_takes_machines",
    ),
    damage(
        "an upgrade acts as nobody",
        put(PLAN, "spec serviceAccountName", "upgrade"),
        caught_by="every_account_and_role_exists",
    ),
    damage(
        "an upgrade reads a Secret of nobody",
        put(PLAN, "spec secrets", [{"name": "registry", "path": "/etc/registry"}]),
        caught_by="every_resource_finds_what_it_names",
    ),
    damage(
        "an object's CRD comes with nothing",
        added(
            SCHEDULE,
            {"apiVersion": "velero.io/v1", "kind": "Scheduling", "metadata": {"name": "a", "namespace": "velero"}},
        ),
        caught_by=Refused(text="needs the CRD", error=OrderError),
    ),
)
