"""Flux can decrypt whatever is encrypted."""

from __future__ import annotations

from ..order import Built
from ._rule import Found, rule


@rule("HL405", "every_encrypted_object_can_be_read")
def every_encrypted_object_can_be_read(built: Built) -> Found:
    """Flux can decrypt whatever is encrypted.

    No object is encrypted by SOPS: the Kustomizations of the units have no key to decrypt it with, so that Flux
    refuses the whole unit.
    """
    for item in built.items:
        if "sops" in item.body:
            yield (
                item.path,
                str(item.key),
                f"it is encrypted by SOPS, and the unit {built.unit_of[item].name} has nothing to decrypt it; use a"
                " SealedSecret or an ExternalSecret, or apply it from a Kustomization of its own that has"
                " spec.decryption",
            )
