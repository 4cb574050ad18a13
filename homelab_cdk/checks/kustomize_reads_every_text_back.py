"""Kustomize reads every text back as it is written."""

from __future__ import annotations

from ..order import Built
from ._rule import Found, Hit, rule
from ._text import broken, suspicious


@rule(
    "HL103",
    "kustomize_reads_every_text_back",
    local=True,
    example=r"""
 apiVersion: v1
 kind: ConfigMap
 metadata: {name: settings, namespace: web}
-data: {terminator: "\x7F"}
+binaryData: {terminator: fw==}
""",
    says="""
ConfigMap web/settings: data.terminator holds the character U+007F; kustomize would change it: write
it in another way, such as base64
""",
)
def kustomize_reads_every_text_back(built: Built) -> Found:
    """Kustomize reads every text back as it is written.

    No text has a character that kustomize loses (U+007F to U+009F, U+FFFE, U+FFFF), and no key is `<<` or longer than
    1,000 bytes; there is no way to write those that survives it.
    """
    for item in suspicious(built):
        for place, what in broken(item.body):
            yield Hit.of(item, f"{place} {what}", "kustomize would change it: write it in another way, such as base64")
