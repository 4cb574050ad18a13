"""Whom Alertmanager tells, and how: the options, and the configuration that they become."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal
from urllib.parse import urlsplit

from ..._errors import BuildError
from ...constructs import Outside
from ...model import Body, Duration, EmailAddress, Pattern, Url

__all__ = [
    "NOBODY",
    "Alerts",
    "Channel",
    "Discord",
    "Email",
    "Ntfy",
    "Pushover",
    "Receiver",
    "Slack",
    "Telegram",
    "Webhook",
    "channels",
    "routes",
]

NOBODY = "null"
"""The receiver of upstream's own configuration that tells nobody."""

MOUNT = "/etc/alertmanager/secrets"
"""Where the operator mounts the Secrets of an Alertmanager (source: the CRD, `spec.secrets`)."""

_NAME = re.compile(r"[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?")

HostPort = Annotated[str, Pattern(r"^[^:\s]+:[0-9]{1,5}$", "a host and a port such as mail.example.com:587")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ntfy:
    """A topic of ntfy; who knows its name reads along on a public server, so the name is a credential.

    Attributes:
        server: by default `https://ntfy.sh`.
        token: whether the server asks for an access token; by default not.
    """

    server: Url = "https://ntfy.sh"
    token: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """A URL that gets Alertmanager's JSON by POST; the URL is a credential.

    Attributes:
        token: whether a bearer token is sent along; by default not.
    """

    token: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Email:
    """Mail through a server of yours.

    Attributes:
        to: who gets it; several addresses with commas between.
        from_: the address of the sender.
        smarthost: the mail server, `host:port`.
        username: the user that the server knows, whose password is a credential; by default nobody logs in.
        require_tls: whether an unencrypted connection is refused; by default so.
    """

    to: str
    from_: EmailAddress
    smarthost: HostPort
    username: str = ""
    require_tls: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Slack:
    """An incoming webhook of Slack, or of what speaks alike; its URL is a credential.

    Attributes:
        channel: by default the webhook's own.
    """

    channel: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Discord:
    """A webhook of a Discord channel; its URL is a credential."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telegram:
    """A chat with a Telegram bot, whose token is a credential.

    Attributes:
        chat_id: number of the chat.
    """

    chat_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushover:
    """An application of Pushover; the keys of user and application are credentials."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """Somebody to tell, by one or several ways.

    Attributes:
        ntfy: a topic of ntfy.
        webhook: any URL.
        email: mail.
        slack: a webhook of Slack.
        discord: a webhook of Discord.
        telegram: a bot of Telegram.
        pushover: an application of Pushover.
    """

    ntfy: Ntfy | None = None
    webhook: Webhook | None = None
    email: Email | None = None
    slack: Slack | None = None
    discord: Discord | None = None
    telegram: Telegram | None = None
    pushover: Pushover | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerts:
    """Who is told of alerts, and how often.

    Attributes:
        receivers: everybody who can be told, each with a name; the credentials of `phone` are provided as
            `alertmanager-phone`.
        default: the receiver of everything that no other rule takes; by default the first one.
        critical: the receiver of what is critical; by default the default one.
        heartbeat: the receiver of a sign of life every five minutes, such as the webhook of a service that tells you when
            it stops; by default nobody, and then nobody hears of it when monitoring itself is down.
        repeat: after how long an alert that goes on is told again; by default `12h`.
    """

    receivers: Mapping[str, Receiver] = field(default_factory=dict)
    default: str | None = None
    critical: str | None = None
    heartbeat: str | None = None
    repeat: Duration = "12h"


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
