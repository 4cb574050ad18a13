"""Values of releases, their charts and versions, as homelab.yaml may override them."""

from __future__ import annotations

from tests.mutation.damage import Refused, config, damage, put

LEVEL = "values"

RELEASE = "HelmRelease gitea/gitea"


def _gitea(**options: object) -> object:
    return config("gitServer", {"gitea": options})


DAMAGES = (
    # What the chart does not have
    damage(
        "a key is misspelt", _gitea(values={"replicaCuont": 2}), caught_by="every_value_is_known", about="replicaCuont"
    ),
    damage(
        "a key has another place",
        _gitea(values={"service": {"htttp": {"port": 3000}}}),
        caught_by="every_chart_is_proven",
        about="gitea",
    ),
    damage(
        "a value is of another type",
        _gitea(values={"replicaCount": "two"}),
        caught_by="every_chart_is_proven",
        about="gitea",
    ),
    damage(
        "a map is a list",
        _gitea(values={"persistence": ["10Gi"]}),
        caught_by="every_value_is_known",
        about="persistence",
    ),
    damage(
        "the chart is of another version", _gitea(version="12.5.0"), caught_by="every_chart_is_proven", about="12.5.0"
    ),
    damage(
        "the chart is of a range of versions", _gitea(version="12.x"), caught_by="every_chart_is_proven", about="12.x"
    ),
    damage(
        "the release moves to another namespace",
        _gitea(namespace="git"),
        caught_by="every_chart_is_proven",
        about="namespace",
    ),
    damage("values are a list", _gitea(values=["a"]), caught_by=Refused(text="gitea")),
    damage("values are left empty by mistake", _gitea(values="replicaCount: 2"), caught_by=Refused(text="gitea")),
    damage(
        "a value is of a type that the chart's schema refuses",
        config(
            "ingress", {"traefik": {"loadBalancerIp": "192.168.1.200", "values": {"deployment": {"replicas": "two"}}}}
        ),
        caught_by="every_value_fits_its_schema",
        about="replicas",
    ),
    damage(
        "a value is none that the chart's schema allows",
        config("ingress", {"traefik": {"loadBalancerIp": "192.168.1.200", "values": {"log": {"level": "LOUD"}}}}),
        caught_by="every_value_fits_its_schema",
        about="LOUD",
    ),
    # Credentials
    damage(
        "a password stands in values",
        _gitea(values={"gitea": {"admin": {"password": "correct-horse-battery"}}}),
        caught_by="no_literal_looks_like_a_credential",
        about="password",
    ),
    damage(
        "a token of GitHub stands in values",
        _gitea(values={"gitea": {"config": {"oauth": "ghp_" + "aB3dE5gH7jK9" * 3}}}),
        caught_by="no_known_secret_is_in_the_tree",
        about="oauth",
    ),
    damage(
        "a private key stands in values",
        _gitea(values={"signing": {"extra": "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA\n"}}),
        caught_by="no_known_secret_is_in_the_tree",
        about="signing",
    ),
    damage(
        "an address in values has a user's password",
        _gitea(values={"gitea": {"config": {"database": "postgres://gitea:hunter2hunter2@db/gitea"}}}),
        caught_by="no_text_is_as_random_as_a_key",
        about="database",
    ),
    damage(
        "a random text stands in values",
        _gitea(values={"gitea": {"config": {"salt": "Zq8vN3xT7bKp2Wm9RfYc5LdHj4GsXu6e"}}}),
        caught_by="no_text_is_as_random_as_a_key",
        about="salt",
    ),
    damage(
        "an environment of values has a password",
        _gitea(values={"deployment": {"env": [{"name": "SMTP_PASSWORD", "value": "correct-horse-battery"}]}}),
        caught_by="no_literal_looks_like_a_credential",
        about="SMTP_PASSWORD",
    ),
    # Addresses
    damage(
        "values ask for an address of no pool",
        _gitea(values={"service": {"ssh": {"type": "LoadBalancer", "loadBalancerIP": "192.168.1.40"}}}),
        caught_by="every_address_lies_in_a_pool",
        about="192.168.1.40",
    ),
    damage(
        "values ask for the gateway's address",
        _gitea(values={"service": {"ssh": {"type": "LoadBalancer", "loadBalancerIP": "192.168.1.200"}}}),
        caught_by="every_address_is_taken_once",
        about="192.168.1.200",
    ),
    damage(
        "values ask for a machine's address",
        _gitea(values={"service": {"ssh": {"type": "LoadBalancer", "loadBalancerIP": "192.168.1.12"}}}),
        caught_by="no_two_have_one_address",
        about="192.168.1.12",
    ),
    damage(
        "values ask for what is no address",
        _gitea(values={"service": {"ssh": {"type": "LoadBalancer", "loadBalancerIP": "git.lan"}}}),
        caught_by="every_address_lies_in_a_pool",
        about="git.lan",
    ),
    # Text and size
    damage(
        "a value has a character that kustomize loses",
        _gitea(values={"podAnnotations": {"motto": "a\x85b"}}),
        caught_by="kustomize_reads_every_text_back",
        about="motto",
    ),
    damage(
        "values are larger than etcd takes",
        _gitea(values={"podAnnotations": {"long": "a" * 1_100_000}}),
        caught_by="no_object_is_huge",
        about="gitea",
    ),
    damage(
        "values are changed behind the release's back",
        put(RELEASE, "spec values strategy type", "RollingUpdate"),
        caught_by="every_release_is_written_as_it_was_proven",
    ),
    damage(
        "a release's chart is changed behind its back",
        put("OCIRepository gitea/gitea", "spec ref tag", "12.5.0"),
        caught_by="every_release_is_written_as_it_was_proven",
        about="12.5.0",
    ),
    damage(
        "a release's values are text",
        put(RELEASE, "spec values", "replicaCount: 2"),
        caught_by="every_release_is_written_as_it_was_proven",
    ),
)
