"""Write two trees in turn, until killed: `python _tree_writer.py <root>`.

Prints `ready` before the first write and the number of microseconds after each, so that the parent knows how
long one takes.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from homelab_cdk.synth._tree import OwnedFile, Tree

_FILES = 600


def trees() -> tuple[dict[str, OwnedFile], dict[str, OwnedFile]]:
    """Return two trees of some hundred files: a sixth alike, the others changed, added or removed."""
    first: dict[str, OwnedFile] = {}
    second: dict[str, OwnedFile] = {}
    for number in range(_FILES):
        folder = f"generated/apps/app-{number // 6}"
        text = f"number: {number}\n" * (1 + number % 7 * 50)
        kind = number % 6
        if kind < 5:
            first[f"{folder}/{number}.yaml"] = OwnedFile(content=text, construct=f"lab/{number}")
        if kind == 0:
            second[f"{folder}/{number}.yaml"] = OwnedFile(content=text, construct=f"lab/{number}")
        elif kind < 4:
            # Longer for one half, shorter for the other.
            other = text * 2 if kind < 3 else text[: len(text) // 3]
            second[f"{folder}/{number}.yaml"] = OwnedFile(content="changed\n" + other, construct=f"lab/{number}")
        elif kind == 5:
            second[f"{folder}/new/{number}.yaml"] = OwnedFile(content=text, construct=f"lab/{number}")
    first["flux/swap"] = OwnedFile(content="a file\n", construct="lab/swap")
    second["flux/swap/in.yaml"] = OwnedFile(content="in a folder\n", construct="lab/swap")
    return first, second


def main(root: str) -> None:
    """Write the one and the other, for ever."""
    first, second = trees()
    tree = Tree(Path(root))
    print("ready", flush=True)
    while True:
        for files in (second, first):
            begun = time.perf_counter()
            tree.write(files)
            print(int((time.perf_counter() - begun) * 1e6), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
