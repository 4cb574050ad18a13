"""The form of an object, by the example of a Deployment: fields, names, labels, texts."""

from __future__ import annotations

from homelab_cdk._errors import OrderError
from tests.mutation.damage import Refused, damage, drop, put, renamed

LEVEL = "objects"

APP = "Deployment reader/reader"
POD = "spec template spec"
CONTAINER = f"{POD} containers 0"


DAMAGES = (
    # The form of the object
    damage(
        "a Deployment is of a removed version",
        put(APP, "apiVersion", "extensions/v1beta1"),
        caught_by="every_api_version_is_served",
    ),
    damage(
        "a Deployment is of a version that never was",
        put(APP, "apiVersion", "apps/v3"),
        caught_by="every_api_version_is_served",
    ),
    damage(
        "a field is misspelt",
        renamed(APP, CONTAINER + " image", "imagee"),
        caught_by="every_core_object_fits_kubernetes",
        about="imagee",
    ),
    damage(
        "replicas are text",
        put(APP, "spec replicas", "one"),
        caught_by="every_core_object_fits_kubernetes",
        about="replicas",
    ),
    damage(
        "a list is a mapping",
        put(APP, f"{CONTAINER} ports", {"http": 8080}),
        caught_by="every_core_object_fits_kubernetes",
        about="ports",
    ),
    damage(
        "a number is beyond its bounds",
        put(APP, f"{CONTAINER} ports 0 containerPort", 70000),
        caught_by="every_core_object_fits_kubernetes",
        about="containerPort",
    ),
    damage(
        "an enumeration has another value",
        put(APP, f"{CONTAINER} imagePullPolicy", "Sometimes"),
        caught_by="every_core_object_fits_kubernetes",
        about="imagePullPolicy",
    ),
    damage(
        "the selector is left out",
        drop(APP, "spec selector"),
        caught_by="every_core_object_fits_kubernetes",
        about="selector",
    ),
    damage(
        "the selector takes other pods",
        put(APP, "spec selector matchLabels", {"app": "other"}),
        caught_by="every_workload_selects_its_own_pods",
    ),
    damage(
        "a quantity is none",
        put(APP, f"{CONTAINER} resources requests memory", "64 MB"),
        caught_by="every_core_object_fits_kubernetes",
        about="memory",
    ),
    damage("a name has capitals", put(APP, "metadata name", "Reader"), caught_by="every_name_is_valid", about="Reader"),
    damage(
        "a name is too long for a label",
        put("Service reader/reader", "metadata name", "r" * 64),
        caught_by="every_name_is_valid",
        about="rrr",
    ),
    damage(
        "a container's name has an underscore",
        put(APP, f"{CONTAINER} name", "web_app"),
        caught_by="every_name_is_valid",
        about="web_app",
    ),
    damage(
        "a port's name is too long",
        put(APP, f"{CONTAINER} ports 0 name", "http-of-the-reader"),
        caught_by="every_name_is_valid",
        about="http-of-the-reader",
    ),
    damage("a label's value is too long", put(APP, "metadata labels app", "a" * 64), caught_by="every_label_is_valid"),
    damage("a label's key has two slashes", put(APP, "metadata labels a/b/c", "d"), caught_by="every_label_is_valid"),
    damage("a label is a number", put(APP, "metadata labels version", 2), caught_by="every_label_is_valid"),
    damage(
        "an annotation is true",
        put(APP, "metadata annotations", {"example.com/on": True}),
        caught_by="every_label_is_valid",
    ),
    damage(
        "a text has a character that kustomize loses",
        put(APP, "metadata annotations", {"a": "b\x85c"}),
        caught_by="kustomize_reads_every_text_back",
    ),
    damage("the namespace is left out", drop(APP, "metadata namespace"), caught_by="every_object_has_its_scope"),
    damage(
        "the namespace is one of nobody",
        put(APP, "metadata namespace", "elsewhere"),
        caught_by=Refused(text="which nothing in this lab creates", error=OrderError),
    ),
)
