"""Telling secrets by their looks: the forms that makers give to theirs, and text as random as a key.

Sources: the rules of gitleaks (`config/gitleaks.toml`) for tokens of services, and the documentation of k3s for its own.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise

__all__ = ["MARKS", "has_login", "known_secrets", "random_texts", "strings"]

_FORMS: Mapping[str, str] = {
    "a private key": r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----(?:\\n|\s)+[A-Za-z0-9+/=:, -]{16,}",
    # What stands behind "-----BEGIN ": PRIVATE, RSA PRIVATE, EC PRIVATE, OPENSSH PRIVATE or ENCRYPTED PRIVATE.
    "a private key in base64": r"LS0tLS1CRUdJTiB(?:QUklWQVRFIEtFW|SU0EgUFJJVkFURS|FQyBQUklWQVRF"
    r"|PUEVOU1NIIFBSSVZBVE|FTkNSWVBURUQgUFJJVkFURS)",
    "the key of a kubeconfig": r"client-key-data\\?\"?:\s*\\?\"?[A-Za-z0-9+/=]{40,}",
    "an age key": r"AGE-SECRET-KEY-1[0-9A-Z]{58}",
    "a token of GitHub": r"\b(?:gh[pousr]_[0-9a-zA-Z]{36}|github_pat_\w{82})",
    "a token of GitLab": r"\b(?:glpat|glrt|gldt|glsoat|glcbt|glagent|glimt|glft)-[0-9a-zA-Z_-]{20,}",
    "an access key of AWS": r"\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b",
    "a token of Slack": r"\b(?:xox[abeoprs]-[0-9A-Za-z-]{10,}|xapp-\d-[A-Z0-9]+-\d+-[a-z0-9]+)",
    "a webhook of Slack": r"hooks\.slack\.com/(?:services|workflows|triggers)/[A-Za-z0-9+/]{43,56}",
    "a key of Google": r"\bAIza[\w-]{35}",
    "a key of Stripe": r"\b(?:sk|rk)_(?:test|live|prod)_[a-zA-Z0-9]{10,99}",
    "a token of npm": r"\bnpm_[a-zA-Z0-9]{36}",
    "a token of Grafana": r"\b(?:glsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}|glc_[A-Za-z0-9+/]{32,400})",
    "a token of Vault": r"\b(?:hvs\.[\w-]{90,120}|hvb\.[\w-]{138,300})",
    "a token of DigitalOcean": r"\bdo[opr]_v1_[a-f0-9]{64}",
    "a token of Pulumi": r"\bpul-[a-f0-9]{40}",
    "a key of SendGrid": r"\bSG\.[A-Za-z0-9=_.-]{66}",
    "a token of a Telegram bot": r"\b[0-9]{5,16}:A[A-Za-z0-9_-]{34}\b",
    "a signed token (JWT)": r"\bey[a-zA-Z0-9]{17,}\.ey[a-zA-Z0-9/_-]{17,}\.[a-zA-Z0-9/_-]{10,}",
    "a token of k3s": r"\bK10[0-9a-f]{64}::",
    "the hash of a password": r"\$2[aby]\$[0-9]{2}\$[./A-Za-z0-9]{53}",
    "a webhook of Discord": r"discord(?:app)?\.com/api/webhooks/[0-9]+/[\w-]{30,}",
}
"""What is found, and the pattern of it."""

MARKS = re.compile(
    r"PRIVATE\ KEY|LS0tLS1CRUdJTi|client-key-data|AGE-SECRET-KEY-1|ghp_|gho_|ghu_|ghs_|ghr_|github_pat_|glpat-"
    r"|glrt-|gldt-|glsoat-|glcbt-|glagent-|glimt-|glft-|AKIA|ASIA|ABIA|ACCA|xox|xapp-|hooks\.slack\.com/"
    r"|api/webhooks/|AIza|k_live_|k_test_|k_prod_|npm_|glsa_|glc_|hvs\.|hvb\.|_v1_|pul-|SG\.|:A|\.ey|K10|\$2"
)
"""Where none of these stands, none of the forms does."""

_KNOWN = {what: re.compile(pattern) for what, pattern in _FORMS.items()}

_LOGIN = re.compile(r"\b[a-z][a-z0-9+.-]*://[^/\s:@{}$<\"\\]*:[^/\s:@{}$<%\"\\]+@")
_URL = re.compile(r"[a-z][a-z0-9+.-]*://[^\s\"']+")
_TOKEN = re.compile(r"[A-Za-z0-9+/_-]{20,}")
_HEX = re.compile(r"[0-9a-fA-F-]+")
_PUBLIC = re.compile(
    r"-----BEGIN (?:CERTIFICATE|(?:[A-Z]+ )?PUBLIC KEY|SSH SIGNATURE|PGP)|LS0tLS1CRUdJTiBDRVJU|LS0tLS1CRUdJTiBQVUJM|;base64,"
)
_DIGEST = re.compile(r"sha(?:1|256|384|512)-")
_BEFORE = re.compile(r"(?:sha(?:1|256|384|512):|ssh-[a-z0-9]+ |ecdsa-[a-z0-9-]+ )$")
_MOST_EXAMPLES = re.compile(r"EXAMPLE|example|xxxx|XXXX|0123456789|abcdefghij")

_PLACEHOLDER = re.compile(
    r"[a-z0-9+.-]+://(?:user(?:name)?)?:pass(?:word)?@(?:host(?:name)?|server|localhost|example\.)"
)
"""How a comment shows what an address looks like."""

_SHORTEST = 20

_LEAST_ENTROPY = 3.5
"""Bits a character: random base64 of 20 characters has 4.0 or more, words of one alphabet fewer."""

_WORD = re.compile(r"[A-Z]?[a-z]{2,}(?<=[a-zA-Z]{3})")
_MOST_WORDS = 0.72
"""How much of a token words of three letters or more may make up: more than that they do in names with figures, and in one
random token of 20 characters out of a hundred."""

_LEAST_CHANGES = 0.45
"""How often a letter is followed by one of another sort: in random base64 0.62, in names of several words 0.3 at most."""


def known_secrets(text: str) -> Iterator[str]:
    """What secrets of known forms stand in a text."""
    for what, pattern in _KNOWN.items():
        match = pattern.search(text)
        if match and not _MOST_EXAMPLES.search(match[0]):
            yield what


def random_texts(text: str) -> Iterator[str]:
    """The parts of a text that are as random as a key: capitals, small letters and digits in no order.

    Digests and other public things in base64 are left out, and so is what is all hexadecimal: most of that is no secret.
    """
    if len(text) < _SHORTEST or _PUBLIC.search(text):
        return
    text = _URL.sub("", text) if "://" in text else text
    for match in _TOKEN.finditer(text):
        token = match[0].strip("-_/+")
        if len(token) < _SHORTEST or token.startswith("AAAA"):
            continue
        if _HEX.fullmatch(token) or _DIGEST.match(token) or _MOST_EXAMPLES.search(token):
            continue
        if _is_random(token) and not _BEFORE.search(text, max(0, match.start() - 24), match.start()):
            yield token


def _is_random(token: str) -> bool:
    sorts = ["A" if char.isupper() else "a" if char.islower() else "0" for char in token if char.isalnum()]
    if len(sorts) < _SHORTEST or not {"A", "a", "0"} <= set(sorts):
        return False
    changes = sum(one != two for one, two in pairwise(sorts))
    if changes < _LEAST_CHANGES * (len(sorts) - 1):
        return False
    if sum(map(len, _WORD.findall(token))) >= _MOST_WORDS * len(token):
        return False
    count = len(token)
    entropy = -sum(number / count * math.log2(number / count) for number in Counter(token).values())
    return entropy >= _LEAST_ENTROPY


def has_login(text: str) -> bool:
    """Whether an address with a user's password stands in a text."""
    return any(
        not _MOST_EXAMPLES.search(match[0]) and not _PLACEHOLDER.match(text, match.start())
        for match in _LOGIN.finditer(text)
    )


def strings(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text below a value with its place."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from strings(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, (list, tuple)):
        for number, inner in enumerate(value):
            yield from strings(inner, f"{path}[{number}]")
