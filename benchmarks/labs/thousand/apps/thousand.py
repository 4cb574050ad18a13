"""Many small applications, each a unit of its own; five objects each, or what WebApp makes of the same."""

COUNT = 1000
CONSTRUCT = "plain"
NAMESPACE = "apps"


def name_of(number):
    """Names of one length, in order."""
    return f"app-{number:04}"


def objects(name):
    """Deployment, Service, route, NetworkPolicy and PodDisruptionBudget."""
    labels = {"app.kubernetes.io/name": name}
    probe = {"httpGet": {"path": "/", "port": "http"}}
    pod = {
        "automountServiceAccountToken": False,
        "securityContext": {
            "runAsNonRoot": True,
            "runAsUser": 65532,
            "runAsGroup": 65532,
            "fsGroup": 65532,
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "containers": [
            {
                "name": name,
                "image": f"registry.example.com/{name}:1.2.3",
                "ports": [{"name": "http", "containerPort": 8080}],
                "env": [{"name": "GREETING", "value": f"hello from {name}"}, {"name": "WORKERS", "value": "2"}],
                "resources": {
                    "requests": {"cpu": "10m", "memory": "16Mi"},
                    "limits": {"memory": "64Mi"},
                },
                "readinessProbe": {**probe, "periodSeconds": 10, "timeoutSeconds": 3},
                "livenessProbe": {**probe, "periodSeconds": 20, "timeoutSeconds": 5},
                "securityContext": {
                    "allowPrivilegeEscalation": False,
                    "readOnlyRootFilesystem": True,
                    "capabilities": {"drop": ["ALL"]},
                },
                "volumeMounts": [{"name": "tmp", "mountPath": "/tmp"}],
            }
        ],
        "volumes": [{"name": "tmp", "emptyDir": {"sizeLimit": "64Mi"}}],
    }
    specs = {
        ("apps/v1", "Deployment"): {
            "replicas": 1,
            "revisionHistoryLimit": 3,
            "selector": {"matchLabels": dict(labels)},
            "template": {"metadata": {"labels": dict(labels)}, "spec": pod},
        },
        ("v1", "Service"): {
            "selector": dict(labels),
            "ports": [{"name": "http", "port": 80, "targetPort": "http"}],
        },
        ("gateway.networking.k8s.io/v1", "HTTPRoute"): {
            "parentRefs": [{"name": "traefik", "namespace": "traefik", "sectionName": "websecure"}],
            "hostnames": [f"{name}.thousand.example.com"],
            "rules": [{"backendRefs": [{"name": name, "port": 80}]}],
        },
        ("networking.k8s.io/v1", "NetworkPolicy"): {
            "podSelector": {"matchLabels": dict(labels)},
            "policyTypes": ["Ingress", "Egress"],
            "ingress": [
                {
                    "from": [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "traefik"}}}],
                    "ports": [{"protocol": "TCP", "port": 8080}],
                }
            ],
        },
        ("policy/v1", "PodDisruptionBudget"): {"maxUnavailable": 1, "selector": {"matchLabels": dict(labels)}},
    }
    return [
        {
            "apiVersion": version,
            "kind": kind,
            "metadata": {"name": name, "namespace": NAMESPACE, "labels": dict(labels)},
            "spec": spec,
        }
        for (version, kind), spec in specs.items()
    ]


def build(lab):
    """Add them; the library is imported here, because plain cdk8s reads this file, too."""
    from homelab_cdk import UnitChart, WebApp

    if CONSTRUCT == "web":
        for number in range(COUNT):
            name = name_of(number)
            env = {"GREETING": f"hello from {name}", "WORKERS": "2"}
            WebApp(lab, name, image=f"registry.example.com/{name}:1.2.3", env=env, replicas=1).add_route()
        return
    UnitChart(lab, NAMESPACE).add_namespace()
    for number in range(COUNT):
        name = name_of(number)
        chart = UnitChart(lab, name, namespace=NAMESPACE)
        for body in objects(name):
            chart.add_manifest(body)
