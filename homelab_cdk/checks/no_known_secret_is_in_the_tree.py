"""Git holds no private key and no token."""

from __future__ import annotations

from ..order import Built
from ._rule import Found, Hit, rule
from ._secret_shapes import known_secrets, strings
from ._text import marked


@rule("HL750", "no_known_secret_is_in_the_tree", local=True)
def no_known_secret_is_in_the_tree(built: Built) -> Found:
    """Git holds no private key and no token.

    Nowhere in an object (values, environment, command lines, ConfigMaps, annotations) stands text of a form that only
    secrets have: private keys, kubeconfigs, age keys, tokens of GitHub, GitLab, AWS, Slack, Grafana, Vault, k3s and others,
    signed tokens, hashes of passwords. Secrets themselves are another rule's matter.
    """
    for item in marked(built):
        if (item.key.kind == "Secret" and not item.key.group) or "sops" in item.body:
            continue
        for place, text in strings(item.body):
            for what in known_secrets(text):
                yield Hit.of(
                    item,
                    f"{place} holds {what}",
                    "take it from a Secret, declared with `CredentialStore.declare`, and make it"
                    " invalid where it comes from if it was ever committed",
                )
