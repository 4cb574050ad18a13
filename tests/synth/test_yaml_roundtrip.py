"""Whatever is written is read back equal by every reader on the way to the cluster.

`HOMELAB_SOAK=1` tries a hundred times as many documents.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings, strategies as st

from homelab_cdk.synth._yaml import dump

Reader = Callable[[str], Any]

_SOAK = 100 if os.environ.get("HOMELAB_SOAK") == "1" else 1


def examples(count: int) -> settings:
    return settings(
        max_examples=count * _SOAK,
        deadline=None,
        suppress_health_check=[
            HealthCheck.too_slow,
            HealthCheck.data_too_large,
            HealthCheck.filter_too_much,
        ],
    )


# fmt: off
TRAPS = [
    # YAML 1.1 booleans, as sigs.k8s.io/yaml reads them, and null
    "y", "Y", "n", "N", "yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF",
    "true", "True", "TRUE", "false", "False", "FALSE", "null", "Null", "NULL", "~", "",
    # numbers to one reader or the other
    "0", "1", "-1", "+1", "007", "012", "08", "0123456789", "123456789012", "1_000", "0b11", "0o17",
    "-0o17", "0x1F",
    "1.0", "1.", ".5", "-.5", "1e3", "1E3", "1e+3", "1e003", "12e03", "706798e8", "685_230.15", "0.1e-7",
    "1:30",
    "190:20:30", "1:30.5", ".inf", "-.inf", "+.Inf", ".nan", ".NaN", "nan", "inf", "Infinity", "-inf",
    "1.2.3",
    # dates
    "2026-01-01", "2026-1-1", "2026-01-01T00:00:00Z", "2026-01-01 10:00:00", "2026-01-01t10:00:00.5-05:00",
    # indicators
    "-", "- a", "-a", "--flag=x", "---", "--- a", "...", "?", "? a", ":", ":a", "a:", "a: b", "a:b", "a :b",
    "a #b",
    "a#b", "#a", "&a", "*a", "!a", "!!str a", "|", ">", "|-", "%TAG", "@a", "`a`", "'", '"', "''", '""',
    "'a'", '"a"',
    "[", "]", "{", "}", "[a]", "{a: b}", "a, b", ",", "<<", "=", "\\", "\\n", "a\\", "${VAR}", "$(VAR)",
    "{{ .x }}",
    # whitespace and line ends
    " ", "  ", " a", "a ", "\ta", "a\t", "a\tb", "\t", "\n", "\n\n", " \n", "\n ", "a\n", "a\n\n", "a\nb",
    "\na", "\n\na\n",
    " a\nb", "a\n b", "a\n  \nb", "a \nb ", "\ta\n\tb\n", "a\n\tb", "a\n ", "a\n\n ", "# a\nb", "---\na\n",
    "a\r\nb\r\n",
    "a\rb", "\r", "a: b\nc: d\n",
    # characters that a reader folds, drops or refuses
    "\0", "\x07", "\x1b[0m", "\xa0", "a\xa0", "\u2028", "a\u2029b\n", "\ufeff", "\ufeffa", "a\ufeff\n",
    "\ufffd", "\U0001f600", "\U0001f600\n\U0001f600", "\U0010ffff", "\u202eabc", "ä", "Ünïcode: x",
    "日本", "e\u0301", "👩\u200d💻\nx",
    "x" * 500, "word " * 100, "ä " * 400 + "x",
]
# fmt: on
LOST_BY_KUSTOMIZE = ["\x85", "a\x85b", "a\n\x85\n"]
"""NEL: kustomize reads it right and writes it raw, so that the next reader takes it for a line end."""

REFUSED_BY_KUSTOMIZE = ["\x7f", "a\x80\n", "\x9f", "\ufffe", "\uffff"]
"""Kustomize writes them raw for itself and then says "control characters are not allowed"."""

FITS_KUSTOMIZE = re.compile(r"(?!<<\Z)[^\x7f-\x9f\ufffe\uffff]*\Z")


def canonical(value: Any) -> Any:
    """A form in which 1 and True differ, and 1 and 1.0 do not, as JSON has one kind of number."""
    if isinstance(value, Mapping):
        return {key: canonical(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [canonical(item) for item in value]
    if isinstance(value, (bool, str)) or value is None:
        return (type(value).__name__, value)
    return ("number", float(value))


def everywhere(text: str) -> dict[str, Any]:
    """The text as value, key, list item, and nested in each other."""
    return {
        "value": text,
        "key": {text: text, "sibling": {text: [text]}},
        "items": [text, [text, [text]], {text: text}, {"a": text, "b": text}],
        text + "x": "as first or last key",
    }


def custom_object(spec: Any) -> dict[str, Any]:
    return {"apiVersion": "example.com/v1", "kind": "Thing", "metadata": {"name": "thing"}, "spec": spec}


@pytest.mark.parametrize("text", TRAPS + LOST_BY_KUSTOMIZE + REFUSED_BY_KUSTOMIZE)
def test_a_trap_is_text_for_kubernetes(text: str, kubernetes_reads: Reader) -> None:
    document = everywhere(text)
    assert kubernetes_reads(dump(document)) == document


@pytest.mark.parametrize("text", TRAPS + LOST_BY_KUSTOMIZE + REFUSED_BY_KUSTOMIZE)
def test_a_trap_is_text_for_pyyaml(text: str) -> None:
    document = everywhere(text)
    assert yaml.load(dump(document), yaml.CSafeLoader) == document


def test_every_trap_is_text_behind_kustomize(kustomize_reads: Reader) -> None:
    spec = {f"at-{index}": everywhere(text) for index, text in enumerate(TRAPS) if text != "<<"}
    read = kustomize_reads(dump(custom_object(spec)))["spec"]
    assert [spec[name]["value"] for name in spec if read[name] != spec[name]] == []


@pytest.mark.parametrize("text", REFUSED_BY_KUSTOMIZE)
def test_what_kustomize_refuses_it_refuses_in_json_too(text: str, kustomize_reads: Reader) -> None:
    """Known bug of kyaml, no matter how it is written; when this fails, kustomize was mended."""
    with pytest.raises(AssertionError, match="control characters are not allowed"):
        kustomize_reads(dump(custom_object({"text": text})))
    with pytest.raises(AssertionError, match="control characters are not allowed"):
        kustomize_reads(json.dumps(custom_object({"text": text})))


@pytest.mark.parametrize(
    "spec",
    [
        pytest.param({"<<": {"a": 1}}, id="a merge key, even in quotes"),
        *(pytest.param({"text": text}, id=f"NEL {text!r}") for text in LOST_BY_KUSTOMIZE),
    ],
)
def test_what_kustomize_itself_loses_reaches_kubernetes_without_it(
    spec: dict[str, Any], kubernetes_reads: Reader, kustomize_reads: Reader
) -> None:
    """Known bugs of kyaml: when one of these fails, kustomize was mended and the exception can go."""
    written = dump(custom_object(spec))
    assert kubernetes_reads(written) == custom_object(spec)
    assert kustomize_reads(written) != custom_object(spec)


LOOKALIKES = st.one_of(
    st.sampled_from(TRAPS),
    st.from_regex(r"[-+]?[0-9_]{0,4}\.?[0-9_]{0,3}([eE][-+]?[0-9]{1,3})?", fullmatch=True),
    st.from_regex(r"[-+]?0[boxBOX]?[0-9a-fA-F_]{0,6}", fullmatch=True),
    st.from_regex(r"[0-9]{1,4}[-:.][0-9]{1,2}[-:.][0-9]{1,2}([Tt ][0-9:]{0,8}Z?)?", fullmatch=True),
    st.from_regex(r"([0-9]{1,3}(\.[0-9]{1,3})?[a-zA-Z]{1,2}){1,2}", fullmatch=True),
    st.from_regex(r"([yYnN]|[oO][nNfF]{1,2}|~|[nN][uU]?[lL]{0,2}|[-+]?\.?([iI]nf|NaN|nan))", fullmatch=True),
)
TEXTS = st.one_of(
    LOOKALIKES,
    st.text(alphabet=" \t\n#:-?&*!|>'\"%@`{}[],<=~\\/$.0a", max_size=14),
    st.text(alphabet=" \n\tab", max_size=12),
    st.text(alphabet="a \n\r\x85\xa0\u2028\u2029\u202e\u200d\ufeff\ufffe\U0001fffe\x00\x7f\x1b", max_size=8),
    st.text(max_size=20),
    st.builds(
        lambda word, count: word * count,
        st.text(alphabet="aä: '\n\"\U0001f600", min_size=1, max_size=4),
        st.integers(1, 400),
    ),
)
NUMBERS = st.one_of(
    st.integers(-(10**40), 10**40),
    st.integers(-20, 2000),
    st.floats(allow_nan=False, allow_infinity=False, allow_subnormal=False),
    st.sampled_from([0.0, -0.0, 1.0, 1e16, 1e22, 1e-7, -1e300, 5e-324, 2**63, -(2**63), 2**64]),
)


def trees(texts: st.SearchStrategy[str], keys: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    return st.recursive(
        st.one_of(texts, texts, NUMBERS, st.none(), st.booleans()),
        lambda inner: st.one_of(
            st.lists(inner, max_size=4),
            st.lists(inner, max_size=3).map(tuple),
            st.dictionaries(keys, inner, max_size=4),
        ),
        max_leaves=14,
    )


DOCUMENTS = st.dictionaries(TEXTS, trees(TEXTS, TEXTS), max_size=6)

KUSTOMIZE_TEXTS = TEXTS.filter(FITS_KUSTOMIZE.match)
KUSTOMIZE_KEYS = KUSTOMIZE_TEXTS.filter(lambda key: len(key) < 100)
"""Kustomize fails on its own copy of an object with a key beyond 1,024 bytes; Kubernetes has none so long."""
KUSTOMIZE_DOCUMENTS = st.dictionaries(KUSTOMIZE_KEYS, trees(KUSTOMIZE_TEXTS, KUSTOMIZE_KEYS), max_size=6)


@given(DOCUMENTS)
@examples(200)
def test_kubernetes_reads_back_what_was_written(kubernetes_reads: Reader, document: dict[str, Any]) -> None:
    text = dump(document)
    assert canonical(kubernetes_reads(text)) == canonical(document), text


@given(DOCUMENTS)
@examples(200)
def test_pyyaml_reads_back_what_was_written_to_the_last_digit(document: dict[str, Any]) -> None:
    text = dump(document)
    assert repr(yaml.load(text, yaml.CSafeLoader)) == repr(as_lists(document)), text


def as_lists(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: as_lists(item) for key, item in value.items()}
    return [as_lists(item) for item in value] if isinstance(value, (list, tuple)) else value


@given(st.lists(KUSTOMIZE_DOCUMENTS, max_size=30))
@examples(12)
def test_kustomize_passes_on_what_was_written(kustomize_reads: Reader, batch: list[dict[str, Any]]) -> None:
    document = custom_object({"batch": batch})
    text = dump(document)
    assert canonical(kustomize_reads(text)) == canonical(document), text
