from __future__ import annotations

import pytest

from homelab_cdk.checks import check
from homelab_cdk.model import Body
from tests.checks.custom import lab_with_crd, pot, pot_crd
from tests.checks.looking import built, deployment, found, lab_of, thing


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            thing("networking.k8s.io/v1beta1", "ServiceCIDR"),
            "its apiVersion is networking.k8s.io/v1beta1, which Kubernetes 1.34 has deprecated and 1.37 removes; write"
            " apiVersion: networking.k8s.io/v1",
        ),
        (
            thing("v1", "Endpoints"),
            "its apiVersion is v1, which Kubernetes 1.33 has deprecated; write an EndpointSlice of discovery.k8s.io/v1,"
            " labelled kubernetes.io/service-name",
        ),
        (
            thing("admissionregistration.k8s.io/v1beta1", "MutatingAdmissionPolicy"),
            "its apiVersion is admissionregistration.k8s.io/v1beta1, which API servers do not serve by default; write a"
            " stable version, or start the API servers with"
            " --runtime-config=admissionregistration.k8s.io/v1beta1=true",
        ),
    ],
)
def test_what_is_about_to_go(body: Body, message: str) -> None:
    [finding] = found(lab_of(body), "HL154")
    assert finding.endswith(f": {message}")


def test_a_version_that_its_crd_calls_deprecated() -> None:
    definition = pot_crd(name="v1beta1", deprecated=True, deprecationWarning="pots are of v1 now")
    definition["spec"]["versions"].append({**pot_crd()["spec"]["versions"][0], "storage": False})
    old = {**pot(kind="green"), "apiVersion": "tea.example.com/v1beta1"}
    assert found(lab_with_crd(old, definition=definition), "HL154") == [
        "tea/pot-one: Pot.tea.example.com tea/one: its apiVersion is tea.example.com/v1beta1, of which its CRD says:"
        " pots are of v1 now; write tea.example.com/v1",
    ]
    assert found(lab_with_crd(pot(kind="green"), definition=definition), "HL154") == []


@pytest.mark.parametrize(
    "warning",
    ["pots are on their way out; see the notes of tea 2.", "pots are on their way out; see\n  the notes of tea 2"],
)
def test_a_kind_of_which_no_other_version_is_served(warning: str) -> None:
    definition = pot_crd(name="v1beta1", deprecated=True, deprecationWarning=warning)
    old = {**pot(kind="green"), "apiVersion": "tea.example.com/v1beta1"}
    [finding] = [one for one in check(built(lab_with_crd(old, definition=definition))) if one.code == "HL154"]
    assert (finding.reason, finding.fix) == (
        "its apiVersion is tea.example.com/v1beta1, of which its CRD says: pots are on their way out; see the notes of tea 2",
        "look for what its vendor has put in its place",
    )


def test_what_is_gone_is_told_by_another_rule() -> None:
    assert found(lab_of(thing("policy/v1beta1", "PodDisruptionBudget"), deployment()), "HL154") == []
