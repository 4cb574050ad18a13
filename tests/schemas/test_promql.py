from __future__ import annotations

import pytest

from homelab_cdk.schemas import looks_like_logql, promql_problem, promql_template_problem, promql_variables

pytest.importorskip("promql_parser", reason="the library that reads PromQL is not installed")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("up", []),
        ('up{job="$job", pot=~"${pot:regex}"}', []),
        ("rate(up[$__rate_interval])", []),
        ("$metric / ${other:raw} / [[third]] / $metric", ["metric", "other", "third"]),
        ("label_replace(up, '$1', \"$2\", `$3`, '\\'$4', $five)", ["five"]),
    ],
)
def test_variables_outside_of_strings(text: str, names: list[str]) -> None:
    assert promql_variables(text) == names


@pytest.mark.parametrize(
    ("text", "is_logql"),
    [('{app="a"} |= "b"', True), ('up{app=~"a|b"}', False), ("up{app=~'a|b'} or up{c=`|`}", False), ("a | b", True)],
)
def test_a_bar_outside_of_strings_is_of_another_language(text: str, is_logql: bool) -> None:
    assert looks_like_logql(text) == is_logql


def test_what_is_wrong_stands_in_one_line() -> None:
    assert promql_problem("up{") != ""
    assert "\n" not in promql_problem("sum(\n\nup")
    assert promql_problem("sum(\n\nup\n)  # all of them") == ""


@pytest.mark.parametrize(
    ("text", "is_readable"),
    [
        ("sum by ($by) (rate($metric[$window]) $compared $most)", True),
        ("quantile_over_time($quantile, up[$__range])", True),
        ('up{a="$a"} == ${b}', True),
        ("sum($a", False),
        ("rate($a)", False),
        # Nobody tries every way to fill so many.
        ("sum($a + $b + $c + $d + $e", True),
    ],
)
def test_a_template_is_readable_where_its_variables_may_stand_for_something(text: str, is_readable: bool) -> None:
    assert (promql_template_problem(text) == "") == is_readable
