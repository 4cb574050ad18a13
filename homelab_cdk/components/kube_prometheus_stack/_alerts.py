"""Whom Alertmanager tells, and how: the options of `homelab.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from ...model import Duration, EmailAddress, Pattern, Url

__all__ = ["Alerts", "Discord", "Email", "Ntfy", "Pushover", "Receiver", "Slack", "Telegram", "Webhook"]

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
