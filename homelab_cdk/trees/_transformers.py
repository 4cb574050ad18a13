"""What kustomize does to every object of a build: namespaces, names, labels, annotations, images, replicas."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Body, GroupKind, Map, at, mapping, maps
from ._made import Made
from ._scopes import is_namespaced

__all__ = ["annotate", "label", "pin_images", "place", "rename", "scale"]

_KEEP_THEIR_NAMES = ("APIService", "CustomResourceDefinition", "Namespace")
"""Kinds that no prefix or suffix is given to (source: kustomize's defaults)."""

_SCALED = ("Deployment", "ReplicaSet", "StatefulSet")

_TEMPLATES: dict[str, tuple[str, ...]] = {
    "CronJob": ("spec", "jobTemplate", "spec", "template"),
    "DaemonSet": ("spec", "template"),
    "Deployment": ("spec", "template"),
    "Job": ("spec", "template"),
    "ReplicaSet": ("spec", "template"),
    "StatefulSet": ("spec", "template"),
}


def place(made: list[Made], namespace: str, scopes: Map) -> None:
    """Put everything that lives in a namespace into one; a Namespace is called so.

    Args:
        made: the objects.
        namespace: the namespace.
        scopes: by group and kind as text, whether a kind of custom resources lives in a namespace, where that is known.
    """
    accounts = {
        (one.name, place or "default")
        for one in made
        if one.body.get("kind") == "ServiceAccount"
        for place in (str(one.metadata.get("namespace") or ""), *one.namespaces)
    }
    for one in made:
        kind = GroupKind.of(one.body)
        if kind == GroupKind("", "Namespace"):
            one.rename(namespace)
        elif is_namespaced(kind, scopes):
            one.move(namespace)
        if kind.kind in ("ClusterRoleBinding", "RoleBinding"):
            for subject in maps(one.body.get("subjects")):
                if not isinstance(subject, dict) or subject.get("kind") != "ServiceAccount":
                    continue
                name = str(subject.get("name"))
                if name == "default" or (name, str(subject.get("namespace") or "default")) in accounts:
                    subject["namespace"] = namespace


def rename(made: list[Made], prefix: str, suffix: str) -> None:
    """Give all names a prefix and a suffix, those in references to the objects of the build included."""
    new: dict[tuple[str, str], str] = {}
    for one in made:
        kind = str(one.body.get("kind"))
        if kind not in _KEEP_THEIR_NAMES:
            new[kind, one.name] = f"{prefix}{one.name}{suffix}"
            one.rename(new[kind, one.name])
    for one in made:
        for holder, field, kind in _references(one.body):
            name = (kind, str(holder.get(field)))
            if name in new:
                holder[field] = new[name]


def label(made: list[Made], pairs: Map, *, selectors: bool, templates: bool) -> None:
    """Give labels to all objects, and to selectors and pods where that is asked for."""
    for one in made:
        one.pairs("labels").update(pairs)
        template = _dict(one.body, *_TEMPLATES.get(str(one.body.get("kind")), ("",)))
        if template is not None and (selectors or templates):
            _inner(_inner(template, "metadata"), "labels").update(pairs)
        spec = one.body.get("spec")
        if selectors and isinstance(spec, dict):
            if one.body.get("kind") == "Service" and spec.get("selector"):
                _inner(spec, "selector").update(pairs)
            elif template is not None and one.body.get("kind") not in ("Job", "CronJob"):
                _inner(_inner(spec, "selector"), "matchLabels").update(pairs)


def annotate(made: list[Made], pairs: Map) -> None:
    """Give annotations to all objects and to their pods."""
    for one in made:
        one.pairs("annotations").update(pairs)
        template = _dict(one.body, *_TEMPLATES.get(str(one.body.get("kind")), ("",)))
        if template is not None:
            _inner(_inner(template, "metadata"), "annotations").update(pairs)


def pin_images(made: list[Made], images: list[Map]) -> None:
    """Write other names, tags or digests of images."""
    for one in made:
        for container in _containers(one.body):
            for image in images:
                container["image"] = _pinned(container.get("image"), image)


def scale(made: list[Made], replicas: list[Map]) -> None:
    """Write numbers of replicas."""
    for one in made:
        spec = one.body.get("spec")
        for entry in replicas:
            named = entry.get("name") in (one.name, *one.names)
            if isinstance(spec, dict) and named and one.body.get("kind") in _SCALED:
                spec["replicas"] = entry.get("count")


def _pinned(written: object, image: Map) -> object:
    if not isinstance(written, str):
        return written
    name, at_sign, digest = written.partition("@")
    head, colon, tag = name.rpartition(":")
    if not colon or "/" in tag:
        head, colon, tag = name, "", ""
    if head != image.get("name"):
        return written
    head = str(image.get("newName") or head)
    if image.get("digest"):
        return f"{head}@{image['digest']}"
    if image.get("newTag") is not None:
        return f"{head}:{image['newTag']}"
    return f"{head}{colon}{tag}{at_sign}{digest}"


def _containers(body: Body) -> Iterator[Body]:
    path = _TEMPLATES.get(str(body.get("kind")), ())
    pod = _dict(body, *path, "spec") if path or body.get("kind") == "Pod" else None
    for field in ("containers", "initContainers"):
        for container in maps((pod or {}).get(field)):
            if isinstance(container, dict):
                yield container


def _references(body: Body) -> Iterator[tuple[Body, str, str]]:
    """The maps in an object that name others, with the field and the kind; the commonest of kustomize's."""
    path = _TEMPLATES.get(str(body.get("kind")), ())
    pod = _dict(body, *path, "spec") if path or body.get("kind") == "Pod" else None
    if pod is not None:
        yield pod, "serviceAccountName", "ServiceAccount"
        for volume in maps(pod.get("volumes")):
            for field, name, kind in (
                ("configMap", "name", "ConfigMap"),
                ("secret", "secretName", "Secret"),
                ("persistentVolumeClaim", "claimName", "PersistentVolumeClaim"),
            ):
                if isinstance(volume.get(field), dict):
                    yield volume[field], name, kind
        for container in _containers(body):
            for entry in (
                *maps(container.get("envFrom")),
                *(at(one, "valueFrom") for one in maps(container.get("env"))),
            ):
                for field, kind in (
                    ("configMapRef", "ConfigMap"),
                    ("configMapKeyRef", "ConfigMap"),
                    ("secretRef", "Secret"),
                    ("secretKeyRef", "Secret"),
                ):
                    if isinstance(entry.get(field), dict):
                        yield entry[field], "name", kind
    for binding in [body.get("roleRef"), *maps(body.get("subjects"))]:
        if isinstance(binding, dict):
            yield binding, "name", str(binding.get("kind"))
    for rule in maps(at(body, "spec").get("rules")):
        for backend in maps(at(rule, "http").get("paths")):
            if isinstance(service := at(backend, "backend", "service"), dict):
                yield service, "name", "Service"


def _dict(body: Body, *keys: str) -> Body | None:
    value: object = body
    for key in keys:
        value = mapping(value).get(key)
    return value if isinstance(value, dict) else None


def _inner(body: Body, key: str) -> Body:
    found = body.get(key)
    if not isinstance(found, dict):
        found = body[key] = {}
    return found
