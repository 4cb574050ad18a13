"""Buckets by claim: what SeaweedFS has to know of each, and the container that tells it."""

from __future__ import annotations

import hashlib
import json
import re
import textwrap
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ..._errors import BuildError
from ...constructs import (
    Bucket,
    BucketStore,
    CredentialStore,
    Endpoint,
    Generated,
    Pods,
    UnitChart,
    resources,
    write_values,
)
from ...model import Body

if TYPE_CHECKING:
    from ._component import SeaweedFS

__all__ = ["CLAIMS", "Buckets", "configuration", "identity", "keeper"]

CLAIMS = "seaweedfs-claims"
"""The Secret with everything that was claimed."""

SCRIPT = "seaweedfs-buckets"
"""The ConfigMap with what keeps them."""

IDENTITIES, NAMES = "identities.json", "buckets"

ACTIONS = ("Read", "Write", "List", "Tagging")
"""What an identity may do in its bucket (source: `weed/s3api/s3_constants` of SeaweedFS 4.44)."""

REGION = "us-east-1"
"""SeaweedFS takes any region; this is the one that S3 clients assume."""

_BUCKET = re.compile(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")


class Buckets(BucketStore):
    """The buckets of SeaweedFS."""

    def __init__(self, owner: SeaweedFS, *, store: CredentialStore, service: str, s3: Endpoint) -> None:
        """Start without any; the owner's unit holds everything that a claim needs, so that no other has to be there first."""
        super().__init__(name=owner.construct_id, provider=owner)
        self._owner = owner
        self._store = store
        self._endpoint = f"http://{service}.{owner.namespace}.svc:{s3.port}"
        self._s3 = s3
        self._secret = store.compose(owner, secret=CLAIMS, keys=(IDENTITIES, NAMES))
        self._claims: dict[str, str] = {}
        self._identities: dict[str, str] = {}

    def claim(self, consumer: UnitChart, *, client: Pods, bucket: str, keys: Mapping[str, str] | None = None) -> Bucket:
        """Grant a bucket and an identity of the same name that may do nothing elsewhere.

        Raises:
            BuildError: S3 does not take the name, or another consumer has the bucket.
        """
        if not _BUCKET.fullmatch(bucket):
            raise BuildError(
                f"{consumer.path} asks for the bucket {bucket!r}; a name has 3 to 63 lower-case letters, digits and dashes"
            )
        if bucket in self._claims:
            raise BuildError(
                f"{consumer.path} asks for the bucket {bucket!r}, which {self._claims[bucket]} has; choose another name"
            )
        self._claims[bucket] = consumer.path
        name = f"{bucket}-s3"
        credential = self._store.declare(
            self._owner,
            name,
            generated={"access-key-id": Generated(), "secret-access-key": Generated()},
            about=f"opens the bucket {bucket} of {self._owner.info.title}",
        )
        actions = [f"{action}:{bucket}" for action in ACTIONS]
        self._identities[bucket] = identity(bucket, self._secret.refer(credential), *actions)
        self._secret.write(IDENTITIES, configuration(self._identities[item] for item in sorted(self._identities)))
        self._secret.write(NAMES, "".join(f"{item}\n" for item in sorted(self._identities)))
        secret = self._store.hand_over(consumer, credential, secret=name, keys=keys)
        consumer.network.connect(client, self._s3)
        return Bucket(endpoint=self._endpoint, name=bucket, region=REGION, secret=secret)


def identity(name: str, keys: Mapping[str, str], *actions: str) -> str:
    """One identity in the JSON of SeaweedFS; written by hand, because the references to keys may have quotes in them."""
    pair = f'"accessKey":"{keys["access-key-id"]}","secretKey":"{keys["secret-access-key"]}"'
    allowed = json.dumps(actions, separators=(",", ":"))
    return f'{{"name":"{name}","credentials":[{{{pair}}}],"actions":{allowed}}}'


def configuration(identities: Iterable[str]) -> str:
    """What SeaweedFS reads identities from."""
    return '{"identities":[\n' + ",\n".join(identities) + "\n]}\n"


def keeper(owner: SeaweedFS, *, image: str) -> Body:
    """A container beside the server that keeps buckets and identities as they were claimed; the chart's values for it.

    The server reads its own configuration file only when it starts, but follows what is imported into its filer at once
    (`s3.iam.import`, which replaces every identity but those of that file). So a new claim needs no restart: the kubelet
    brings the changed Secret, and the loop sees it. It begins anew with the pod, and so also mends an empty volume.
    """
    owner.add_manifest(
        {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": SCRIPT, "namespace": owner.namespace},
            "data": {"keep-buckets.sh": _SCRIPT},
        }
    )
    container: Body = {
        "name": "buckets",
        "image": image,
        "command": ["/bin/sh", "/scripts/keep-buckets.sh"],
        "resources": resources(cpu="10m", memory="32Mi", limit="256Mi"),
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "capabilities": {"drop": ["ALL"]},
            "readOnlyRootFilesystem": True,
            "runAsNonRoot": True,
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "volumeMounts": [
            {"name": "claims", "mountPath": "/claims", "readOnly": True},
            {"name": "scripts", "mountPath": "/scripts", "readOnly": True},
            {"name": "scratch", "mountPath": "/tmp"},
        ],
    }
    volumes: list[Body] = [
        # Optional, so that the pod starts before anything has claimed a bucket.
        {"name": "claims", "secret": {"secretName": CLAIMS, "optional": True}},
        {"name": "scripts", "configMap": {"name": SCRIPT}},
        {"name": "scratch", "emptyDir": {"sizeLimit": "64Mi"}},
    ]
    return {
        "sidecars": _items([container]),
        "extraVolumes": _items(volumes),
        # A running shell does not see that its script has changed.
        "podAnnotations": {"checksum/keep-buckets": hashlib.sha256(_SCRIPT.encode()).hexdigest()[:16]},
    }


def _items(items: Iterable[Body]) -> str:
    """A list as the text that the chart's templates put in place."""
    blocks = [textwrap.indent(write_values(item), "  ") for item in items]
    return "".join(f"- {block[2:]}" for block in blocks)


_SCRIPT = r"""
# Keeps the buckets of SeaweedFS, and the keys that open them, as the lab has claimed them.
trap 'exit 0' TERM INT
weed() { timeout 120 /usr/bin/weed shell -master=localhost:9333 -filer=localhost:8888; }
buckets() { echo s3.bucket.list | weed | awk '{print $1}'; }
keep() {
  for bucket in $(cat /tmp/claims/buckets); do
    buckets | grep -Fxq "$bucket" && continue
    echo "s3.bucket.create -name $bucket -owner $bucket" | weed
    buckets | grep -Fxq "$bucket" || return 1
  done
  echo "s3.iam.import -file /tmp/claims/identities.json -apply" | weed | grep -q '^Imported' || return 1
  echo "buckets and keys are as claimed: $(tr '\n' ' ' < /tmp/claims/buckets)"
}
mkdir -p /tmp/claims /tmp/kept
while true; do
  if [ -s /claims/buckets ] && ! cmp -s /claims/identities.json /tmp/kept/identities.json; then
    cp -L /claims/buckets /claims/identities.json /tmp/claims/
    if keep; then cp /tmp/claims/identities.json /tmp/kept/; else echo "not yet; trying again"; fi
  fi
  sleep 20 &
  wait $!
done
""".lstrip()
"""Commands: `weed/shell/command_s3_bucket_create.go`, `command_s3_iam_import.go` of SeaweedFS 4.44."""
