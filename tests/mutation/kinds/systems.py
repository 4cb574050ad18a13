"""Systems that are left out, chosen twice or told something wrong, and apps that cannot be built."""

from __future__ import annotations

from homelab_cdk._errors import BuildError, CapabilityError, OrderError
from tests.mutation.damage import Refused, app, config, damage, text, without

LEVEL = "systems"

_SIDE_CHART = """\
from homelab_cdk import HelmApp, Lab


def build(lab: Lab) -> None:
    HelmApp(lab, "side", chart="side", version="1.2.3", repository="https://charts.example.com")
"""

_SIDE_APP = """\
from homelab_cdk import Lab, WebApp


def build(lab: Lab) -> None:
    app = WebApp(lab, "side", image="registry.example.com/side:1.0.0")
"""


def side(*lines: str, code: str = _SIDE_APP) -> tuple[str, str]:
    """A second app, with more lines."""
    return "side.py", code + "".join(f"    {line}\n" for line in lines)


def _accepting(how: str) -> tuple[str, ...]:
    """Lines of an app that accepts a finding of some rule."""
    return (
        "from homelab_cdk.checks import RULES, accept",
        'code = next(rule.code for rule in RULES.values() if rule.name == "every_image_is_pinned")',
        f"accept(app, code, {how})",
    )


DAMAGES = (
    # A provider is gone
    damage(
        "the storage changes under volumes that charts ask for",
        without("storage"),
        caught_by="every_chart_is_proven",
        about="gitea",
    ),
    damage(
        "nothing provides addresses",
        without("loadBalancer"),
        caught_by=Refused(text="loadBalancer", error=CapabilityError),
    ),
    damage(
        "nothing signs certificates",
        without("certificates"),
        caught_by=Refused(text="certificates", error=CapabilityError),
    ),
    damage("nothing keeps credentials", without("secrets"), caught_by=Refused(text="secrets", error=CapabilityError)),
    damage("nothing routes host names", without("ingress"), caught_by=Refused(text="ingress", error=CapabilityError)),
    damage(
        "nothing provides databases", without("databases"), caught_by=Refused(text="databases", error=CapabilityError)
    ),
    damage(
        "nothing keeps objects",
        without("objectStorage"),
        caught_by=Refused(text="objectStorage", error=CapabilityError),
    ),
    damage("nothing stores backups outside", without("objectStorage external-s3"), caught_by="backups_leave_the_lab"),
    damage(
        "nobody is told of alerts",
        without("metrics kube-prometheus-stack alerts"),
        caught_by="somebody_is_told_of_alerts",
    ),
    damage(
        "nothing enforces policies",
        config("cluster distribution", "kubeadm"),
        config("cni", "none"),
        without("gitOps"),
        without("nodeUpgrades"),
        caught_by="policies_are_enforced",
    ),
    damage(
        "what repeats metrics has no collector",
        without("metrics"),
        without("logging"),
        config("resourceMetrics", "none"),
        caught_by="every_chart_is_proven",
    ),
    # Options that do not fit the rest
    damage(
        "the gateway asks for an address of no pool",
        text("loadBalancerIp: 192.168.1.200", "loadBalancerIp: 192.168.1.30"),
        caught_by="every_address_lies_in_a_pool",
        about="192.168.1.30",
    ),
    damage(
        "the gateway asks for a machine's address",
        text("loadBalancerIp: 192.168.1.200", "loadBalancerIp: 192.168.1.11"),
        caught_by="no_two_have_one_address",
        about="192.168.1.11",
    ),
    damage(
        "the gateway asks for the API's address",
        text("loadBalancerIp: 192.168.1.200", "loadBalancerIp: 192.168.1.10"),
        caught_by="no_two_have_one_address",
        about="192.168.1.10",
    ),
    damage(
        "two systems have one host name",
        config("gitServer", {"gitea": {"host": "grafana"}}),
        caught_by="every_host_and_path_has_one_route",
        about="grafana.home.example.com",
    ),
    damage(
        "a host name is beyond the certificate",
        config("gitServer", {"gitea": {"host": "git.lab.home.example.com"}}),
        caught_by="every_host_is_in_its_certificate",
        about="git.lab.home.example.com",
    ),
    damage(
        "a patch has no target",
        config(
            "gitServer",
            {
                "gitea": {
                    "patches": [
                        {
                            "kind": "Service",
                            "name": "git",
                            "operations": [{"op": "remove", "path": "/spec"}],
                            "reason": "a test",
                        }
                    ]
                }
            },
        ),
        caught_by=Refused(text="has no target", error=BuildError),
    ),
    damage(
        "a patch points at nothing",
        config(
            "gitServer",
            {
                "gitea": {
                    "patches": [
                        {
                            "kind": "Namespace",
                            "name": "gitea",
                            "operations": [{"op": "remove", "path": "/spec/nothing"}],
                            "reason": "a test",
                        }
                    ]
                }
            },
        ),
        caught_by=Refused(text="/spec/nothing", error=BuildError),
    ),
    damage(
        "a patch takes a label that is needed",
        config(
            "gitServer",
            {
                "gitea": {
                    "patches": [
                        {
                            "kind": "Namespace",
                            "name": "gitea",
                            "operations": [
                                {"op": "remove", "path": "/metadata/labels/pod-security.kubernetes.io~1enforce"}
                            ],
                            "reason": "a test",
                        }
                    ]
                }
            },
        ),
        caught_by="every_namespace_has_a_pod_security_level",
        about="gitea",
    ),
    damage(
        "a volume is larger than every disk",
        config("databases postgresql main", {"storageSize": "3Ti"}),
        caught_by="the_lab_fits_its_nodes",
        about="postgresql-main",
    ),
    damage(
        "metrics are kept for longer than there is room",
        config("metrics kube-prometheus-stack storageSize", "4Ti"),
        caught_by="the_lab_fits_its_nodes",
    ),
    # Apps
    damage(
        "an app is no Python", app("side.py", "def build(lab:\n"), caught_by=Refused(text="side.py", error=BuildError)
    ),
    damage("an app has no build", app("side.py", "x = 1\n"), caught_by=Refused(text="build", error=BuildError)),
    damage(
        "an app imports what is not there",
        app("side.py", "import nothing_of_this_name\n"),
        caught_by=Refused(text="nothing_of_this_name", error=BuildError),
    ),
    damage(
        "an app breaks while it is built",
        app("side.py", "def build(lab):\n    return {}['key']\n"),
        caught_by=Refused(text="side.py", error=BuildError),
    ),
    damage(
        "an app is called as another",
        app("side.py", _SIDE_APP.replace('"side"', '"reader"')),
        caught_by=Refused(text="reader", error=BuildError),
    ),
    damage(
        "an app is called as a system",
        app("side.py", _SIDE_APP.replace('"side"', '"gitea"')),
        caught_by=Refused(text="gitea", error=BuildError),
    ),
    damage(
        "an app's host name is another's",
        app(*side('app.add_route(host="reader")')),
        caught_by="every_host_and_path_has_one_route",
        about="reader.home.example.com",
    ),
    damage(
        "an app's image moves",
        app("side.py", _SIDE_APP.replace(":1.0.0", ":latest")),
        caught_by=Refused(text="is not pinned", error=BuildError),
    ),
    damage(
        "an app's image has no tag",
        app("side.py", _SIDE_APP.replace(":1.0.0", "")),
        caught_by=Refused(text="is not pinned", error=BuildError),
    ),
    damage(
        "an app has a password in its environment",
        app(*side('app.add_env("SMTP_PASSWORD", "correct-horse-battery")')),
        caught_by="no_literal_looks_like_a_credential",
        about="SMTP_PASSWORD",
    ),
    damage(
        "an app asks for more than a machine has",
        app("side.py", _SIDE_APP.replace('1.0.0")', '1.0.0", memory="64Gi")')),
        caught_by="the_lab_fits_its_nodes",
        about="side",
    ),
    damage(
        "an app brings a Secret with values",
        app(
            *side(
                'login = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "login"}}',
                'app.add_manifest({**login, "stringData": {"password": "hunter2"}})',
            )
        ),
        caught_by="no_secret_value_is_in_the_tree",
        about="login",
    ),
    damage(
        "an app brings an object of an unknown kind",
        app(
            *side(
                'app.add_manifest({"apiVersion": "stable.example.com/v1", "kind": "CronTab", "metadata": {"name": "one"}})'
            )
        ),
        caught_by=Refused(text="needs the CRD", error=OrderError),
    ),
    damage(
        "an app brings an object without a kind",
        app(*side('app.add_manifest({"apiVersion": "v1", "metadata": {"name": "one"}})')),
        caught_by=Refused(text="kind", error=BuildError),
    ),
    damage(
        "an app accepts a finding that is none",
        app(*side(*_accepting('reason="a test", object="Deployment side/side"'))),
        caught_by="every_acceptance_is_needed",
    ),
    damage(
        "an app accepts without a reason",
        app(*side(*_accepting('reason=" ", object="Deployment side/side"'))),
        caught_by=Refused(text="without a reason", error=BuildError),
    ),
    damage(
        "an app accepts without an object",
        app(*side(*_accepting('reason="a test"'))),
        caught_by=Refused(text="without naming an object", error=BuildError),
    ),
    damage(
        "an app's manifests are no YAML",
        app("side/thing.yaml", "a: [1\n"),
        caught_by=Refused(text="thing.yaml", error=BuildError),
    ),
    damage(
        "an app's manifest has no name",
        app("side/thing.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {}\n"),
        caught_by=Refused(text="thing.yaml", error=BuildError),
    ),
    damage(
        "an app's chart is of a range of versions",
        app(
            "side.py",
            _SIDE_CHART.replace("1.2.3", "1.x"),
        ),
        caught_by="every_chart_is_pinned",
        about="1.x",
    ),
    damage(
        "an app's chart is known to nobody",
        app(
            "side.py",
            _SIDE_CHART,
        ),
        caught_by="every_chart_is_known",
        about="side",
    ),
    damage(
        "nobody is told when Flux fails",
        without("metrics"),
        caught_by="somebody_is_told_of_flux",
        about="FluxInstance",
    ),
)
