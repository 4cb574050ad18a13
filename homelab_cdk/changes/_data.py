"""What is lost with an object."""

from __future__ import annotations

from ..model import ChartFacts, GroupKind, at, maps, text
from ._tree import HELM, Placed, Tree

__all__ = ["DATABASES", "loss", "release_loss"]

DATABASES: dict[GroupKind, str] = {
    GroupKind(group, kind): words
    for group, kinds in {
        "ceph.rook.io": {
            "CephBlockPool": "the pool with all volumes in it",
            "CephCluster": "the Ceph cluster with all that is stored in it",
            "CephFilesystem": "the file system with all volumes in it",
            "CephObjectStore": "the object store with all buckets in it",
        },
        "elasticsearch.k8s.elastic.co": {"Elasticsearch": "the indices"},
        "garage.rajsingh.info": {"GarageBucket": "the bucket", "GarageCluster": "the buckets"},
        "k8s.mariadb.com": {"MariaDB": "the databases"},
        "kafka.strimzi.io": {
            "Kafka": "the brokers with their topics",
            "KafkaNodePool": "the brokers with their topics",
            "KafkaTopic": "the messages in it",
        },
        "longhorn.io": {"Volume": "the volume and what is stored in it"},
        "mongodb.com": {"MongoDB": "the databases"},
        "mongodbcommunity.mongodb.com": {"MongoDBCommunity": "the databases"},
        "mysql.oracle.com": {"InnoDBCluster": "the databases"},
        "objectbucket.io": {"ObjectBucket": "the bucket", "ObjectBucketClaim": "the bucket"},
        "postgresql.cnpg.io": {
            "Cluster": "the databases: the operator deletes their volumes with it",
            "Database": "the database, where its reclaim policy says so",
        },
        "ps.percona.com": {"PerconaServerMySQL": "the databases"},
        "psmdb.percona.com": {"PerconaServerMongoDB": "the databases"},
        "pxc.percona.com": {"PerconaXtraDBCluster": "the databases"},
        "rabbitmq.com": {
            "Queue": "the messages in it",
            "RabbitmqCluster": "the queues with their messages",
        },
        "redis.redis.opstreelabs.in": {
            "Redis": "what is stored in it",
            "RedisCluster": "what is stored in it",
            "RedisReplication": "what is stored in it",
        },
        "valkey.io": {"ValkeyCluster": "what is stored in it"},
    }.items()
    for kind, words in kinds.items()
}
"""Custom resources behind which an operator keeps data, and what goes with them."""

_PROVISIONER = GroupKind("storage.k8s.io", "StorageClass")
_RUNTIME_CLASSES = frozenset({"longhorn-storageclass"})
"""ConfigMaps of which a controller makes StorageClasses (source: Longhorn's chart, `storageclass.yaml`)."""


def loss(placed: Placed, tree: Tree) -> str:
    """What is lost when an object is deleted; empty where it can be made again as it was."""
    key, body = placed.key, placed.body
    spec = at(body, "spec")
    match key.group, key.kind:
        case "", "PersistentVolumeClaim":
            return "the volume and what is stored in it, unless the class keeps volumes (reclaimPolicy: Retain)"
        case "", "PersistentVolume":
            return "the way to what is stored in it"
        case "apps", "StatefulSet":
            if not maps(spec.get("volumeClaimTemplates")):
                return ""
            if at(spec, "persistentVolumeClaimRetentionPolicy").get("whenDeleted") == "Delete":
                return "its volumes and what is stored in them (persistentVolumeClaimRetentionPolicy)"
            return "its pods; what is stored in its volumes stays as long as the namespace does"
        case "", "Secret":
            return "the credentials in it" if body.get("data") or body.get("stringData") else ""
        case "bitnami.com", "SealedSecret":
            return "the Secret that it makes"
        case "external-secrets.io", "ExternalSecret":
            generated = any("generatorRef" in at(entry, "sourceRef") for entry in maps(spec.get("dataFrom")))
            owned = (text(at(spec, "target").get("creationPolicy")) or "Owner") == "Owner"
            return "the Secret with the generated value, which nobody can make again" if generated and owned else ""
        case group, "HelmRelease" if group == HELM:
            if spec.get("suspend") is True:
                return ""
            return release_loss(tree.facts.get(key))
    return DATABASES.get(key.group_kind, "")


def release_loss(facts: ChartFacts | None) -> str:
    """What is lost when a release is uninstalled."""
    if facts is None:
        return "whatever the chart stores: nothing is known of it (`homelab lock` reads it)"
    volumes = sorted({volume.name for workload in facts.workloads if not workload.hook for volume in workload.volumes})
    if volumes:
        shared = sorted({volume.name for item in facts.workloads for volume in item.volumes if not volume.per_replica})
        own = [name for name in volumes if name not in shared]
        parts = []
        if shared:
            parts.append(f"the volumes {', '.join(shared)}, unless the chart keeps them")
        if own:
            parts.append(f"the pods of the volumes {', '.join(own)}, which stay as long as the namespace does")
        return "; ".join(parts)
    if any(key.group_kind == _PROVISIONER or key.name in _RUNTIME_CLASSES for key in facts.objects):
        return "the provisioner of volumes: no pod mounts one any more"
    return ""
