"""What Alertmanager is told to tell: its configuration, and the files that hold the secrets of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from ..._errors import BuildError
from ...constructs import Outside
from ...model import Body
from ._alerts import Alerts, Receiver

__all__ = ["NOBODY", "Channel", "channels", "routes"]

NOBODY = "null"
"""The receiver of upstream's own configuration that tells nobody."""

MOUNT = "/etc/alertmanager/secrets"
"""Where the operator mounts the Secrets of an Alertmanager (source: the CRD, `spec.secrets`)."""

_NAME = re.compile(r"[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One receiver as Alertmanager needs it.

    Attributes:
        name: the receiver.
        config: its entry under `receivers`.
        keys: the keys that a person provides.
        files: the keys of the Secret, each with the text it holds.
        peers: where its servers are, with the port where it is known.
    """

    name: str
    config: Body
    keys: tuple[str, ...]
    files: Mapping[str, str]
    peers: tuple[tuple[Outside, int | None], ...]

    @property
    def secret(self) -> str:
        """Name of the credential and of the Secret that Alertmanager mounts."""
        return f"alertmanager-{self.name}"


def channels(alerts: Alerts, where: str) -> list[Channel]:
    """The receivers of a lab.

    Raises:
        BuildError: a receiver has no name that Kubernetes takes, or nothing in it; or a name stands for no receiver.
    """
    for option in ("default", "critical", "heartbeat"):
        name = getattr(alerts, option)
        if name is not None and name not in alerts.receivers:
            known = ", ".join(alerts.receivers) or "none"
            raise BuildError(
                f"{where}: alerts.{option} is {name!r}, which is no receiver (there are: {known}); add it below"
                " alerts.receivers, or name one that is there"
            )
    return [_channel(name, receiver, where) for name, receiver in alerts.receivers.items()]


def routes(alerts: Alerts) -> Body:
    """The tree of routes; upstream's own signs of life and its inhibitor reach nobody unless they are asked for."""
    first = next(iter(alerts.receivers), NOBODY)
    default = alerts.default or first
    sign_of_life: Body = {"receiver": alerts.heartbeat or NOBODY, "matchers": ['alertname = "Watchdog"']}
    if alerts.heartbeat:
        sign_of_life |= {"group_wait": "0s", "group_interval": "1m", "repeat_interval": "5m"}
    children: list[Body] = [
        sign_of_life,
        {"receiver": NOBODY, "matchers": ['alertname = "InfoInhibitor"']},
        {"receiver": NOBODY, "matchers": ['severity = "info"']},
    ]
    if alerts.critical:
        children.append({"receiver": alerts.critical, "matchers": ['severity = "critical"']})
    return {
        "receiver": default,
        "group_by": ["namespace", "alertname"],
        "group_wait": "30s",
        "group_interval": "5m",
        "repeat_interval": alerts.repeat,
        "routes": children,
    }


def _channel(name: str, receiver: Receiver, where: str) -> Channel:
    if not _NAME.fullmatch(name) or name == NOBODY:
        raise BuildError(
            f"{where}: alerts.receivers has the name {name!r}; write at most 40 lower-case letters, digits and inner"
            f" dashes, and not {NOBODY!r}"
        )
    config: Body = {"name": name}
    keys: list[str] = []
    files: dict[str, str] = {}
    peers: list[tuple[Outside, int | None]] = []
    for way in _ways(receiver, f"{MOUNT}/alertmanager-{name}"):
        config[f"{way.kind}_configs"] = [*config.get(f"{way.kind}_configs", ()), {"send_resolved": True, **way.config}]
        keys += way.keys
        files |= way.files or {key: f"{{{{ .{key} }}}}" for key in way.keys}
        if way.peer not in peers:
            peers.append(way.peer)
    if len(config) == 1:
        raise BuildError(
            f"{where}: the receiver {name!r} of alerts.receivers says no way to tell it; add one such as"
            " `email: {to: …, from: …, smarthost: …}` or `discord: {}`"
        )
    return Channel(name=name, config=config, keys=tuple(keys), files=files, peers=tuple(peers))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    kind: Literal["webhook", "email", "slack", "discord", "telegram", "pushover"]
    config: Body
    keys: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    peer: tuple[Outside, int | None] = (Outside(what="internet"), 443)


def _ways(receiver: Receiver, folder: str) -> Iterator[_Way]:
    """Each way with its own keys; names of fields by Alertmanager's documentation."""
    anywhere = Outside(what="anywhere")
    if receiver.ntfy is not None:
        ntfy = receiver.ntfy
        server = urlsplit(ntfy.server)
        url = f"{ntfy.server.rstrip('/')}/{{{{ .ntfy_topic }}}}?template=alertmanager"
        yield _Way(
            kind="webhook",
            config={"url_file": f"{folder}/ntfy_url", **_bearer(f"{folder}/ntfy_token", wanted=ntfy.token)},
            keys=("ntfy_topic", *(("ntfy_token",) if ntfy.token else ())),
            # ntfy words Alertmanager's JSON itself: a template that it brings along.
            files={"ntfy_url": url} | ({"ntfy_token": "{{ .ntfy_token }}"} if ntfy.token else {}),
            peer=(anywhere, server.port or (443 if server.scheme == "https" else 80)),
        )
    if receiver.webhook is not None:
        hook = receiver.webhook
        yield _Way(
            kind="webhook",
            config={"url_file": f"{folder}/webhook_url", **_bearer(f"{folder}/webhook_token", wanted=hook.token)},
            keys=("webhook_url", *(("webhook_token",) if hook.token else ())),
            peer=(anywhere, None),
        )
    if receiver.email is not None:
        mail = receiver.email
        login: Body = {"auth_username": mail.username, "auth_password_file": f"{folder}/email_password"}
        yield _Way(
            kind="email",
            config={
                "to": mail.to,
                "from": mail.from_,
                "smarthost": mail.smarthost,
                "require_tls": mail.require_tls,
                **(login if mail.username else {}),
            },
            keys=("email_password",) if mail.username else (),
            peer=(anywhere, int(mail.smarthost.rpartition(":")[2])),
        )
    if receiver.slack is not None:
        channel: Body = {"channel": receiver.slack.channel} if receiver.slack.channel else {}
        yield _Way(kind="slack", config={"api_url_file": f"{folder}/slack_url", **channel}, keys=("slack_url",))
    if receiver.discord is not None:
        yield _Way(kind="discord", config={"webhook_url_file": f"{folder}/discord_url"}, keys=("discord_url",))
    if receiver.telegram is not None:
        yield _Way(
            kind="telegram",
            config={"bot_token_file": f"{folder}/telegram_token", "chat_id": receiver.telegram.chat_id},
            keys=("telegram_token",),
        )
    if receiver.pushover is not None:
        yield _Way(
            kind="pushover",
            config={"user_key_file": f"{folder}/pushover_user", "token_file": f"{folder}/pushover_token"},
            keys=("pushover_user", "pushover_token"),
        )


def _bearer(file: str, *, wanted: bool) -> Body:
    return {"http_config": {"authorization": {"credentials_file": file}}} if wanted else {}
