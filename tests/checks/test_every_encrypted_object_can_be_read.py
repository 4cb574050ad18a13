from __future__ import annotations

from pathlib import Path

from tests.checks.bare import kustomization, told_of_files
from tests.checks.looking import found, lab_of, thing


def test_an_object_that_sops_has_encrypted() -> None:
    body = {**thing("v1", "Secret", "login"), "data": {"a": "ENC[x]"}, "sops": {"version": "3.9"}}
    assert found(lab_of(body), "HL211") == [
        "app/secret-login: Secret app/login: it is encrypted by SOPS, and the unit app has nothing to decrypt it;"
        " use a SealedSecret or an ExternalSecret, or apply it from a Kustomization of its own that has"
        " spec.decryption",
    ]


def test_an_object_in_the_clear() -> None:
    assert found(lab_of(thing("v1", "ConfigMap")), "HL211") == []


def test_what_flux_does_not_apply_may_be_decrypted_by_whoever_does(tmp_path: Path) -> None:
    key, seed = (thing("v1", "Secret", name, namespace="tea") | {"sops": {"version": "3"}} for name in ("key", "seed"))
    files = {"flux/tea.yaml": kustomization(path="./tea"), "tea/one.yaml": key, "bootstrap/two.yaml": seed}
    assert told_of_files("HL211", tmp_path, files) == [
        "Secret tea/key: it is encrypted by SOPS, and the unit tea has nothing to decrypt it",
        "? Secret tea/seed: it is encrypted by SOPS, and nothing in the tree says who applies bootstrap",
    ]
