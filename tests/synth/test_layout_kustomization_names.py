"""The Kustomization that applies a unit has its name to itself."""

from __future__ import annotations

import pytest

from homelab_cdk._errors import WriteError
from homelab_cdk.constructs import Lab, UnitChart
from homelab_cdk.order import Built, arrange
from homelab_cdk.synth._collect import collect
from homelab_cdk.synth._layout import render_units


def test_an_object_of_its_name_is_refused() -> None:
    lab = Lab()
    app = UnitChart(lab, "web")
    app.add_manifest(
        {
            "apiVersion": "kustomize.toolkit.fluxcd.io/v1",
            "kind": "Kustomization",
            "metadata": {"name": "web", "namespace": "flux-system"},
        }
    )
    charts, items = collect(lab)
    with pytest.raises(WriteError, match="the name of the Kustomization that applies web"):
        render_units(Built(lab=lab, units=arrange(charts, items)))
