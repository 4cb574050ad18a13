"""Buckets by claim: each with keys of its own, wherever they are."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from homelab_cdk._errors import BuildError
from homelab_cdk.components.external_s3 import ExternalS3
from homelab_cdk.components.external_secrets import ExternalSecrets
from homelab_cdk.components.seaweedfs import SeaweedFS
from homelab_cdk.constructs import ACCESS_KEY_ID, BucketStore, Lab, Pods
from tests.labs import Plain, bodies, one


def _seaweedfs() -> tuple[Lab, BucketStore]:
    lab = Lab()
    ExternalSecrets(lab)
    return lab, SeaweedFS(lab).require(BucketStore)


def _outside(**options: object) -> tuple[Lab, BucketStore]:
    lab = Lab()
    ExternalSecrets(lab)
    endpoint = str(options.pop("endpoint", "https://nas.example.com:9000"))
    return lab, ExternalS3(lab, endpoint=endpoint, **options).require(BucketStore)  # type: ignore[arg-type]  # as tests name them


def _pods(name: str) -> Pods:
    return Pods(namespace=name, labels={"app": name})


def test_each_claim_may_do_nothing_in_the_bucket_of_another() -> None:
    lab, store = _seaweedfs()
    for name in ("wiki", "logs"):
        store.claim(Plain(lab, name), client=_pods(name), bucket=name)
    template = one(lab, "ExternalSecret", "seaweedfs-claims", "seaweedfs")["spec"]["target"]["template"]["data"]
    identities = json.loads(re.sub(r"{{ \.(\w+) }}", r"\1", template["identities.json"]))["identities"]
    assert [(item["name"], item["actions"]) for item in identities] == [
        ("logs", ["Read:logs", "Write:logs", "List:logs", "Tagging:logs"]),
        ("wiki", ["Read:wiki", "Write:wiki", "List:wiki", "Tagging:wiki"]),
    ]
    assert [item["credentials"] for item in identities] == [
        [{"accessKey": f"{name}_s3__access_key_id", "secretKey": f"{name}_s3__secret_access_key"}]
        for name in ("logs", "wiki")
    ]
    assert template["buckets"] == "logs\nwiki\n"


def test_what_the_server_knows_and_what_the_consumer_gets_is_one_credential() -> None:
    lab, store = _seaweedfs()
    granted = store.claim(Plain(lab, "wiki"), client=_pods("wiki"), bucket="wiki")
    theirs = one(lab, "ExternalSecret", granted.secret, "wiki")["spec"]
    assert theirs["dataFrom"] == [{"extract": {"key": "wiki-s3"}}]
    assert sorted(theirs["target"]["template"]["data"]) == ["access-key-id", "secret-access-key"]
    entries = one(lab, "ExternalSecret", "seaweedfs-claims", "seaweedfs")["spec"]["data"]
    assert {entry["remoteRef"]["key"] for entry in entries} == {"wiki-s3"}
    [made] = [
        body
        for body in bodies(lab)
        if (body["kind"], body["metadata"]["name"], body["metadata"].get("namespace"))
        == ("ExternalSecret", "wiki-s3", "credentials")
    ]
    assert made["spec"]["refreshPolicy"] == "CreatedOnce"


def test_without_a_claim_nothing_waits_for_one() -> None:
    lab, _ = _seaweedfs()
    assert "seaweedfs-claims" not in [body["metadata"]["name"] for body in bodies(lab)]
    volumes = one(lab, "HelmRelease", "seaweedfs")["spec"]["values"]["allInOne"]["extraVolumes"]
    assert "secretName: seaweedfs-claims\n    optional: true\n" in volumes


def test_everything_that_a_claim_needs_stands_in_the_servers_own_unit() -> None:
    """Else the server would wait for a unit that may itself wait for the server."""
    lab, store = _seaweedfs()
    store.claim(Plain(lab, "wiki"), client=_pods("wiki"), bucket="wiki")
    [chart] = [chart for chart in lab.unit_charts if chart.path == "seaweedfs"]
    own = {(manifest.key.kind, manifest.key.namespace, manifest.key.name) for manifest in chart.manifests}
    assert {
        ("ExternalSecret", "credentials", "wiki-s3"),
        ("Password", "credentials", "wiki-s3"),
        ("ExternalSecret", "seaweedfs", "seaweedfs-claims"),
    } <= own


def test_a_consumer_may_ask_for_keys_of_its_own() -> None:
    lab, store = _seaweedfs()
    keys = {"config": f"id = {ACCESS_KEY_ID}"}
    granted = store.claim(Plain(lab, "wiki"), client=_pods("wiki"), bucket="wiki", keys=keys)
    assert one(lab, "ExternalSecret", granted.secret, "wiki")["spec"]["target"]["template"]["data"] == {
        "config": 'id = {{ index . "access-key-id" }}'
    }


def test_a_bucket_has_one_owner() -> None:
    for lab, store in (_seaweedfs(), _outside()):
        store.claim(Plain(lab, "wiki"), client=_pods("wiki"), bucket="files")
        with pytest.raises(BuildError, match="blog asks for the bucket 'files', which wiki has; choose another name"):
            store.claim(Plain(lab, "blog"), client=_pods("blog"), bucket="files")


def test_a_name_that_s3_does_not_take() -> None:
    lab, store = _seaweedfs()
    with pytest.raises(BuildError, match="wiki asks for the bucket 'My_Files'; a name has 3 to 63 lower-case letters"):
        store.claim(Plain(lab, "wiki"), client=_pods("wiki"), bucket="My_Files")


def test_outside_of_the_lab_a_person_makes_the_buckets_and_brings_the_keys() -> None:
    lab, store = _outside(bucket_prefix="lab-")
    granted = store.claim(Plain(lab, "wiki"), client=_pods("wiki"), bucket="wiki")
    store.claim(Plain(lab, "blog"), client=_pods("blog"), bucket="blog")
    assert (granted.endpoint, granted.name) == ("https://nas.example.com:9000", "lab-wiki")
    credential = lab.surroundings.credentials["external-s3"]
    assert credential.provided
    assert credential.about == (
        "opens https://nas.example.com:9000, where these buckets have to exist: lab-wiki, lab-blog"
    )
    assert credential.command == (
        "kubectl --namespace credentials create secret generic external-s3"
        " --from-literal=access-key-id=… --from-literal=secret-access-key=…"
    )
    policy = one(lab, "NetworkPolicy", "allow-from-wiki", "wiki")
    assert policy["spec"]["egress"][-1]["ports"] == [{"protocol": "TCP", "port": 9000}]


@pytest.mark.parametrize(
    "endpoint", ["nas.example.com", "ftp://nas", "https://", "https://nas/bucket", "https://nas:port"], ids=str
)
def test_an_endpoint_that_is_no_server(endpoint: str) -> None:
    with pytest.raises(BuildError, match="write it as https://nas.home.example.com:9000, without a path"):
        _outside(endpoint=endpoint)


WEED = """#!/bin/sh
# What `weed shell` does with the commands that the loop gives it.
read -r command argument rest
case $command in
  s3.bucket.list) for one in "$HERE"/buckets/*; do [ -e "$one" ] && echo "  ${one##*/}\tsize:0"; done;;
  s3.bucket.create) echo "$rest" >> "$HERE/created"; mkdir "$HERE/buckets/${rest%% *}";;
  s3.iam.import) set -- $rest; cp "$1" "$HERE/imported"; echo "Imported IAM configuration from $1";;
esac
exit 0
"""


@pytest.mark.skipif(shutil.which("timeout") is None, reason="the loop is made for the image's own shell")
def test_the_keeper_follows_the_claims(tmp_path: Path) -> None:
    """GIVEN a running keeper, WHEN the Secret changes, THEN new buckets are made, old ones left, and keys imported."""
    lab, _ = _seaweedfs()
    script = one(lab, "ConfigMap", "seaweedfs-buckets")["data"]["keep-buckets.sh"]
    weed = tmp_path / "weed"
    weed.write_text(WEED, encoding="utf-8")
    weed.chmod(0o755)
    for folder in ("buckets", "claims", "tmp"):
        (tmp_path / folder).mkdir()
    text = (
        script.replace("/tmp/", f"{tmp_path}/tmp/")
        .replace(" /claims/", f" {tmp_path}/claims/")
        .replace("/usr/bin/weed", str(weed))
        .replace("sleep 20", "sleep 0.1")
    )

    def claim(*names: str) -> None:
        (tmp_path / "claims/buckets").write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
        (tmp_path / "claims/identities.json").write_text(json.dumps(names), encoding="utf-8")

    def imported() -> str:
        file = tmp_path / "imported"
        return file.read_text(encoding="utf-8") if file.exists() else ""

    def wait_for(*names: str) -> None:
        until = time.monotonic() + 30
        while imported() != json.dumps(names):
            assert time.monotonic() < until, "the keeper imported nothing"
            time.sleep(0.05)

    keeper = subprocess.Popen(["sh", "-c", text], env={"PATH": "/usr/bin:/bin", "HERE": str(tmp_path)})
    try:
        claim("logs")
        wait_for("logs")
        claim("logs", "wiki")
        wait_for("logs", "wiki")
    finally:
        keeper.terminate()
    assert keeper.wait(timeout=10) == 0
    made = (tmp_path / "created").read_text(encoding="utf-8").splitlines()
    assert made == ["logs -owner logs", "wiki -owner wiki"]
