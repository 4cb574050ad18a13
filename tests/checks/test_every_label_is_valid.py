from __future__ import annotations

from tests.checks.looking import deployment, found, lab_of, service, thing


def test_a_value_with_a_space() -> None:
    assert found(lab_of(thing("v1", "ConfigMap", labels={"team": "tea makers"})), "HL102") == [
        "app/configmap-one: ConfigMap app/one: metadata.labels: the label team: 'tea makers' has a value that no"
        " label takes: at most 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends; shorten or"
        " change it, or make it an annotation",
    ]


def test_a_key_that_is_no_qualified_name() -> None:
    assert found(lab_of(thing("v1", "ConfigMap", labels={"Example_com/team": "tea"})), "HL102") == [
        "app/configmap-one: ConfigMap app/one: metadata.labels: the label Example_com/team: 'tea' has a key that is"
        " no qualified name: at most 63 letters, digits, '-', '_' and '.', before it at most a DNS name and '/';"
        " rename the key",
    ]


def test_a_label_of_pods() -> None:
    assert found(lab_of(deployment(labels={"app": "web", "version": 1})), "HL102") == [
        "app/deployment-web: Deployment.apps app/web: spec.selector.matchLabels: the label version: 1 is no text but"
        " int; write it in quotes",
        "app/deployment-web: Deployment.apps app/web: the pods' labels: the label version: 1 is no text but int;"
        " write it in quotes",
    ]


def test_an_annotation_without_quotes() -> None:
    assert found(lab_of(thing("v1", "ConfigMap", annotations={"example.com/on": True})), "HL102") == [
        "app/configmap-one: ConfigMap app/one: metadata.annotations: the annotation example.com/on: True is no text"
        " but bool; write it in quotes",
    ]


def test_a_selector() -> None:
    assert found(lab_of(service(selector={"app": "a b"})), "HL102") == [
        "app/service-web: Service app/web: spec.selector: the label app: 'a b' has a value that no label takes: at"
        " most 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends; shorten or change it, or"
        " make it an annotation",
    ]


def test_labels_that_kubernetes_takes() -> None:
    labels = {"app.kubernetes.io/name": "Web_1.0", "empty": ""}
    body = thing("v1", "ConfigMap", labels=labels, annotations={"example.com/text": "any text at all, é"})
    assert found(lab_of(body, deployment(labels=labels)), "HL102") == []
