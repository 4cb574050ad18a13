from __future__ import annotations

import re
from pathlib import Path

import pytest

from homelab_cdk.lock import Renderer
from homelab_cdk.model import (
    ChartFacts,
    ContainerFact,
    HookFact,
    ObjectKey,
    PortFact,
    SecretFact,
    ServiceFact,
    VolumeFact,
    WebhookFact,
    WebhookRule,
    WorkloadFact,
)
from tests.lock._charts import crd, problems, release, run, write_chart


@pytest.fixture
def facts(request: pytest.FixtureRequest, tmp_path: Path, renderer: Renderer) -> ChartFacts:
    """The facts of a chart with one template: the text that the test gives."""
    write_chart(tmp_path, templates={"all.yaml": request.param})
    report = run(tmp_path, renderer, [release()])
    assert problems(report) == []
    return report.entries["demo"].facts


DEPLOYMENT = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  template:
    metadata: {labels: {b: "2", a: one}}
    spec:
      hostNetwork: true
      initContainers: [{name: init, image: "busybox:1"}]
      containers:
        - name: main
          image: nginx:1.29
          ports: [{name: http, containerPort: 80}, {containerPort: 53, protocol: UDP}]
          resources:
            requests: {cpu: 250m, memory: 1.5Gi, ephemeral-storage: 1Gi}
            limits: {cpu: 2, memory: 2Gi}
        - name: side
          image: side:1
          resources: {limits: {cpu: 100m, memory: 64Mi}}
      volumes:
        - {name: data, persistentVolumeClaim: {claimName: web-data}}
        - {name: foreign, persistentVolumeClaim: {claimName: brought-by-the-lab}}
        - {name: dev, hostPath: {path: /dev}}
        - {name: run, hostPath: {path: /run}}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: web-data}
spec: {storageClassName: fast, resources: {requests: {storage: 10Gi}}}
"""


@pytest.mark.parametrize("facts", [DEPLOYMENT], indirect=True)
def test_a_workload_with_all_it_asks_for(facts: ChartFacts) -> None:
    assert facts.workloads == (
        WorkloadFact(
            kind="Deployment",
            namespace="demo-system",
            name="web",
            replicas=3,
            labels=(("a", "one"), ("b", "2")),
            containers=(
                ContainerFact(
                    name="main",
                    image="nginx:1.29",
                    cpu_request=250,
                    memory_request=1536 * 2**20,
                    ephemeral_request=2**30,
                    cpu_limit=2000,
                    memory_limit=2 * 2**30,
                    ports=(PortFact(name="http", number=80, host=80), PortFact(number=53, protocol="UDP", host=53)),
                ),
                ContainerFact(
                    name="side",
                    image="side:1",
                    cpu_request=100,
                    memory_request=64 * 2**20,
                    cpu_limit=100,
                    memory_limit=64 * 2**20,
                ),
            ),
            init_containers=(ContainerFact(name="init", image="busybox:1"),),
            volumes=(VolumeFact(name="web-data", size=10 * 2**30, storage_class="fast"),),
            host_network=True,
            host_paths=("/dev", "/run"),
            pod_security="privileged",
            reaches=("hostNetwork: true", "the hostPath /dev", "the hostPath /run"),
        ),
    )
    assert facts.objects == (ObjectKey("", "PersistentVolumeClaim", "demo-system", "web-data"),)


POD = "template: {spec: {containers: []}}"
KINDS = f"""
apiVersion: apps/v1
kind: StatefulSet
metadata: {{name: db, namespace: other}}
spec:
  {POD}
  volumeClaimTemplates: [{{metadata: {{name: data}}, spec: {{resources: {{requests: {{storage: 1G}}}}}}}}]
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {{name: agent}}
spec: {{{POD}}}
---
apiVersion: batch/v1
kind: CronJob
metadata: {{name: nightly}}
spec: {{jobTemplate: {{spec: {{template: {{metadata: {{labels: {{a: b}}}}}}}}}}}}
---
apiVersion: batch/v1
kind: Job
metadata: {{name: once, annotations: {{helm.sh/hook: "pre-install,post-upgrade"}}}}
spec: {{parallelism: 2, {POD}}}
---
apiVersion: v1
kind: Pod
metadata: {{name: try, annotations: {{helm.sh/hook: test}}}}
spec: {{containers: []}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: scaled}}
spec: {{{POD}}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {{name: scaled}}
spec: {{minReplicas: 2, maxReplicas: 5, scaleTargetRef: {{kind: Deployment, name: scaled}}}}
"""


@pytest.mark.parametrize("facts", [KINDS], indirect=True)
def test_the_kinds_of_workloads(facts: ChartFacts) -> None:
    found = [(item.kind, item.namespace, item.name, item.replicas, item.hook) for item in facts.workloads]
    assert found == [
        ("CronJob", "demo-system", "nightly", 1, False),
        ("DaemonSet", "demo-system", "agent", 0, False),
        ("Deployment", "demo-system", "scaled", 2, False),
        ("StatefulSet", "other", "db", 1, False),
        ("Job", "demo-system", "once", 2, True),
    ]
    by_name = {item.name: item for item in facts.workloads}
    assert by_name["db"].volumes == (VolumeFact(name="data", size=10**9, per_replica=True),)
    assert by_name["nightly"].labels == (("a", "b"),)
    assert facts.hooks == (
        HookFact(kind="Job", name="once", events=("post-upgrade", "pre-install"), stays=True),
        HookFact(kind="Pod", name="try", events=("test",), stays=True),
    )


SERVICES = """
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  type: LoadBalancer
  selector: {b: c, a: b}
  ports: [{name: http, port: 80, targetPort: web}, {port: 53, protocol: UDP}]
---
apiVersion: v1
kind: Secret
metadata: {name: keys}
data: {b: "eA=="}
stringData: {a: x}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: reader, namespace: set-by-mistake}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: web}
---
# only a comment
"""


@pytest.mark.parametrize("facts", [SERVICES], indirect=True)
def test_services_secrets_and_everything_else(facts: ChartFacts) -> None:
    assert facts.services == (
        ServiceFact(
            namespace="demo-system",
            name="web",
            type="LoadBalancer",
            selector=(("a", "b"), ("b", "c")),
            ports=(
                PortFact(name="http", number=80, target="web"),
                PortFact(number=53, protocol="UDP", target=53),
            ),
        ),
    )
    assert facts.secrets == (SecretFact(namespace="demo-system", name="keys", keys=("a", "b")),)
    assert facts.objects == (
        ObjectKey("", "ServiceAccount", "demo-system", "web"),
        ObjectKey("rbac.authorization.k8s.io", "ClusterRole", "", "reader"),
    )


WEBHOOKS = """
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: demo}
webhooks:
  - name: a.demo.example.com
    clientConfig: {service: {name: hook, namespace: {{ .Release.Namespace }}, port: 8443, path: /x}}
    rules: [{apiGroups: [demo.example.com], apiVersions: [v1], resources: [widgets], operations: [CREATE, UPDATE]}]
  - name: b.demo.example.com
    failurePolicy: Ignore
    clientConfig: {service: {name: hook, namespace: elsewhere}}
    objectSelector: {matchLabels: {a: b}}
    rules: []
---
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: {name: demo}
webhooks: [{name: c.demo.example.com, clientConfig: {url: "https://x"}, namespaceSelector: {}}]
"""


@pytest.mark.parametrize("facts", [WEBHOOKS], indirect=True)
def test_webhooks_with_what_they_judge(facts: ChartFacts) -> None:
    assert facts.webhooks == (
        WebhookFact(name="c.demo.example.com", kind="mutating", blocks=True, rules=()),
        WebhookFact(
            name="a.demo.example.com",
            kind="validating",
            blocks=True,
            rules=(WebhookRule(groups=("demo.example.com",), resources=("widgets",), operations=("CREATE", "UPDATE")),),
            service="hook",
            port=8443,
        ),
        WebhookFact(
            name="b.demo.example.com",
            kind="validating",
            blocks=False,
            rules=(),
            service="elsewhere/hook",
            narrowed=True,
        ),
    )
    assert [key.kind for key in facts.objects] == ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"]


def test_crds_and_whether_an_uninstall_leaves_them(tmp_path: Path, renderer: Renderer) -> None:
    annotated = crd("Kept", {"type": "object"}, metadata={"annotations": {"helm.sh/resource-policy": "keep"}})
    write_chart(
        tmp_path,
        templates={"kept.yaml": annotated, "lost.yaml": crd("Lost", {"type": "object"}, scope="Cluster")},
        crds={"folder.yaml": "---\n" + crd("Folder", {"type": "object"})},
    )
    report = run(tmp_path, renderer, [release()])
    assert problems(report) == []
    found = [
        (fact.kind, fact.plural, fact.scope, fact.versions, fact.kept) for fact in report.entries["demo"].facts.crds
    ]
    assert found == [
        ("Folder", "folders", "Namespaced", ("v1",), True),
        ("Kept", "kepts", "Namespaced", ("v1",), True),
        ("Lost", "losts", "Cluster", ("v1",), False),
    ]


def test_custom_objects_of_the_whole_cluster_have_no_namespace(tmp_path: Path, renderer: Renderer) -> None:
    own = "apiVersion: demo.example.com/v1\nkind: World\nmetadata: {name: a}\n"
    write_chart(tmp_path, templates={"x.yaml": own}, crds={"x.yaml": crd("World", {"type": "object"}, scope="Cluster")})
    report = run(tmp_path, renderer, [release()])
    assert report.entries["demo"].facts.objects == (ObjectKey("demo.example.com", "World", "", "a"),)


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("replicas: many", "demo 1.2.3 renders an object that Kubernetes would not read: .*many"),
        ("template: [1]", "demo 1.2.3 renders an object that Kubernetes would not read"),
        ("template: {spec: {containers: [{resources: {requests: {memory: 1GiB}}}]}}", "'1GiB' is not a quantity"),
        ("template: {spec: {containers: [{ports: [{containerPort: http}]}]}}", "a port is written as a number"),
    ],
)
def test_an_object_that_kubernetes_would_refuse_is_a_problem(
    tmp_path: Path, library: Renderer, spec: str, message: str
) -> None:
    text = f"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: x}}\nspec:\n  {spec}\n"
    write_chart(tmp_path, templates={"x.yaml": text})
    report = run(tmp_path, library, [release()])
    [problem] = problems(report)
    assert re.search(message, problem)
    assert report.entries == {}


RANDOM = """
apiVersion: v1
kind: Secret
metadata: {name: generated}
stringData: {password: {{ randAlphaNum 20 }}}
---
apiVersion: v1
kind: Secret
metadata: {name: fixed}
stringData: {password: x}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: checksum}
data: {sum: {{ randAlphaNum 20 | quote }}}
"""


def test_what_differs_in_each_render_is_marked(tmp_path: Path, renderer: Renderer) -> None:
    write_chart(tmp_path, templates={"x.yaml": RANDOM})
    report = run(tmp_path, renderer, [release()])
    facts = report.entries["demo"].facts
    assert [(secret.name, secret.random) for secret in facts.secrets] == [("fixed", False), ("generated", True)]
    assert [key.name for key in facts.unstable] == ["checksum"]
    assert [str(note) for note in report.notes] == [
        "demo: ConfigMap demo-system/checksum: comes out different in each render"
    ]
    assert run(tmp_path, renderer, [release()]).entries == report.entries, "the lock itself is stable"
