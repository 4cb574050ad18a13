from __future__ import annotations

import pytest

from homelab_cdk.components.external_secrets import ExternalSecrets
from homelab_cdk.constructs import HelmApp, Lab, PostgresServer, WebApp
from homelab_cdk.model import Body, ChartFacts, LabConfig, SecretFact
from tests.checks.bare import release, told
from tests.checks.looking import app_of, deployment, found, lab_of, thing, with_crds
from tests.labs import PIN, config_map, locked


def env(kind: str, name: str, key: str, **more: object) -> Body:
    return {"env": [{"name": "VALUE", "valueFrom": {kind: {"name": name, "key": key, **more}}}]}


def test_a_secret_that_nothing_makes() -> None:
    lab = lab_of(deployment(container=env("secretKeyRef", "login", "password")))
    assert found(lab, "HL304") == [
        "app/deployment-web: Deployment.apps app/web: env VALUE reads Secret login, which nothing in this lab makes"
        " in app; declare it as a credential, or mark it `optional: true`",
    ]


def test_a_key_that_a_config_map_does_not_have() -> None:
    lab = lab_of(config_map(color="red"), deployment(container=env("configMapKeyRef", "settings", "colour")))
    assert found(lab, "HL304") == [
        "app/deployment-web: Deployment.apps app/web: env VALUE reads the key 'colour' of ConfigMap settings, which"
        " has color; correct the key, or add it there",
    ]


def test_all_other_places_of_a_pod() -> None:
    pod = {
        "volumes": [
            {"name": "files", "configMap": {"name": "files"}},
            {"name": "all", "projected": {"sources": [{"secret": {"name": "keys"}}]}},
        ],
        "imagePullSecrets": [{"name": "registry"}],
    }
    lab = lab_of(deployment(container={"envFrom": [{"configMapRef": {"name": "defaults"}}]}, pod=pod))
    assert found(lab, "HL304") == [
        "app/deployment-web: Deployment.apps app/web: envFrom reads ConfigMap defaults, which nothing in this lab"
        " makes in app; add it, or mark it `optional: true`",
        "app/deployment-web: Deployment.apps app/web: the volume files reads ConfigMap files, which nothing in this"
        " lab makes in app; add it, or mark it `optional: true`",
        "app/deployment-web: Deployment.apps app/web: the volume all reads Secret keys, which nothing in this lab"
        " makes in app; declare it as a credential, or mark it `optional: true`",
        "app/deployment-web: Deployment.apps app/web: imagePullSecrets reads Secret registry, which nothing in this"
        " lab makes in app; declare it as a credential, or mark it `optional: true`",
    ]


def test_values_of_a_release() -> None:
    values = [{"kind": "ConfigMap", "name": "values"}]
    lab = lab_of(thing("helm.toolkit.fluxcd.io/v2", "HelmRelease", namespace="app", spec={"valuesFrom": values}))
    assert found(lab, "HL304") == [
        "app/helmrelease-one: HelmRelease.helm.toolkit.fluxcd.io app/one: spec.valuesFrom[0] reads ConfigMap values,"
        " which nothing in this lab makes in app; add it, or mark it `optional: true`",
    ]


def test_a_database_outside_of_the_lab_is_only_told() -> None:
    lab = Lab()
    server = PostgresServer.from_secret_name("legacy", host="db.example.com", database="app", user="app")
    WebApp(lab, "app", image="registry.example.com/web:1.2.3").add_database(server=server)
    assert found(lab, "HL304") == [
        "app/deployment-app: Deployment.apps app/app: env DATABASE_URL reads Secret legacy, which nothing in this"
        " lab makes in app; declare it as a credential, or mark it `optional: true`",
    ]


CERTIFICATE = thing("cert-manager.io/v1", "Certificate", namespace="app", spec={"secretName": "login"})
SEALED = thing("bitnami.com/v1", "SealedSecret", "login", namespace="app", spec={"encryptedData": {"password": "A"}})
EXTERNAL = thing(
    "external-secrets.io/v1", "ExternalSecret", namespace="app", spec={"target": {"name": "login"}, "dataFrom": [{}]}
)


@pytest.mark.parametrize("maker", [CERTIFICATE, SEALED, EXTERNAL], ids=lambda body: body["kind"])
def test_secrets_that_something_makes(maker: Body) -> None:
    lab = lab_of(maker, deployment(container=env("secretKeyRef", "login", "password")))
    assert found(with_crds(lab, maker["apiVersion"].split("/")[0], maker["kind"]), "HL304") == []


def test_what_is_optional_may_be_missing() -> None:
    assert found(lab_of(deployment(container=env("secretKeyRef", "login", "password", optional=True))), "HL304") == []


def test_the_certificate_of_the_api_server_is_everywhere() -> None:
    assert found(lab_of(deployment(container=env("configMapKeyRef", "kube-root-ca.crt", "ca.crt"))), "HL304") == []


def test_a_secret_of_a_chart() -> None:
    facts = ChartFacts(secrets=(SecretFact(namespace="tea", name="login", keys=("password",)),))
    lab = Lab(lock=locked({"tea": facts}))
    app = HelmApp(lab, "tea", chart=PIN.name, version=PIN.version, repository=PIN.repository)
    app.add_manifest(deployment(container=env("secretKeyRef", "login", "password")))
    assert found(lab, "HL304") == []


def test_a_credential_that_is_handed_over() -> None:
    lab = Lab(LabConfig.sample())
    ExternalSecrets(lab)
    WebApp(lab, "app", image="registry.example.com/web:1.2.3").add_password("PASSWORD")
    assert found(lab, "HL304") == []


def test_beside_a_chart_of_which_nothing_is_known() -> None:
    lab = Lab()
    app = HelmApp(lab, "tea", chart="unheard-of", version="1.0.0", repository=PIN.repository)
    app.add_manifest(deployment(container=env("secretKeyRef", "login", "password")))
    assert found(lab, "HL304") == []


def test_a_secret_that_pods_make_for_themselves() -> None:
    volume = {"volumes": [{"name": "key", "secret": {"secretName": "members"}}]}
    lab = lab_of(deployment(pod=volume))
    assert len(found(lab, "HL304")) == 1
    app_of(lab).own_secrets.append(("app", "members"))
    assert found(lab, "HL304") == []


def test_what_an_object_says_of_a_credential_comes_before_its_declaration() -> None:
    """GIVEN a Secret that was declared, WHEN a patch has its ExternalSecret make another one, THEN that counts."""
    lab = Lab(LabConfig.sample())
    ExternalSecrets(lab)
    app = WebApp(lab, "web", image="registry.example.com/web:1.2.3")
    app.add_password("PASSWORD")
    assert found(lab, "HL304") == []
    [body] = [one.body for one in app.manifests if one.key.kind == "ExternalSecret" and one.key.namespace == "web"]
    body["spec"]["target"]["name"] = "other"
    assert found(lab, "HL304") == [
        "web/deployment-web: Deployment.apps web/web: env PASSWORD reads Secret web-password, which nothing in this lab makes"
        " in web; declare it as a credential, write the name of one that is there, or mark it `optional: true`",
    ]


def test_values_that_an_unknown_kind_may_make() -> None:
    """GIVEN a release with values from a Secret, WHEN only the release is there, THEN nothing makes it: not the release."""
    one = release(valuesFrom=[{"kind": "Secret", "name": "login"}])
    user = thing("db.example.com/v1", "PostgresUser", "tea", namespace="tea", spec={})
    assert told("HL304", one) == [
        "HelmRelease.helm.toolkit.fluxcd.io tea/tea: spec.valuesFrom[0] reads Secret login, which nothing in this lab makes in"
        " tea",
    ]
    assert told("HL304", one, user) == [
        "? HelmRelease.helm.toolkit.fluxcd.io tea/tea: spec.valuesFrom[0] reads Secret login, which nothing known makes, and"
        " PostgresUser.db.example.com tea/tea, of which nothing is known, may bring it",
    ]
