"""Whom Alertmanager tells: receivers and routes from the lab's options, secrets from files alone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from homelab_cdk._errors import BuildError
from homelab_cdk.constructs import Lab
from homelab_cdk.model import Body
from tests.components.monitored import monitored, of_kind, values
from tests.labs import one

FOLDER = "/etc/alertmanager/secrets/alertmanager-phone"

WAYS = {
    "ntfy": {},
    "webhook": {},
    "email": {
        "to": "me@example.com",
        "from": "lab@example.com",
        "smarthost": "mail.example.com:587",
        "username": "lab",
    },
    "slack": {},
    "discord": {},
    "telegram": {"chatId": -100123},
    "pushover": {},
}


def _told(**alerts: object) -> Lab:
    return monitored(alerts=alerts)


def _config(lab: Lab) -> Any:
    return values(lab)["alertmanager"]["config"]


def _egress(lab: Lab) -> list[Body]:
    found = of_kind(lab, "NetworkPolicy").get("monitoring/allow-from-alertmanager")
    return found["spec"]["egress"] if found else []


def test_without_receivers_nobody_is_told() -> None:
    lab = monitored()
    config = _config(lab)
    assert [receiver["name"] for receiver in config["receivers"]] == ["null"]
    assert {config["route"]["receiver"], *(route["receiver"] for route in config["route"]["routes"])} == {"null"}
    assert "secrets" not in values(lab)["alertmanager"]["alertmanagerSpec"]
    assert _egress(lab) == []


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        ("ntfy", {"url_file": f"{FOLDER}/ntfy_url"}),
        ("webhook", {"url_file": f"{FOLDER}/webhook_url"}),
        (
            "email",
            {
                "to": "me@example.com",
                "from": "lab@example.com",
                "smarthost": "mail.example.com:587",
                "require_tls": True,
                "auth_username": "lab",
                "auth_password_file": f"{FOLDER}/email_password",
            },
        ),
        ("slack", {"api_url_file": f"{FOLDER}/slack_url"}),
        ("discord", {"webhook_url_file": f"{FOLDER}/discord_url"}),
        ("telegram", {"bot_token_file": f"{FOLDER}/telegram_token", "chat_id": -100123}),
        ("pushover", {"user_key_file": f"{FOLDER}/pushover_user", "token_file": f"{FOLDER}/pushover_token"}),
    ],
)
def test_each_way_reads_its_secrets_from_files(way: str, expected: Body) -> None:
    lab = _told(receivers={"phone": {way: WAYS[way]}})
    kind = "webhook" if way == "ntfy" else way
    assert _config(lab)["receivers"][1] == {"name": "phone", f"{kind}_configs": [{"send_resolved": True, **expected}]}
    assert values(lab)["alertmanager"]["alertmanagerSpec"]["secrets"] == ["alertmanager-phone"]


@pytest.mark.parametrize("way", WAYS)
def test_the_files_are_those_of_the_secret_that_a_person_provides(way: str) -> None:
    lab = _told(receivers={"phone": {way: WAYS[way]}})
    credential = lab.surroundings.credentials["alertmanager-phone"]
    assert credential.provided
    files = set(one(lab, "ExternalSecret", "alertmanager-phone")["spec"]["target"]["template"]["data"])
    read = json.dumps(_config(lab)["receivers"]).split(f"{FOLDER}/")[1:]
    assert {text.partition('"')[0] for text in read} == files


def test_the_url_of_ntfy_is_put_together_from_its_server_and_the_secret_topic() -> None:
    lab = _told(receivers={"phone": {"ntfy": {"server": "https://ntfy.example.com/", "token": True}}})
    assert lab.surroundings.credentials["alertmanager-phone"].keys == ("ntfy_topic", "ntfy_token")
    assert one(lab, "ExternalSecret", "alertmanager-phone")["spec"]["target"]["template"]["data"] == {
        "ntfy_url": "https://ntfy.example.com/{{ .ntfy_topic }}?template=alertmanager",
        "ntfy_token": "{{ .ntfy_token }}",
    }
    [entry] = _config(lab)["receivers"][1]["webhook_configs"]
    assert entry["http_config"] == {"authorization": {"credentials_file": f"{FOLDER}/ntfy_token"}}


def test_one_receiver_can_be_told_by_several_ways() -> None:
    lab = _told(receivers={"phone": {"ntfy": {}, "webhook": {}, "discord": {}}})
    receiver = _config(lab)["receivers"][1]
    assert [entry["url_file"] for entry in receiver["webhook_configs"]] == [
        f"{FOLDER}/ntfy_url",
        f"{FOLDER}/webhook_url",
    ]
    assert len(receiver["discord_configs"]) == 1


def test_the_first_receiver_is_the_default_and_info_wakes_nobody() -> None:
    route = _config(_told(receivers={"phone": {"ntfy": {}}, "mail": {"discord": {}}}))["route"]
    assert route["receiver"] == "phone"
    assert {"receiver": "null", "matchers": ['severity = "info"']} in route["routes"]


def test_what_is_critical_and_the_sign_of_life_have_their_own() -> None:
    told = {"phone": {"pushover": {}}, "mail": {"discord": {}}, "outside": {"webhook": {}}}
    route = _config(_told(receivers=told, default="mail", critical="phone", heartbeat="outside", repeat="4h"))["route"]
    assert (route["receiver"], route["repeat_interval"]) == ("mail", "4h")
    assert route["routes"][0] == {
        "receiver": "outside",
        "matchers": ['alertname = "Watchdog"'],
        "group_wait": "0s",
        "group_interval": "1m",
        "repeat_interval": "5m",
    }
    assert route["routes"][-1] == {"receiver": "phone", "matchers": ['severity = "critical"']}


@pytest.mark.parametrize(("way", "port"), [("email", 587), ("ntfy", 443), ("webhook", None), ("slack", 443)])
def test_alertmanager_reaches_whom_it_tells(way: str, port: int | None) -> None:
    [rule] = _egress(_told(receivers={"phone": {way: WAYS[way]}}))
    assert rule.get("ports") == ([{"protocol": "TCP", "port": port}] if port else None)


@pytest.mark.parametrize(
    ("alerts", "message"),
    [
        ({"receivers": {"phone": {}}}, "the receiver 'phone' of alerts.receivers says no way to tell it"),
        ({"receivers": {"Phone 1": {"discord": {}}}}, "alerts.receivers has the name 'Phone 1'"),
        ({"receivers": {"null": {"discord": {}}}}, "alerts.receivers has the name 'null'"),
        (
            {"receivers": {"phone": {"discord": {}}}, "critical": "fone"},
            "alerts.critical is 'fone', which is no receiver",
        ),
    ],
)
def test_what_cannot_be_told_is_refused(alerts: dict[str, object], message: str) -> None:
    with pytest.raises(BuildError, match=message):
        monitored(alerts=alerts)
