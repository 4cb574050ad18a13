"""`apps/<name>.py` with a function `build(lab)`."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from homelab_cdk._errors import BuildError, CapabilityError
from homelab_cdk.constructs import Lab
from homelab_cdk.synth._apps import add_apps


def _add(folder: Path, **files: str) -> Lab:
    apps = folder / "apps"
    apps.mkdir()
    for name, text in files.items():
        (apps / f"{name}.py").write_text(text, encoding="utf-8")
    lab = Lab()
    add_apps(lab, apps)
    return lab


WEB = "from homelab_cdk import WebApp\ndef build(lab):\n    app = WebApp(lab, {name!r}, image='e.com/a:1')\n"


def test_apps_are_added_by_name(tmp_path: Path) -> None:
    lab = _add(tmp_path, b=WEB.format(name="second"), a=WEB.format(name="first"))
    assert [chart.construct_id for chart in lab.unit_charts] == ["first", "second"]


def test_no_folder_is_no_app(tmp_path: Path) -> None:
    lab = Lab()
    add_apps(lab, tmp_path / "apps")
    assert lab.unit_charts == []


def test_a_mistake_is_placed_from_within_the_folder_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BuildError, match=r"^apps/a\.py:2: AttributeError: "):
        _add(Path(), a="def build(lab):\n    lab.nonsense()\n")


def test_apps_share_modules_of_their_folder(tmp_path: Path) -> None:
    shared = "NAME = 'shared'\n"
    lab = _add(tmp_path, _names=shared, a="from ._names import NAME\n" + WEB.replace("{name!r}", "NAME"))
    assert [chart.construct_id for chart in lab.unit_charts] == ["shared"]


def test_nothing_of_an_app_stays_behind(tmp_path: Path) -> None:
    before = {name for name in sys.modules if name.split(".")[0] == "apps"}
    _add(tmp_path, _names="NAME = 'x'\n", a="from ._names import NAME\ndef build(lab): pass\n")
    assert {name for name in sys.modules if name.split(".")[0] == "apps"} == before
    assert not list(tmp_path.rglob("__pycache__"))


def test_dataclasses_work_in_an_app(tmp_path: Path) -> None:
    text = (
        "from __future__ import annotations\nfrom dataclasses import dataclass\n"
        "@dataclass\nclass A:\n    x: int = 1\ndef build(lab): assert A().x == 1\n"
    )
    assert _add(tmp_path, a=text).unit_charts == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = 1\n", "apps/a.py: this file defines no `build(lab)`; add one, or start its name with _"),
        ("build = 3\n", "apps/a.py: this file defines no `build(lab)`"),
        ("def build(lab):\n    x = (\n", "apps/a.py:2: SyntaxError: '(' was never closed"),
        ("import nowhere_at_all\n", "apps/a.py:1: ModuleNotFoundError: No module named 'nowhere_at_all'"),
        (
            "def build(lab):\n\n    lab.nothing()\n",
            "apps/a.py:3: AttributeError: 'Lab' object has no attribute 'nothing'",
        ),
        ("def build(): pass\n", "apps/a.py: TypeError: build() takes 0 positional arguments but 1 was given"),
        (WEB.format(name="x").replace("a:1", "a"), "apps/a.py:3: x: the image 'e.com/a' is not pinned"),
    ],
)
def test_what_fails_names_file_and_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(BuildError) as error:
        _add(tmp_path, a=text)
    assert str(error.value).startswith(message)


def test_an_error_of_the_library_keeps_its_kind(tmp_path: Path) -> None:
    with pytest.raises(CapabilityError, match=r"^apps/a\.py:4: x needs an ingress, which nothing in this lab provides"):
        _add(tmp_path, a=WEB.format(name="x") + "    app.add_route()\n")
