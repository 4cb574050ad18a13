"""homelab.yaml itself: what its reader refuses, with the place and what is allowed."""

from __future__ import annotations

from tests.mutation.damage import Refused, config, damage, text, without

LEVEL = "config"

_HEAD = "version: 1\n"

DAMAGES = (
    # The file
    damage("the file is empty", text("", ""), caught_by=Refused(text="the file is empty")),
    damage("the file is a list", text("", "- version: 1\n"), caught_by=Refused(text="the file takes a mapping")),
    damage("a tab indents", text("  distribution: k3s", "\tdistribution: k3s"), caught_by=Refused(text="tab")),
    damage(
        "a colon is lost",
        text("name: homelab\n", "name homelab\n"),
        caught_by=Refused(text="homelab.yaml:6:1: this is not YAML"),
    ),
    damage(
        "a bracket stays open",
        text("[server]", "[server"),
        caught_by=Refused(text="the list in brackets that starts in line 17"),
    ),
    damage("a key stands twice", text(_HEAD, "version: 1\nversion: 1\n"), caught_by=Refused(text="a second time")),
    damage(
        "an anchor contains itself",
        text("name: homelab", "name: &x [*x]"),
        caught_by=Refused(text="stands inside of what it repeats"),
    ),
    damage("a control character slips in", text("homelab\n", "home\x07lab\n"), caught_by=Refused(text="character")),
    damage("a key is no text", text("cni: calico", "yes: calico"), caught_by=Refused(text="key")),
    # The lab
    damage("the version is left out", text(_HEAD, ""), caught_by=Refused(text='"version"')),
    damage("the version is of tomorrow", config("version", 2), caught_by=Refused(text="install a newer")),
    damage("the name is a sentence", config("name", "My Home Lab"), caught_by=Refused(text="name")),
    damage("the name is a number", config("name", 7), caught_by=Refused(text="name takes a DNS label")),
    damage("the domain ends with a dot", config("domain", "home.example.com."), caught_by=Refused(text="domain")),
    damage("the domain has an underscore", config("domain", "my_home.lan"), caught_by=Refused(text="domain")),
    damage(
        "a word of the top level is misspelt", text("databases:", "database:"), caught_by=Refused(text="did you mean")
    ),
    damage("nodes are left out", without("nodes"), caught_by=Refused(text='"nodes"')),
    damage("networks are left out", without("networks"), caught_by=Refused(text='"networks"')),
    damage("git is left out", without("git"), caught_by=Refused(text='"git"')),
    damage(
        "the repository is in scp form",
        config("git url", "git@example.com:me/lab.git"),
        caught_by=Refused(text="ssh://"),
    ),
    damage("the repository is a path", config("git url", "/srv/homelab"), caught_by=Refused(text="git.url")),
    damage("the branch is read as true", text("branch: main", "branch: yes"), caught_by=Refused(text="git.branch")),
    damage("the phase is none", config("rollout", {"phase": 9}), caught_by=Refused(text="rollout.phase")),
    # The cluster
    damage("Kubernetes is a number", config("cluster kubernetes", 1.36), caught_by=Refused(text='quote it: "1.36"')),
    damage(
        "Kubernetes is out of support",
        config("cluster kubernetes", "1.20"),
        caught_by=Refused(text="cluster.kubernetes"),
    ),
    damage("the distribution is unknown", config("cluster distribution", "k4s"), caught_by=Refused(text="k3s")),
    damage(
        "k3s is of another minor", config("cluster k3sVersion", "v1.35.6+k3s1"), caught_by=Refused(text="k3sVersion")
    ),
    damage("the API has a port of its own", config("cluster apiPort", 7443), caught_by=Refused(text="apiPort")),
    damage("hardened is text", config("cluster hardened", "very"), caught_by=Refused(text="hardened")),
    damage(
        "k3s is hardened under kubeadm",
        config("cluster distribution", "kubeadm"),
        config("cluster hardened", True),
        caught_by=Refused(text="for machines with k3s"),
    ),
    # Systems
    damage("a slot is unknown", config("loadBalancers", "metallb"), caught_by=Refused(text="did you mean")),
    damage("a system is unknown", config("loadBalancer", "metalb"), caught_by=Refused(text="metallb")),
    damage("a system stands in another slot", config("loadBalancer", "traefik"), caught_by=Refused(text="ingress")),
    damage("two systems stand where one may", config("cni", ["calico", "flannel"]), caught_by=Refused(text="cni")),
    damage("instances have no names", config("databases postgresql", "main"), caught_by=Refused(text="postgresql")),
    damage(
        "an instance's name is no label",
        config("databases postgresql", {"Main_1": {}}),
        caught_by=Refused(text="Main_1"),
    ),
    damage(
        "a component's option is misspelt",
        text("loadBalancerIp", "loadBalancerIP"),
        caught_by=Refused(text="did you mean"),
    ),
    damage(
        "an option is of another type", config("ingress traefik loadBalancerIp", 200), caught_by=Refused(text="traefik")
    ),
    damage(
        "an option that must be there is not",
        without("objectStorage external-s3 endpoint"),
        caught_by=Refused(text="endpoint"),
    ),
    damage(
        "a receiver is of an unknown kind",
        config("metrics kube-prometheus-stack alerts receivers phone", {"pager": {}}),
        caught_by=Refused(text="phone"),
    ),
    damage(
        "a host name is none",
        config("gitServer", {"gitea": {"host": "git_server!"}}),
        caught_by=Refused(text="gitea"),
    ),
    damage(
        "a size has no unit that exists",
        config("databases postgresql main", {"storageSize": "10 gigs"}),
        caught_by=Refused(text="storageSize"),
    ),
    damage(
        "a patch says no reason",
        config("gitServer", {"gitea": {"patches": [{"kind": "Namespace", "name": "gitea", "operations": []}]}}),
        caught_by=Refused(text="reason"),
    ),
    damage(
        "an acceptance says no reason",
        config("accept", [{"object": "Namespace gitea", "change": "delete"}]),
        caught_by=Refused(text="reason"),
    ),
    damage(
        "an acceptance is of a kind of change that is none",
        config("accept", [{"object": "Namespace gitea", "change": "vanish", "reason": "it is old"}]),
        caught_by=Refused(text="change"),
    ),
    damage(
        "an acceptance names no object",
        config("accept", [{"change": "delete", "reason": "it is old"}]),
        caught_by=Refused(text="object"),
    ),
    damage(
        "an acceptance is of no rule and no change",
        config("accept", [{"object": "Namespace gitea", "reason": "it is old"}]),
        caught_by=Refused(text="accept"),
    ),
)
