"""Running a command and measuring it; comparing several in turns."""

from __future__ import annotations

import os
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Command", "Run", "Series", "in_turns", "output", "run"]

_SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command line, where it runs, and what its environment has beside that of all."""

    line: Sequence[str]
    folder: Path
    environ: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one run of a command took, with all its children: seconds, seconds of CPU, and MiB at most."""

    wall: float
    cpu: float
    memory: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Several runs of one command."""

    runs: Sequence[Run]

    @property
    def wall(self) -> float:
        """Median of the seconds."""
        return statistics.median(run.wall for run in self.runs)

    @property
    def cpu(self) -> float:
        """Median of the seconds of CPU."""
        return statistics.median(run.cpu for run in self.runs)

    @property
    def memory(self) -> float | None:
        """Median of the MiB; nothing where memory was not watched."""
        known = [run.memory for run in self.runs if run.memory is not None]
        return statistics.median(known) if known else None


def in_turns(
    commands: Mapping[str, Callable[[], Command]],
    *,
    rounds: int,
    often: Mapping[str, int] | None = None,
    watch: bool = False,
) -> dict[str, Series]:
    """Run commands in turns (A B A B), so that what disturbs the machine disturbs all of them alike.

    Args:
        commands: by name, what prepares one run; preparing is not measured.
        rounds: runs of each.
        often: how often some of them run in each round, where a median needs more; by default once.
        watch: whether memory is watched, too, which itself costs a little time.
    """
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, prepare in commands.items():
            runs[name].extend(run(prepare(), watch=watch) for _ in range((often or {}).get(name, 1)))
    return {name: Series(runs=found) for name, found in runs.items()}


def run(command: Command, *, watch: bool = False) -> Run:
    """Run a command to its end.

    Raises:
        RuntimeError: it failed; the message holds what it wrote.
    """
    before = time.perf_counter()
    process = subprocess.Popen(
        command.line,
        cwd=command.folder,
        env=command.environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    peak = _Peak(process.pid) if watch else None
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - before
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    memory = peak.stop() if peak is not None else None
    if process.returncode:
        lines = output.decode(errors="replace").strip().splitlines()
        shown = "\n  ".join(lines[-_SHOWN:])
        raise RuntimeError(f"{' '.join(command.line)} ended with {process.returncode}; its last lines:\n  {shown}")
    return Run(wall=wall, cpu=usage.ru_utime + usage.ru_stime, memory=memory)


def output(command: Command) -> str:
    """Run a command to its end, and return what it wrote to standard output.

    Raises:
        RuntimeError: it failed; the message holds what it wrote.
    """
    done = subprocess.run(
        command.line, cwd=command.folder, env=command.environ, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command.line)} ended with {done.returncode}: {done.stderr.strip()}")
    return done.stdout


class _Peak:
    """The greatest resident memory of a process and its children, each at its own worst moment, added up.

    The kernel keeps the peak of each process (VmHWM), so looking now and then misses only what a process needs after
    the last look at it.
    """

    _PAUSE = 0.005

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._peaks: dict[int, int] = {}
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def stop(self) -> float:
        """Stop looking; the sum in MiB."""
        self._done.set()
        self._thread.join()
        return sum(self._peaks.values()) / 1024

    def _watch(self) -> None:
        while not self._done.wait(self._PAUSE):
            for pid in _family(self._pid):
                peak = _peak(pid)
                if peak is not None:
                    self._peaks[pid] = peak


def _family(pid: int) -> list[int]:
    found = [pid]
    for parent in found:
        try:
            tasks = os.listdir(f"/proc/{parent}/task")
            for task in tasks:
                found.extend(map(int, Path(f"/proc/{parent}/task/{task}/children").read_text().split()))
        except OSError:
            continue
    return found


def _peak(pid: int) -> int | None:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), None)
