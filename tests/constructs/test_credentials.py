"""Credentials: generated once in the cluster, kept for ever, and equal wherever they are used."""

from __future__ import annotations

from typing import Any

import pytest

from homelab_cdk._errors import BuildError, CapabilityError
from homelab_cdk.components.cert_manager import Acme, CertManager
from homelab_cdk.components.external_secrets import ExternalSecrets
from homelab_cdk.constructs import CredentialStore, Generated, Lab, WebApp
from homelab_cdk.model import Body
from tests.labs import Plain, bodies, one, six_systems

PRUNE = "kustomize.toolkit.fluxcd.io/prune"


def _store(lab: Lab) -> CredentialStore:
    return ExternalSecrets(lab).require(CredentialStore)


def _lab() -> tuple[Lab, WebApp]:
    lab = six_systems()
    return lab, WebApp(lab, "shop", image="example.com/shop:1.0.0")


def _source_of(lab: Lab, secret: str, namespace: str) -> str:
    [extract] = one(lab, "ExternalSecret", secret, namespace)["spec"]["dataFrom"]
    return str(extract["extract"]["key"])


def test_a_generated_one_is_made_once_and_kept_for_ever() -> None:
    lab, app = _lab()
    app.add_password("PASSWORD", length=40)
    source = one(lab, "ExternalSecret", "shop-password", "credentials")
    assert source["spec"]["refreshPolicy"] == "CreatedOnce"
    assert source["spec"]["target"]["creationPolicy"] == "Orphan"
    assert source["spec"]["target"]["deletionPolicy"] == "Retain"
    assert source["metadata"]["annotations"][PRUNE] == "disabled"
    [generator] = [entry["sourceRef"]["generatorRef"] for entry in source["spec"]["dataFrom"]]
    password = one(lab, generator["kind"], generator["name"], "credentials")
    assert password["spec"]["length"] == 40
    assert password["metadata"]["annotations"][PRUNE] == "disabled"


def test_the_app_reads_the_secret_that_it_gets() -> None:
    lab, app = _lab()
    credential = app.add_password("PASSWORD")
    [container] = one(lab, "Deployment", "shop")["spec"]["template"]["spec"]["containers"]
    [entry] = [entry for entry in container["env"] if entry["name"] == "PASSWORD"]
    reference = entry["valueFrom"]["secretKeyRef"]
    assert _source_of(lab, reference["name"], "shop") == credential.name
    [handover] = credential.handovers
    assert (handover.consumer, handover.namespace, handover.secret) == ("shop", "shop", reference["name"])
    assert reference["key"] in handover.keys


def test_both_sides_of_a_database_read_one_source() -> None:
    lab, app = _lab()
    granted = app.add_database()
    role = one(lab, "DatabaseRole", "shop")["spec"]["passwordSecret"]["name"]
    server_side = _source_of(lab, role, "postgresql-main")
    app_side = _source_of(lab, granted.secret, "shop")
    assert server_side == app_side
    sources = [
        body for body in bodies(lab) if body["metadata"]["name"] == app_side and body["kind"] == "ExternalSecret"
    ]
    made = [body for body in sources if body["spec"].get("refreshPolicy") == "CreatedOnce"]
    assert len(made) == 1
    keys = one(lab, "ExternalSecret", granted.secret, "shop")["spec"]["target"]["template"]["data"]
    assert sorted(keys) == ["database", "host", "password", "port", "uri", "username"]
    assert keys["username"] == "{{ .username }}" and made[0]["spec"]["target"]["template"]["data"]["username"] == "shop"


def test_every_reading_has_a_source_and_every_namespace_is_admitted() -> None:
    lab, app = _lab()
    app.add_database()
    app.add_password("PASSWORD")
    secrets = [body for body in bodies(lab) if body["kind"] == "ExternalSecret"]
    made = {body["metadata"]["name"] for body in secrets if body["metadata"]["namespace"] == "credentials"}
    [condition] = one(lab, "ClusterSecretStore", "credentials")["spec"]["conditions"]
    readers = [body for body in secrets if body["metadata"]["namespace"] != "credentials"]
    assert {body["metadata"]["namespace"] for body in readers} == {"gitea", "postgresql-main", "shop"}
    for body in readers:
        [extract] = body["spec"]["dataFrom"]
        assert extract["extract"]["key"] in made
        assert body["metadata"]["namespace"] in condition["namespaces"]
    assert condition["namespaces"] == ["external-secrets", "gitea", "postgresql-main", "shop"]


def test_only_the_credentials_namespace_is_read() -> None:
    lab, _ = _lab()
    provider = one(lab, "ClusterSecretStore", "credentials")["spec"]["provider"]["kubernetes"]
    assert provider["remoteNamespace"] == "credentials"
    role = one(lab, "Role", provider["auth"]["serviceAccount"]["name"], "credentials")
    assert role["rules"] == [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["get", "list", "watch"]}]


def _values(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in _values(item)]
    return [text for item in value for text in _values(item)] if isinstance(value, list) else [str(value)]


def test_no_secret_is_in_the_tree() -> None:
    lab, app = _lab()
    app.add_database()
    assert [body for body in bodies(lab) if body["kind"] == "Secret"] == []
    for body in bodies(lab):
        if body["kind"] == "ExternalSecret":
            template: Body = body["spec"]["target"]["template"]["data"]
            assert "{{ ." in "".join(_values({key: template[key] for key in template if "password" in key}) or ["{{ ."])


def test_a_provided_one_is_declared_with_its_command() -> None:
    lab = Lab()
    ExternalSecrets(lab)
    solver = {"cloudflare": {"apiTokenSecretRef": {"name": "acme-dns", "key": "api-token"}}}
    CertManager(lab, issuer="acme", acme=Acme(email="me@example.com", dns01=solver))
    credential = lab.surroundings.credentials["acme-dns"]
    assert credential.provided
    assert credential.about == "lets cert-manager prove ownership of the domain by DNS"
    assert credential.command == (
        "kubectl --namespace credentials create secret generic acme-dns --from-literal=api-token=…"
    )
    assert _source_of(lab, "acme-dns", "cert-manager") == "acme-dns"
    found = [body for body in bodies(lab) if body["kind"] == "ExternalSecret"]
    assert len(found) == 1, "nothing generates what a person provides"


def test_two_credentials_of_one_name_are_refused() -> None:
    lab = Lab()
    store = _store(lab)
    one_app, other = Plain(lab, "one"), Plain(lab, "other")
    store.declare(one_app, "token", generated={"key": Generated()})
    with pytest.raises(BuildError) as error:
        store.declare(other, "token", generated={"key": Generated()})
    assert str(error.value) == ("other declares the credential 'token', which one declared before; choose another name")


@pytest.mark.parametrize(
    "keys", [{}, {"generated": {"a": Generated()}, "provided": ("b",)}, {"fixed": {"a": "b"}}], ids=str
)
def test_a_credential_is_either_generated_or_provided(keys: Any) -> None:
    lab = Lab()
    store = _store(lab)
    with pytest.raises(BuildError, match="app: the credential 'token' is either generated or provided"):
        store.declare(Plain(lab, "app"), "token", **keys)


def test_values_of_different_shapes_have_generators_of_their_own() -> None:
    lab = Lab()
    store = _store(lab)
    shapes = {"pin": Generated(length=8), "key": Generated(length=64, symbols=4), "other": Generated(length=8)}
    store.declare(Plain(lab, "app"), "token", generated=shapes)
    specs = {tuple(body["spec"]["secretKeys"]): body["spec"] for body in bodies(lab) if body["kind"] == "Password"}
    assert {keys: (spec["length"], spec["symbols"]) for keys, spec in specs.items()} == {
        ("pin", "other"): (8, 0),
        ("key",): (64, 4),
    }


def test_a_consumer_may_rename_keys() -> None:
    lab = Lab()
    store = _store(lab)
    app = Plain(lab, "app")
    credential = store.declare(app, "token", generated={"key": Generated()})
    keys = {"TOKEN": "{{ .key }}", "USER": "admin"}
    assert store.hand_over(app, credential, secret="mine", keys=keys, labels={"a": "b"}) == "mine"
    target = one(lab, "ExternalSecret", "mine", "app")["spec"]["target"]
    assert target["template"]["data"] == keys
    assert target["template"]["metadata"] == {"labels": {"a": "b"}}


def test_without_a_store_there_are_no_passwords() -> None:
    app = WebApp(Lab(), "app", image="example.com/app:1.0.0")
    with pytest.raises(CapabilityError, match="app needs generated credentials, .* `secrets: external-secrets`"):
        app.add_password("PASSWORD")


def test_an_environment_variable_is_set_once() -> None:
    app = WebApp(Lab(), "app", image="example.com/app:1.0.0", env={"A": "1"})
    with pytest.raises(BuildError, match="app: the environment variable A is set already; choose another with `env=`"):
        app.add_secret_env("A", secret="s", key="k")
