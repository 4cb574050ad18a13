"""From `homelab.yaml` to a typed lab."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .._errors import ConfigError
from ..model import LabConfig, Place
from ._accept import check_acceptances
from ._bind import OptionError, bind
from ._build import build_config
from ._check_cluster import check_cluster
from ._check_networks import check_networks
from ._check_nodes import check_nodes
from ._choices import check_ids, choices_of
from ._document import Document, unfold
from ._lab_schema import VERSION
from ._nodes import parse
from ._peek import Peek
from ._problem import Problem, raise_problems
from ._schema import json_schema, known_components
from ._syntax import encoding_problem
from ._validate import schema_errors
from ._words import about, described, example

if TYPE_CHECKING:
    from ..constructs import Component

__all__ = ["parse_config", "read_config"]


def read_config(
    path: Path, *, kinds: Iterable[type[Component]] | None = None, shown_as: str | None = None
) -> LabConfig:
    """Read the description of a lab.

    Args:
        path: the file.
        kinds: the components that it may choose; by default the whole catalogue.
        shown_as: what messages and places call the file; by default its name without the folder.

    Raises:
        ConfigError: the file cannot be read or is not valid; it carries every problem, in the order of the file.
    """
    file = shown_as or path.name
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ConfigError([f"{file}: there is no such file; `homelab init` writes one to start from"]) from None
    except OSError as error:
        raise ConfigError([f"{file}: the file cannot be read: {(error.strerror or str(error)).lower()}"]) from None
    return parse_config(data, kinds=kinds, file=file)


def parse_config(
    data: bytes, *, kinds: Iterable[type[Component]] | None = None, file: str = "homelab.yaml"
) -> LabConfig:
    """Read the description of a lab from the bytes of a file; see `read_config`.

    Raises:
        ConfigError: the description is not valid; it carries every problem, in the order of the file.
    """
    document = _document(file, data)
    catalogue = known_components(kinds)
    _check_version(document)
    problems = list(document.problems)
    problems += _schema_problems(document, catalogue)
    problems += _findings(document)
    raise_problems(problems)
    raise_problems(list(_unusable_options(document, catalogue)))
    return build_config(document)


def _document(file: str, data: bytes) -> Document:
    problem = encoding_problem(file, data)
    if problem is not None:
        raise_problems([problem])
    root = parse(file, data.decode("utf-8-sig"))
    if isinstance(root, Problem):
        raise_problems([root])
    start = Place(file, 1, 1)
    if root is None or isinstance(root, Problem):
        raise ConfigError([f"{start}: the file is empty; `homelab init` writes one to start from"])
    document = unfold(file, root)
    if not isinstance(document.root, dict):
        got = described(document, (), document.root)
        raise_problems(
            [
                *document.problems,
                Problem(start, f"the file takes a mapping, got {got}; start with `version: {VERSION}`"),
            ]
        )
    return document


def _check_version(document: Document) -> None:
    version = document.get("version")
    if isinstance(version, int) and not isinstance(version, bool) and version > VERSION:
        text = f"version is {version}, and this library reads version {VERSION}; install a newer homelab-cdk"
        raise_problems([Problem(document.value_place(("version",)), text)])


def _schema_problems(document: Document, catalogue: list[type[Component]]) -> Iterator[Problem]:
    chosen = {choice.choice for _, choice in choices_of(document)}
    schema = json_schema(catalogue, only=chosen)
    errors = schema_errors(schema, document.root)
    if errors:
        from ._translate import Translator

        translator = Translator(document, schema, {kind.info.name: kind.info.slot for kind in catalogue})
        for error in errors:
            yield from translator.problems(error)
    yield from _missing_options(document, schema)


def _missing_options(document: Document, schema: Mapping[str, Any]) -> Iterator[Problem]:
    # Where a component is named without options, the schema has nothing to compare.
    for path, choice in choices_of(document):
        options = schema["$defs"].get(choice.choice, {})
        if document.get(*path) in (None, choice.choice):
            for key in options.get("required", ()):
                text = example(key, options["properties"][key])
                yield Problem(
                    choice.place,
                    f'{choice.slot}.{choice.choice} has no "{key}"{about(options["properties"][key])};'
                    f" write `{choice.choice}:` as a mapping and add {text} below it",
                )


def _findings(document: Document) -> Iterator[Problem]:
    peek = Peek(document)
    found = chain(check_cluster(peek), check_networks(peek), check_nodes(peek), check_ids(document))
    for path, text in chain(found, check_acceptances(document)):
        is_mapping = isinstance(document.get(*path), (dict, type(None)))
        yield Problem(document.key_place(path) if is_mapping else document.value_place(path), text)


def _unusable_options(document: Document, catalogue: list[type[Component]]) -> Iterator[Problem]:
    by_name = {kind.info.name: kind for kind in catalogue}
    for _, choice in choices_of(document):
        try:
            bind(by_name[choice.choice], choice.options)
        except OptionError as error:
            place = choice.places.get(error.path, choice.place)
            yield Problem(place, f"{choice.slot}.{choice.choice}: {error}")
