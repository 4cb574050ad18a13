"""Two claims about every chart of the shared data: what it says itself is accepted, what is misspelt is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from homelab_cdk.lock._chart import ChartTree, merged, read_chart
from homelab_cdk.lock._paths import account
from homelab_cdk.lock._schema import schema_errors
from homelab_cdk.model import PathCounts, walk
from tests.lock._charts import release


def _charts(shared_dir: Path, scratch: Path) -> Iterator[ChartTree]:
    for values in sorted(shared_dir.glob("charts/*/values.yaml")):
        if (values.parent / "Chart.yaml").is_file():
            yield read_chart(values.parent, scratch)


def _judge(tree: ChartTree, values: dict[str, Any]) -> tuple[PathCounts, list[str]]:
    lab = release(tree.name, values)
    counts, problems = account(tree, lab, values, kubernetes="1.36")
    errors = schema_errors(tree.schema, merged(tree.defaults(), values), construct=tree.name, prefix="values.")
    return counts, [str(item) for item in [*problems, *errors]]


def test_every_chart_accepts_its_own_defaults(shared_dir: Path, tmp_path: Path) -> None:
    refused: dict[str, list[str]] = {}
    for tree in _charts(shared_dir, tmp_path):
        counts, problems = _judge(tree, dict(tree.values))
        assert counts.total == sum(1 for path, _ in walk(tree.values) if path), f"{tree.name}: each path counts once"
        if problems:
            refused[tree.name] = problems
    assert refused == {}


def test_nearly_every_misspelt_key_is_refused_with_the_right_path(shared_dir: Path, tmp_path: Path) -> None:
    tried = refused = suggested = 0
    for tree in _charts(shared_dir, tmp_path):
        paths = [path for path, _ in walk(tree.values) if all(isinstance(part, str) for part in path)]
        for path in [path for path in paths if path and _can_swap(str(path[-1]))][::40]:
            key = str(path[-1])
            wrong: Any = 1
            for part in reversed((*path[:-1], key[0] + key[2] + key[1] + key[3:])):
                wrong = {part: wrong}
            _, problems = _judge(tree, wrong)
            tried += 1
            refused += bool(problems)
            suggested += any("did you mean" in problem and key in problem for problem in problems)
    assert tried > 300, "there are charts enough to tell"
    assert refused / tried > 0.97, "what is accepted lies in a map that takes any key (annotations, labels)"
    assert suggested / tried > 0.9


def _can_swap(key: str) -> bool:
    return len(key) > 4 and key[1] != key[2] and key.isalnum()
