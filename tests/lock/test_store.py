from __future__ import annotations

from pathlib import Path

import pytest

from homelab_cdk import _errors
from homelab_cdk.lock import ChartStore, RenderedText, default_cache
from homelab_cdk.model import ChartPin, Release
from tests.lock._charts import pack, write_chart

PIN = ChartPin(name="demo", version="1.2.3", repository="https://charts.example.com")


class Registry:
    """A registry that holds one package, or nothing."""

    name = "made up"

    def __init__(self, package: Path | None = None) -> None:
        self.package = package
        self.pulls = 0

    def render(
        self, chart: Path, *, release: Release, kubernetes: str, api_versions: object = ()
    ) -> list[RenderedText]:
        raise AssertionError("nothing is rendered here")

    def pull(self, pin: ChartPin, into: Path) -> Path:
        self.pulls += 1
        if self.package is None:
            raise _errors.LockError("no such host")
        target = into / self.package.name
        target.write_bytes(self.package.read_bytes())
        return target


def test_a_folder_with_a_chart_is_a_checkout(tmp_path: Path) -> None:
    write_chart(tmp_path)
    found = ChartStore(tmp_path, tmp_path / "cache", renderer=Registry()).get(PIN)
    assert (found.origin, found.path) == ("checkout", tmp_path / "demo")


def test_a_package_is_preferred_to_a_folder(tmp_path: Path) -> None:
    package = pack(write_chart(tmp_path), tmp_path)
    found = ChartStore(tmp_path, tmp_path / "cache", renderer=Registry()).get(PIN)
    assert (found.origin, found.path) == ("package", package)


def test_the_digest_of_a_folder_changes_with_any_file(tmp_path: Path) -> None:
    chart = write_chart(tmp_path)
    before = ChartStore(tmp_path, tmp_path / "cache", renderer=Registry()).get(PIN).digest
    (chart / "templates" / "more.yaml").write_text("")
    after = ChartStore(tmp_path, tmp_path / "cache", renderer=Registry()).get(PIN).digest
    assert before.startswith("sha256:")
    assert before != after


def test_another_version_is_refused_with_both_versions(tmp_path: Path) -> None:
    write_chart(tmp_path, version="1.2.4")
    with pytest.raises(_errors.LockError, match=r"holds demo 1\.2\.4, the lab pins 1\.2\.3"):
        ChartStore(tmp_path, tmp_path / "cache", renderer=Registry()).get(PIN)


def test_another_chart_is_refused(tmp_path: Path) -> None:
    write_chart(tmp_path, name="other")
    (tmp_path / "other").rename(tmp_path / "demo")
    with pytest.raises(_errors.LockError, match=r"holds the chart 'other', the lab pins 'demo'"):
        ChartStore(tmp_path, tmp_path / "cache", renderer=Registry()).get(PIN)


def test_a_placeholder_version_of_a_checkout_is_accepted(tmp_path: Path) -> None:
    write_chart(tmp_path, version="v0.0.0")
    assert ChartStore(tmp_path, tmp_path / "cache", renderer=Registry()).get(PIN).origin == "checkout"


def test_a_placeholder_version_of_a_package_is_refused(tmp_path: Path) -> None:
    package = pack(write_chart(tmp_path / "made", version="0.0.0"), tmp_path)
    package.rename(tmp_path / "demo-1.2.3.tgz")
    with pytest.raises(_errors.LockError, match=r"holds demo 0\.0\.0, the lab pins 1\.2\.3"):
        ChartStore(tmp_path, tmp_path / "cache", renderer=Registry()).get(PIN)


def test_a_file_that_is_no_package_is_refused(tmp_path: Path) -> None:
    (tmp_path / "demo-1.2.3.tgz").write_text("<html>not found</html>")
    with pytest.raises(_errors.LockError, match="is not a chart package"):
        ChartStore(tmp_path, tmp_path / "cache", renderer=Registry()).get(PIN)


def test_a_pulled_package_is_kept_for_the_next_run(tmp_path: Path) -> None:
    registry = Registry(pack(write_chart(tmp_path / "made"), tmp_path))
    first = ChartStore(None, tmp_path / "cache", renderer=registry).get(PIN)
    second = ChartStore(None, tmp_path / "cache", renderer=registry).get(PIN)
    assert registry.pulls == 1
    assert first == second
    assert [item.suffix for item in (tmp_path / "cache").iterdir()] == [".tgz"], "nothing half done is left behind"


def test_the_same_version_from_two_registries_is_kept_apart(tmp_path: Path) -> None:
    registry = Registry(pack(write_chart(tmp_path / "made"), tmp_path))
    store = ChartStore(None, tmp_path / "cache", renderer=registry)
    store.get(PIN)
    store.get(ChartPin(name="demo", version="1.2.3", repository="https://elsewhere.example.com"))
    assert registry.pulls == 2


def test_what_is_nowhere_is_told_with_all_places(tmp_path: Path) -> None:
    with pytest.raises(_errors.LockError) as caught:
        ChartStore(tmp_path, tmp_path / "cache", renderer=Registry()).get(PIN)
    assert str(caught.value) == (
        "demo 1.2.3 cannot be fetched from https://charts.example.com: no such host;"
        f" {tmp_path} has neither demo-1.2.3.tgz nor demo/Chart.yaml"
    )


def test_a_folder_of_charts_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(_errors.LockError, match="does not exist; give an existing one with --charts"):
        ChartStore(tmp_path / "nowhere", tmp_path / "cache", renderer=Registry())


def test_the_cache_may_lie_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOMELAB_CACHE", str(tmp_path))
    assert default_cache() == tmp_path / "charts"
    monkeypatch.delenv("HOMELAB_CACHE")
    assert default_cache().parts[-2:] == ("homelab-cdk", "charts")
