"""Running commands for a measurement."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from benchmarks._bench import LABS, Bench
from benchmarks._measure import Command, in_turns, run


def python(code: str, folder: Path) -> Command:
    return Command(line=[sys.executable, "-c", code], folder=folder, environ=os.environ)


def test_sides_run_in_turns(tmp_path: Path) -> None:
    # GIVEN two commands that each write a letter
    def side(letter: str) -> Command:
        return python(f"open('log', 'a').write({letter!r})", tmp_path)

    # WHEN they are measured three times
    found = in_turns({"a": lambda: side("a"), "b": lambda: side("b")}, rounds=3)

    # THEN neither had a quiet time of its own
    assert (tmp_path / "log").read_text() == "ababab"
    assert [len(found[name].runs) for name in "ab"] == [3, 3]


def test_a_command_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="ended with 3; its last lines:\n  no such lab"):
        run(python("print('no such lab'); raise SystemExit(3)", tmp_path))


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="only Linux keeps the peak of a process in /proc")
def test_memory_of_children_is_added(tmp_path: Path) -> None:
    # GIVEN a process that holds 40 MiB and a child of it that holds 60, both as long as an interpreter takes to start
    child = "import sys; data = b'x' * (60 << 20); print(len(data), flush=True); sys.stdin.read()"
    code = (
        "import subprocess, sys; data = b'x' * (40 << 20);"
        f"child = subprocess.Popen([sys.executable, '-c', {child!r}], stdin=-1, stdout=-1);"
        "child.stdout.readline(); subprocess.run([sys.executable, '-c', '']); child.communicate(b'')"
    )

    # WHEN it is watched
    memory = run(python(code, tmp_path), watch=True).memory

    # THEN both count, with the interpreters around them
    assert memory is not None
    assert 100 < memory < 200


def test_every_run_gets_a_lab_of_its_own(tmp_path: Path) -> None:
    # GIVEN a session of measurements
    bench = Bench(folder=tmp_path / "memory", disk=tmp_path / "disk", rounds=5)

    # WHEN two labs are made of one, with different settings
    few, many = bench.lab("thousand", COUNT=3), bench.lab("thousand", on_disk=True, COUNT=4)

    # THEN each has its own setting, on the file system that was asked for, and nothing else differs
    original = (LABS / "thousand" / "apps" / "thousand.py").read_text()
    assert (few / "apps" / "thousand.py").read_text() == original.replace("COUNT = 1000", "COUNT = 3")
    assert (many / "apps" / "thousand.py").read_text() == original.replace("COUNT = 1000", "COUNT = 4")
    assert few.parent == tmp_path / "memory"
    assert many.parent == tmp_path / "disk"


def test_a_cold_run_finds_no_cache_and_a_warm_one_always_the_same(tmp_path: Path) -> None:
    bench = Bench(folder=tmp_path, disk=tmp_path, rounds=5)
    caches = ("PYTHONPYCACHEPREFIX", "JSII_RUNTIME_PACKAGE_CACHE_ROOT")

    warm = [bench.python("-c", "").environ for _ in range(2)]
    cold = [bench.python("-c", "", cold=True).environ for _ in range(2)]

    for name in caches:
        assert warm[0][name] == warm[1][name]
        assert len({warm[0][name], cold[0][name], cold[1][name]}) == 3


def test_all_sides_start_one_node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # GIVEN variables that would change what is measured
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("JSII_DEBUG", "1")

    bench = Bench(folder=tmp_path, disk=tmp_path, rounds=5)
    environ = bench.python("-c", "").environ

    assert environ["JSII_NODE"] == bench.node.path
    assert not {"PYTHONDONTWRITEBYTECODE", "JSII_DEBUG"} & environ.keys()
