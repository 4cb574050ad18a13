"""JSON6902 operations do what RFC 6902 says."""

from __future__ import annotations

import copy
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import assume, given, strategies as st

from homelab_cdk._errors import BuildError
from homelab_cdk.constructs import Patch, apply_patches


def _apply(document: Any, *operations: dict[str, Any]) -> Any:
    patch = Patch(kind="ConfigMap", name="a", operations=operations, reason="a test")
    return apply_patches(copy.deepcopy(document), [patch])


@pytest.mark.parametrize(
    ("document", "operation", "result"),
    [
        # the examples of RFC 6902, appendix A, by number
        ({"foo": "bar"}, {"op": "add", "path": "/baz", "value": "qux"}, {"baz": "qux", "foo": "bar"}),
        ({"foo": ["bar", "baz"]}, {"op": "add", "path": "/foo/1", "value": "qux"}, {"foo": ["bar", "qux", "baz"]}),
        ({"baz": "qux", "foo": "bar"}, {"op": "remove", "path": "/baz"}, {"foo": "bar"}),
        ({"foo": ["bar", "qux", "baz"]}, {"op": "remove", "path": "/foo/1"}, {"foo": ["bar", "baz"]}),
        ({"baz": "qux", "foo": 1}, {"op": "replace", "path": "/baz", "value": "boo"}, {"baz": "boo", "foo": 1}),
        (
            {"foo": {"bar": "baz", "waldo": "fred"}, "qux": {"corge": "grault"}},
            {"op": "move", "from": "/foo/waldo", "path": "/qux/thud"},
            {"foo": {"bar": "baz"}, "qux": {"corge": "grault", "thud": "fred"}},
        ),
        ({"foo": [1, 2, 3, 4]}, {"op": "move", "from": "/foo/1", "path": "/foo/3"}, {"foo": [1, 3, 4, 2]}),
        ({"a": ["b", 2]}, {"op": "test", "path": "/a/1", "value": 2}, {"a": ["b", 2]}),
        (
            {"foo": "bar"},
            {"op": "add", "path": "/child", "value": {"grand": {}}},
            {"foo": "bar", "child": {"grand": {}}},
        ),
        ({"/": 9, "~1": 10}, {"op": "test", "path": "/~01", "value": 10}, {"/": 9, "~1": 10}),
        ({"foo": ["bar"]}, {"op": "add", "path": "/foo/-", "value": ["abc"]}, {"foo": ["bar", ["abc"]]}),
        # what they leave out
        ({"foo": 1}, {"op": "add", "path": "/foo", "value": 2}, {"foo": 2}),
        ({"foo": {"a": []}}, {"op": "copy", "from": "/foo", "path": "/bar"}, {"foo": {"a": []}, "bar": {"a": []}}),
        ({"foo": 1}, {"op": "replace", "path": "", "value": {"bar": 2}}, {"bar": 2}),
        ({"": {"": 1}}, {"op": "replace", "path": "//", "value": 2}, {"": {"": 2}}),
        ({"a": 1.0}, {"op": "test", "path": "/a", "value": 1}, {"a": 1.0}),
        ({"a": {"b": 1, "c": 2}}, {"op": "test", "path": "/a", "value": {"c": 2, "b": 1}}, {"a": {"b": 1, "c": 2}}),
        ({"a": None}, {"op": "test", "path": "/a", "value": None}, {"a": None}),
        ({}, {"op": "add", "path": "/a", "value": None}, {"a": None}),
    ],
)
def test_each_operation(document: Any, operation: dict[str, Any], result: Any) -> None:
    assert _apply(document, operation) == result


@pytest.mark.parametrize(
    ("operation", "detail"),
    [
        ({"op": "remove", "path": "/b"}, "there is no 'b'"),
        ({"op": "replace", "path": "/b", "value": 1}, "there is no 'b'"),
        ({"op": "add", "path": "/b/c", "value": 1}, "there is no 'b'"),
        ({"op": "add", "path": "/list/3", "value": 1}, "there is no item 3 in a list of 2"),
        ({"op": "add", "path": "/list/01", "value": 1}, "there is no item 01 in a list of 2"),
        ({"op": "add", "path": "/list/-1", "value": 1}, "there is no item -1 in a list of 2"),
        ({"op": "add", "path": "/list/١", "value": 1}, "there is no item ١ in a list of 2"),
        ({"op": "replace", "path": "/list/-", "value": 1}, "there is no item - in a list of 2"),
        ({"op": "remove", "path": "/list/2"}, "there is no item 2 in a list of 2"),
        ({"op": "remove", "path": ""}, "the whole object cannot be removed"),
        ({"op": "add", "path": "/a/deep", "value": 1}, "'deep' is looked for in 'text'"),
        ({"op": "test", "path": "/a", "value": "other"}, "found 'text' where the test expects 'other'"),
        ({"op": "test", "path": "/one", "value": True}, "found 1 where the test expects True"),
        ({"op": "move", "from": "/map", "path": "/map/inner"}, "there is no 'map'"),
        ({"op": "copy", "from": "/none", "path": "/b"}, "there is no 'none'"),
    ],
)
def test_what_cannot_be_applied(operation: dict[str, Any], detail: str) -> None:
    document = {"a": "text", "one": 1, "list": [1, 2], "map": {}}
    with pytest.raises(BuildError) as error:
        _apply(document, operation)
    place = f"the patch of ConfigMap a cannot {operation['op']} {operation['path']}"
    assert str(error.value) == f"{place}: {detail}; compare the path with the generated file"


@pytest.mark.parametrize(
    ("operation", "message"),
    [
        (
            {"op": "merge", "path": "/a"},
            "has the operation 'merge'; allowed are add, remove, replace, move, copy, test",
        ),
        ({"path": "/a"}, "has the operation None; allowed are"),
        ({"op": "add", "value": 1}, "has the operation add without 'path'; it needs path and value"),
        ({"op": "add", "path": "/a"}, "has the operation add without 'value'"),
        ({"op": "move", "path": "/a"}, "has the operation move without 'from'; it needs from and path"),
        (
            {"op": "remove", "path": "spec/replicas"},
            "has 'spec/replicas' as 'path'; write a JSON pointer such as /spec",
        ),
        ({"op": "remove", "path": "/a~b"}, "has '/a~b' as 'path'"),
        ({"op": "copy", "path": "/a", "from": 3}, "has 3 as 'from'"),
    ],
)
def test_what_is_no_operation(operation: dict[str, Any], message: str) -> None:
    with pytest.raises(BuildError) as error:
        Patch(kind="Deployment", name="web", operations=(operation,), reason="a test")
    assert str(error.value).startswith(f"the patch of Deployment web {message}")


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_patch_has_a_reason(reason: str) -> None:
    with pytest.raises(BuildError, match="has no reason; say in one sentence why"):
        Patch(kind="Deployment", name="web", operations=(), reason=reason)


def test_an_object_stays_an_object() -> None:
    with pytest.raises(BuildError, match="the patches of ConfigMap a leave no object behind"):
        _apply({"a": 1}, {"op": "replace", "path": "", "value": 3})


def test_operations_are_applied_in_order() -> None:
    changed = _apply({"a": 1}, {"op": "copy", "from": "/a", "path": "/b"}, {"op": "replace", "path": "/a", "value": 2})
    assert changed == {"a": 2, "b": 1}


def test_any_mapping_may_be_a_value() -> None:
    value = MappingProxyType({"x": (1, MappingProxyType({"y": 2}))})
    changed = _apply({}, {"op": "add", "path": "/a", "value": value}, {"op": "add", "path": "/a/x/1/z", "value": 3})
    assert changed == {"a": {"x": [1, {"y": 2, "z": 3}]}}


_json = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text("ab/~", max_size=2),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab/~0", max_size=2), inner, max_size=3),
    max_leaves=8,
)
_objects = st.dictionaries(st.text("ab/~0", max_size=2), _json, max_size=4)


def _places(value: Any, pointer: str = "") -> list[str]:
    """Pointers of everything within a document."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = []
    for key, item in inner:
        place = f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}"
        found += [place, *_places(item, place)]
    return found


def _strict(value: Any) -> str:
    """Equality that tells true from 1 and the order of keys does not touch."""
    if isinstance(value, dict):
        return repr(sorted((key, _strict(item)) for key, item in value.items()))
    return repr([_strict(item) for item in value]) if isinstance(value, list) else repr(value)


@st.composite
def _placed(draw: st.DrawFn) -> tuple[dict[str, Any], str]:
    document = draw(_objects)
    places = _places(document)
    assume(places)
    return document, draw(st.sampled_from(places))


@given(_objects, st.text("ab/~0", max_size=3), _json)
def test_remove_undoes_add(document: dict[str, Any], key: str, value: Any) -> None:
    assume(key not in document)
    path = "/" + key.replace("~", "~0").replace("/", "~1")
    changed = _apply(document, {"op": "add", "path": path, "value": value}, {"op": "remove", "path": path})
    assert _strict(changed) == _strict(document)


@given(_placed())
def test_add_undoes_remove(placed: tuple[dict[str, Any], str]) -> None:
    document, path = placed
    kept = _apply({"at": None, "in": document}, {"op": "copy", "from": f"/in{path}", "path": "/at"})
    changed = _apply(document, {"op": "remove", "path": path}, {"op": "add", "path": path, "value": kept["at"]})
    assert _strict(changed) == _strict(document)


@given(_placed(), _json)
def test_after_replace_a_test_of_the_value_passes(placed: tuple[dict[str, Any], str], value: Any) -> None:
    document, path = placed
    replaced = {"op": "replace", "path": path, "value": value}
    changed = _apply(document, replaced, {"op": "test", "path": path, "value": value})
    assert _strict(changed) == _strict(_apply(document, replaced))


@given(_placed())
def test_moving_to_itself_changes_nothing(placed: tuple[dict[str, Any], str]) -> None:
    document, path = placed
    assert _strict(_apply(document, {"op": "move", "from": path, "path": path})) == _strict(document)


@given(_placed(), st.text("ab", min_size=4, max_size=4))
def test_move_is_copy_and_remove(placed: tuple[dict[str, Any], str], key: str) -> None:
    document, path = placed
    moved = _apply(document, {"op": "move", "from": path, "path": f"/{key}"})
    copied = _apply(document, {"op": "copy", "from": path, "path": f"/{key}"}, {"op": "remove", "path": path})
    assert _strict(moved) == _strict(copied)
