from __future__ import annotations

from types import MappingProxyType

from hypothesis import given, strategies as st

from homelab_cdk.model import ChartFacts, CrdFact, fingerprint, resources_fingerprint

FACTS = ChartFacts(crds=(CrdFact(group="a.b", kind="C", plural="cs", scope="Cluster", versions=("v1",)),))
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def _reversed(value: object) -> object:
    """The same values in read-only maps with their keys the other way round, and tuples in place of lists."""
    if isinstance(value, dict):
        return MappingProxyType({key: _reversed(value[key]) for key in reversed(list(value))})
    return tuple(_reversed(item) for item in value) if isinstance(value, list) else value


@given(PLAIN)
def test_order_of_keys_and_kind_of_container_make_no_difference(value: object) -> None:
    assert fingerprint(value) == fingerprint(_reversed(value))


def test_types_make_a_difference() -> None:
    values: list[object] = [1, "1", True, None, [], {}, 1.5, [1], {"1": 1}]
    assert len({fingerprint(value) for value in values}) == len(values)


def test_only_resources_of_the_chart_count_and_their_order_does_not() -> None:
    one = {"apiVersion": "a.b/v1", "kind": "C", "metadata": {"name": "one"}}
    two = {"apiVersion": "a.b/v1", "kind": "C", "metadata": {"name": "two"}}
    other = {"apiVersion": "x.y/v1", "kind": "C", "metadata": {"name": "one"}}
    assert resources_fingerprint([one, other, two], FACTS) == resources_fingerprint([two, one], FACTS)
    assert resources_fingerprint([one], FACTS) != resources_fingerprint([one, two], FACTS)
    assert resources_fingerprint([one, one], FACTS) != resources_fingerprint([one], FACTS)
