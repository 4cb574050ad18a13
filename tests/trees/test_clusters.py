"""What of a tree is applied, by whom and to which cluster."""

from __future__ import annotations

from pathlib import Path

import pytest

from homelab_cdk.trees import Files, Reader
from tests.trees.repo import clusters, config, custom, flux, groups, listing, write


def left_out(root: Path) -> dict[str, str]:
    return Reader(Files(root)).entries.left_out


def test_a_kustomization_without_a_listing_takes_all_below(tmp_path: Path) -> None:
    """GIVEN a folder without kustomization.yaml, THEN Flux takes its files, and folders below that have one as a whole."""
    write(
        tmp_path,
        {
            "flux/tea.yaml": flux("tea", "./apps/tea"),
            "apps/tea/one.yaml": config("one", "pot"),
            "apps/tea/deep/two.yaml": config("two", "pot"),
            "apps/tea/listed/kustomization.yaml": listing("three.yaml"),
            "apps/tea/listed/three.yaml": config("three", "pot"),
            "apps/tea/listed/four.yaml": config("four", "pot"),
        },
    )
    [cluster] = clusters(tmp_path)
    assert groups(cluster) == {
        "flux": ["Kustomization.kustomize.toolkit.fluxcd.io flux-system/tea"],
        "tea": ["ConfigMap pot/two", "ConfigMap pot/three", "ConfigMap pot/one"],
    }


def test_kustomizations_lead_to_kustomizations(tmp_path: Path) -> None:
    """GIVEN a tree whose paths start above it, THEN they are found, with namespace, patches and variables from above."""
    patch = {
        "target": {"kind": "Kustomization"},
        "patch": "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: _}\n"
        "spec: {postBuild: {substitute: {SIZE: large}}}\n",
    }
    child = flux("tea", "./kubernetes/apps/tea/app", targetNamespace="pot")
    write(
        tmp_path,
        {
            "flux/cluster.yaml": flux("cluster", "./kubernetes/apps", patches=[patch]),
            "apps/tea/ks.yaml": child,
            "apps/tea/kustomization.yaml": listing("ks.yaml", namespace="tea"),
            "apps/tea/app/kustomization.yaml": listing("one.yaml"),
            "apps/tea/app/one.yaml": config("one", size="${SIZE}"),
        },
    )
    [cluster] = clusters(tmp_path)
    assert groups(cluster) == {
        "flux": ["Kustomization.kustomize.toolkit.fluxcd.io flux-system/cluster"],
        "cluster": ["Kustomization.kustomize.toolkit.fluxcd.io tea/tea"],
        "tea": ["ConfigMap pot/one"],
    }
    assert cluster.applied["tea", "tea"].making.made[0].body["data"] == {"size": "large"}


@pytest.mark.parametrize("encrypted", [False, True])
def test_variables_come_from_objects_of_the_tree(tmp_path: Path, encrypted: bool) -> None:
    """GIVEN variables in a Secret that SOPS has encrypted, THEN it is known that they are there, and no value."""
    source = {"kind": "Secret" if encrypted else "ConfigMap", "name": "settings"}
    settings = config("settings", "flux-system", DOMAIN="ENC[x]" if encrypted else "example.com")
    if encrypted:
        settings = {**settings, "kind": "Secret", "sops": {}}
    write(
        tmp_path,
        {
            "flux/settings.yaml": flux("settings", "./settings"),
            "flux/tea.yaml": flux("tea", "./tea", postBuild={"substituteFrom": [source]}),
            "settings/one.yaml": settings,
            "tea/one.yaml": config("one", "pot", host="tea.${DOMAIN}", other="${GONE}x"),
        },
    )
    [cluster] = clusters(tmp_path)
    group = cluster.applied["flux-system", "tea"]
    domain = "${DOMAIN}" if encrypted else "example.com"
    assert group.making.made[0].body["data"] == {"host": f"tea.{domain}", "other": "x"}
    assert list(group.unknown.values()) == ([frozenset({"DOMAIN"})] if encrypted else [])


def test_an_object_may_keep_its_variables(tmp_path: Path) -> None:
    script = config("script", "pot", run="echo ${HOME}")
    script["metadata"]["annotations"] = {"kustomize.toolkit.fluxcd.io/substitute": "disabled"}
    write(
        tmp_path,
        {"flux/tea.yaml": flux("tea", "./tea", postBuild={"substitute": {"A": "b"}}), "tea/one.yaml": script},
    )
    [cluster] = clusters(tmp_path)
    [made] = cluster.applied["flux-system", "tea"].making.made
    assert made.body["data"] == {"run": "echo ${HOME}"}


def test_a_kustomization_that_applies_itself_is_an_entry(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "clusters/home/flux-system/sync.yaml": flux("flux-system", "./clusters/home"),
            "clusters/home/apps.yaml": flux("apps", "./apps"),
            "apps/one.yaml": config("one", "pot"),
        },
    )
    [cluster] = clusters(tmp_path)
    assert set(cluster.applied) == {("flux-system", "flux-system"), ("flux-system", "apps")}
    assert set(groups(cluster)) == {"flux-system", "apps"}


def test_two_clusters_of_one_repository(tmp_path: Path) -> None:
    """GIVEN one object that stands once in a base and is patched for two clusters, THEN each cluster has it once."""
    for name in ("staging", "production"):
        value = f"- {{op: add, path: /data, value: {{place: {name}}}}}\n"
        write(
            tmp_path,
            {
                f"clusters/{name}/apps.yaml": flux("apps", f"./apps/{name}"),
                f"apps/{name}/kustomization.yaml": listing(
                    "../base", patches=[{"target": {"kind": "ConfigMap"}, "patch": value}]
                ),
            },
        )
    write(tmp_path, {"apps/base/kustomization.yaml": listing("one.yaml"), "apps/base/one.yaml": config("one", "pot")})
    found = clusters(tmp_path)
    assert [groups(cluster)["apps"] for cluster in found] == [["ConfigMap pot/one"]] * 2
    places = [cluster.applied["flux-system", "apps"].making.made[0].body["data"]["place"] for cluster in found]
    assert sorted(places) == ["production", "staging"]
    assert left_out(tmp_path) == {}


def test_overlays_that_nobody_applies_are_kept_apart(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "base/kustomization.yaml": listing("one.yaml"),
            "base/one.yaml": config("one", "pot"),
            "overlays/a/kustomization.yaml": listing("../../base"),
            "overlays/b/kustomization.yaml": listing("../../base"),
        },
    )
    assert [groups(cluster) for cluster in clusters(tmp_path)] == [
        {"overlays/a": ["ConfigMap pot/one"]},
        {"overlays/b": ["ConfigMap pot/one"]},
    ]


def test_what_flux_does_not_apply_belongs_to_the_cluster_next_to_it(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write(
            tmp_path,
            {
                f"{name}/flux/apps.yaml": flux("apps", f"./{name}/apps"),
                f"{name}/apps/tea.yaml": config("tea", "pot"),
                f"{name}/bootstrap/secret.yaml": config(f"key-of-{name}", "pot"),
            },
        )
    found = clusters(tmp_path)
    assert [groups(cluster)[f"{name}/bootstrap"] for cluster, name in zip(found, ("one", "two"), strict=True)] == [
        ["ConfigMap pot/key-of-one"],
        ["ConfigMap pot/key-of-two"],
    ]


def test_what_a_listing_leaves_out_is_applied_by_nobody(tmp_path: Path) -> None:
    """GIVEN an app whose Kustomization is not named any more, THEN neither it nor what it would apply is looked at."""
    write(
        tmp_path,
        {
            "flux/cluster.yaml": flux("cluster", "./apps"),
            "apps/kustomization.yaml": listing("tea/ks.yaml"),
            "apps/tea/ks.yaml": flux("tea", "./apps/tea/app"),
            "apps/tea/app/kustomization.yaml": listing("one.yaml"),
            "apps/tea/app/one.yaml": config("one", "pot"),
            "apps/tea/app/off.yaml": config("off", "pot"),
            "apps/milk/ks.yaml": flux("milk", "./apps/milk/app"),
            "apps/milk/app/kustomization.yaml": listing("two.yaml"),
            "apps/milk/app/two.yaml": config("two", "pot"),
            "apps/tea/old/kustomization.yaml": listing("three.yaml"),
            "apps/tea/old/three.yaml": config("three", "pot"),
        },
    )
    [cluster] = clusters(tmp_path)
    assert set(groups(cluster)) == {"flux", "cluster", "tea"}
    assert left_out(tmp_path) == {
        "apps/milk/app/two.yaml": "nothing applies it",
        "apps/milk/ks.yaml": "nothing applies it: the kustomization.yaml of apps leaves it out",
        "apps/tea/app/off.yaml": "nothing applies it: the kustomization.yaml of apps/tea/app leaves it out",
        "apps/tea/old/three.yaml": "nothing applies it: the kustomization.yaml of apps leaves it out",
    }


def test_where_templates_make_kustomizations_nothing_is_left_out(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "kustomization.yaml": listing("sets.yaml"),
            "sets.yaml": custom("ResourceSet", "apps", "fluxcd.controlplane.io"),
            "tea/kustomization.yaml": listing("one.yaml"),
            "tea/one.yaml": config("one", "pot"),
        },
    )
    assert left_out(tmp_path) == {}


@pytest.mark.parametrize("name", ["${APP}", "CHANGE_ME"])
def test_templates_are_no_objects(tmp_path: Path, name: str) -> None:
    template = flux(name, f"./apps/{name}")
    write(
        tmp_path,
        {"templates/ks.yaml": template, "flux/tea.yaml": flux("tea", "./tea"), "tea/a.yaml": config("a", "pot")},
    )
    assert left_out(tmp_path) == {
        "templates/ks.yaml": "nothing applies it: it is a template, whose names are to be filled in"
    }


def test_a_folder_of_another_repository_is_not_looked_for_here(tmp_path: Path) -> None:
    """GIVEN a source most of whose paths are not here, THEN none of them is, though a folder has the name of one."""
    write(
        tmp_path,
        {
            "flux/tea.yaml": flux("tea", "./tea"),
            "flux/far.yaml": [flux(path, f"./{path}", source="upstream") for path in ("deploy", "crds", "tea")],
            "tea/one.yaml": config("one", "pot"),
        },
    )
    [cluster] = clusters(tmp_path)
    assert set(cluster.applied) == {("flux-system", "tea")}


def test_kustomizations_that_apply_each_other(tmp_path: Path) -> None:
    write(tmp_path, {"a/ks.yaml": flux("b", "./b"), "b/ks.yaml": flux("a", "./a")})
    [cluster] = clusters(tmp_path)
    assert set(cluster.applied) == {("flux-system", "a"), ("flux-system", "b")}


def test_overlays_whose_entries_lead_elsewhere_belong_to_the_cluster_of_their_name(tmp_path: Path) -> None:
    """GIVEN two clusters whose Kustomizations read artifacts of which the folders are not known, THEN names tell."""
    for name in ("staging", "production"):
        write(
            tmp_path,
            {
                f"clusters/{name}/apps.yaml": flux("apps", "./", source="artifact"),
                f"apps/{name}/kustomization.yaml": listing("../base"),
            },
        )
    write(tmp_path, {"apps/base/kustomization.yaml": listing("one.yaml"), "apps/base/one.yaml": config("one", "pot")})
    assert sorted(map(sorted, map(groups, clusters(tmp_path)))) == [
        ["apps/production", "clusters/production"],
        ["apps/staging", "clusters/staging"],
    ]


def test_what_flux_goes_on_with_is_its_own(tmp_path: Path) -> None:
    """GIVEN an object that stands beside the entry, for the first minutes, WHEN Flux applies it, too, THEN it is Flux's."""
    write(
        tmp_path,
        {
            "flux/kustomization.yaml": listing("all.yaml"),
            "flux/all.yaml": [flux("tea", "./tea"), config("seed", "pot"), config("by-hand", "pot")],
            "tea/one.yaml": config("seed", "pot"),
        },
    )
    [cluster] = clusters(tmp_path)
    assert groups(cluster) == {
        "flux": ["Kustomization.kustomize.toolkit.fluxcd.io flux-system/tea", "ConfigMap pot/by-hand"],
        "tea": ["ConfigMap pot/seed"],
    }
