from __future__ import annotations

import cdk8s

from homelab_cdk.constructs import Lab
from tests.checks.looking import app_of, found, lab_of
from tests.labs import config_map


def lab_with(*, foreign: bool) -> Lab:
    lab = lab_of(config_map(nothing=None, big=2**60, fits=2**53))
    if foreign:
        cdk8s.ApiObject(app_of(lab), "foreign", api_version="v1", kind="ConfigMap")
    return lab


def test_beside_a_foreign_construct() -> None:
    assert found(lab_with(foreign=True), "HL106") == [
        "app/configmap-settings: ConfigMap app/settings: data.nothing is null, which plain cdk8s would drop; add"
        " the cdk8s objects beside it with `add_manifest` instead, accept this where only homelab-synth writes the"
        " lab, or leave it out",
        "app/configmap-settings: ConfigMap app/settings: data.big is 1152921504606846976, which plain cdk8s would"
        " round; add the cdk8s objects beside it with `add_manifest` instead, accept this where only homelab-synth"
        " writes the lab, or write it as a text",
    ]


def test_in_a_tree_of_our_own() -> None:
    assert found(lab_with(foreign=False), "HL106") == []
