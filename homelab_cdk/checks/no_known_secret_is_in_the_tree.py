"""Git holds no private key and no token."""

from __future__ import annotations

from ..order import Built
from ._rule import Found, Hit, rule
from ._secret_shapes import known_secrets, strings
from ._text import marked


@rule(
    "HL750",
    "no_known_secret_is_in_the_tree",
    local=True,
    example="""
 apiVersion: apps/v1
 kind: Deployment
 metadata: {name: registry, namespace: registry}
 spec:
   selector: {matchLabels: {app: registry}}
   template:
     metadata: {labels: {app: registry}}
     spec:
       containers:
         - name: registry
           image: registry:3.0.0
           volumeMounts: [{name: users, mountPath: /users}]
       volumes:
-        - {name: users, configMap: {name: users}}
+        - {name: users, secret: {secretName: users}}
----
-apiVersion: v1
-kind: ConfigMap
-metadata: {name: users, namespace: registry}
-data: {htpasswd: "me:$2y$10$NotTheHashOfAnyPasswordNotTheHashOfAnyPasswordNotTheH"}
""",
    says="""
ConfigMap registry/users: data.htpasswd holds the hash of a password; keep it in a Secret
(`CredentialStore.declare` makes one), and if it was ever committed, make it invalid where it comes
from: Git forgets nothing
""",
    see=("https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml",),
)
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
                    "keep it in a Secret (`CredentialStore.declare` makes one), and if it was ever committed, make it"
                    " invalid where it comes from: Git forgets nothing",
                )
