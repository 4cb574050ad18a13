from __future__ import annotations

import pytest

from homelab_cdk.model import Body
from tests.checks.looking import deployment, found, lab_of, thing


def test_a_name_in_capitals() -> None:
    assert found(lab_of(thing("v1", "ConfigMap", "Settings")), "HL101") == [
        "app/configmap-Settings: ConfigMap app/Settings: the name 'Settings' is no DNS subdomain: lower-case"
        " letters, digits, '-' and '.', with a letter or digit at both ends; rename it",
    ]


def test_a_service_with_a_dot() -> None:
    assert found(lab_of(thing("v1", "Service", "web.main", spec={})), "HL101") == [
        "app/service-web.main: Service app/web.main: the name 'web.main' is no DNS label: lower-case letters, digits"
        " and '-', with a letter or digit at both ends; rename it",
    ]


@pytest.mark.parametrize("name", ["web.main", "w" * 64])
def test_a_stateful_set_whose_pods_would_have_no_host_name(name: str) -> None:
    assert len(found(lab_of(thing("apps/v1", "StatefulSet", name, spec={})), "HL101")) == 1
    assert found(lab_of(thing("apps/v1", "Deployment", name, spec={})), "HL101") == []


def test_a_cron_job_whose_jobs_would_have_no_name() -> None:
    assert found(lab_of(thing("batch/v1", "CronJob", "n" * 53)), "HL101") == [
        "app/cronjob-nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn: CronJob.batch"
        " app/nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn: the name"
        " 'nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn' has 53 characters, a CronJob takes 52; rename it",
    ]


def test_a_role_with_a_slash() -> None:
    assert found(lab_of(thing("rbac.authorization.k8s.io/v1", "Role", "a/b")), "HL101") == [
        "app/role-a/b: Role.rbac.authorization.k8s.io app/a/b: the name 'a/b' is a path, RBAC takes no '/', no '%'"
        " and neither '.' nor '..'; rename it",
    ]


def test_a_release_name_of_54_characters() -> None:
    lab = lab_of(thing("helm.toolkit.fluxcd.io/v2", "HelmRelease", namespace="app", spec={"releaseName": "n" * 54}))
    assert found(lab, "HL101") == [
        "app/helmrelease-one: HelmRelease.helm.toolkit.fluxcd.io app/one: spec.releaseName"
        " 'nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn' has 54 characters, Helm allows 53; shorten it",
    ]


def test_a_container_and_a_port() -> None:
    container = {"name": "Web", "ports": [{"name": "very-long-port-name", "containerPort": 80}]}
    assert found(lab_of(deployment(container=container)), "HL101") == [
        "app/deployment-web: Deployment.apps app/web: the container name 'Web' is no DNS label: lower-case letters,"
        " digits and '-', with a letter or digit at both ends; rename the container",
        "app/deployment-web: Deployment.apps app/web: the port name 'very-long-port-name' is none that Kubernetes"
        " takes: at most 15 lower-case letters, digits and single dashes, at least one letter; rename the port",
    ]


@pytest.mark.parametrize(
    "body",
    [
        thing("v1", "ConfigMap", "settings.v1"),
        thing("rbac.authorization.k8s.io/v1", "ClusterRole", "system:node:Reader"),
        thing("batch/v1", "CronJob", "n" * 52),
        deployment(),
    ],
    ids=lambda body: body["kind"],
)
def test_names_that_kubernetes_takes(body: Body) -> None:
    assert found(lab_of(body), "HL101") == []
