"""`homelab check`: all rules over the lab."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from homelab_cdk.checks import RULES, Hit, Unknown, rule, rule_markdown
from homelab_cdk.order import Built
from tests.commands._lab import LAB, Run, write_lab

ACCEPTED = """\
accept:
  - rule: HL999
    object: Deployment.apps hello/hello
    reason: it greets
"""


@pytest.fixture
def made_up_rules() -> Iterator[None]:
    """One rule that warns, one that refuses the Deployment that is called `hello`, and one that cannot tell."""

    @rule("HL997", "everybody is known")
    def wonders(built: Built) -> Iterator[Unknown]:
        """Everybody is known."""
        yield Unknown("hello", "a stranger", "nobody knows them", "ask them")

    @rule("HL998", "nothing is old", level="warning")
    def warns(built: Built) -> Iterator[Hit]:
        """Nothing is old."""
        yield Hit("hello", "Service hello", "it is old", "make it new")

    @rule("HL999", "nothing is called hello", see=("https://example.com/names",))
    def refuses(built: Built) -> Iterator[Hit]:
        """Nothing is called hello.

        It is said too often.
        """
        for item in built.of("apps", "Deployment"):
            if item.key.name == "hello":
                yield Hit.of(item, "it is called hello", "call it otherwise")

    yield
    for code in ("HL997", "HL998", "HL999"):
        RULES.pop(code, None)


def test_a_lab_without_errors_is_fine_and_counted(run: Run, lab_repository: Path) -> None:
    result = run("check", "-C", lab_repository)
    assert result.exit_code == 0, result.stdout
    assert "objects, " in result.stdout
    assert ": 0 errors, " in result.stdout


@pytest.mark.usefixtures("made_up_rules")
def test_findings_stand_below_the_line_that_they_come_from(run: Run, lab_repository: Path) -> None:
    result = run("check", "-C", lab_repository)
    assert result.exit_code == 1
    assert (
        "apps/hello.py:5 hello\n  warning HL998 Service hello\n    it is old\n    fix: make it new\n"
        "apps/hello.py:5 hello/deployment-hello\n  error HL999 Deployment.apps hello/hello\n"
        "    it is called hello\n    fix: call it otherwise\n"
    ) in result.stdout
    assert ": 1 error, " in result.stdout


@pytest.mark.usefixtures("made_up_rules")
def test_what_could_not_be_told_is_listed(run: Run, lab_repository: Path) -> None:
    result = run("check", "-C", lab_repository)
    assert "not checked\n" in result.stdout
    assert "  HL997: a stranger: nobody knows them; ask them\n" in result.stdout
    assert " not checked\n" in result.stdout.splitlines(keepends=True)[-1]


@pytest.mark.usefixtures("made_up_rules")
def test_what_is_accepted_is_listed_with_its_reason(run: Run, lab_repository: Path) -> None:
    line = len(LAB.splitlines()) + 2
    (lab_repository / "homelab.yaml").write_text(LAB + ACCEPTED)
    result = run("check", "-C", lab_repository)
    assert result.exit_code == 0, result.stdout
    assert "accepted\n" in result.stdout
    assert f"\n  HL999 Deployment.apps hello/hello (homelab.yaml:{line}:5): it greets\n" in result.stdout


@pytest.mark.usefixtures("made_up_rules")
def test_an_acceptance_that_is_not_needed_ends_with_one(run: Run, tmp_path: Path) -> None:
    write_lab(tmp_path, LAB + ACCEPTED.replace("hello/hello", "hello/gone"))
    result = run("check", "-C", tmp_path)
    assert result.exit_code == 1
    assert "error HL001 HL999 of Deployment.apps hello/gone\n" in result.stdout


@pytest.mark.usefixtures("made_up_rules")
def test_json_has_findings_outcomes_and_what_was_not_checked(run: Run, lab_repository: Path) -> None:
    (lab_repository / "homelab.yaml").write_text(LAB + ACCEPTED)
    told = json.loads(run("check", "--json", "-C", lab_repository).stdout)
    [finding] = [finding for finding in told["findings"] if finding["code"] == "HL998"]
    assert (finding["reason"], finding["fix"], finding["message"]) == (
        "it is old",
        "make it new",
        "it is old; make it new",
    )
    assert finding["place"] == {"file": "apps/hello.py", "line": 5, "column": 0}
    [accepted] = [one for one in told["accepted"] if one["code"] == "HL999"]
    assert accepted["accepted"] == "it greets"
    assert [one["reason"] for one in told["notChecked"] if one["code"] == "HL997"] == ["nobody knows them"]
    outcomes = {rule["code"]: rule["outcome"] for rule in told["rules"]}
    assert (outcomes["HL997"], outcomes["HL998"], outcomes["HL999"]) == ("cannot tell", "finds", "finds")
    assert outcomes["HL001"] == "passes"
    [about] = [item["about"] for item in told["rules"] if item["code"] == "HL999"]
    assert about == "Nothing is called hello.\n\nIt is said too often."


@pytest.mark.usefixtures("made_up_rules")
def test_an_error_stops_synth_and_warnings_are_told(run: Run, lab_repository: Path) -> None:
    (lab_repository / "generated/README.md").unlink()
    result = run("synth", "-C", lab_repository)
    assert result.exit_code == 1
    assert result.stderr == (
        "error: HL999 apps/hello.py:5: hello/deployment-hello: Deployment.apps hello/hello: it is called hello; call it"
        " otherwise\n"
    )
    assert not (lab_repository / "generated/README.md").exists()
    del RULES["HL999"]
    told = run("synth", "-C", lab_repository)
    assert told.exit_code == 0
    assert "warning: HL998 apps/hello.py:5: hello: Service hello: it is old; make it new\n" in told.stderr


@pytest.mark.usefixtures("made_up_rules")
def test_all_rules_are_listed_without_a_lab(run: Run, tmp_path: Path) -> None:
    lines = run("check", "--list", "-C", tmp_path).stdout.splitlines()
    assert [line.split()[0] for line in lines] == sorted(RULES)
    assert lines[-1].split(maxsplit=2)[:2] == ["HL999", "error"]
    assert lines[-1].endswith("Nothing is called hello.")
    told = json.loads(run("check", "--list", "--json", "-C", tmp_path).stdout)
    assert [rule["code"] for rule in told["rules"]] == sorted(RULES)


@pytest.mark.usefixtures("made_up_rules")
@pytest.mark.parametrize("name", ["HL999", "hl999", "nothing is called hello"])
def test_a_rule_is_explained_by_its_page(run: Run, tmp_path: Path, name: str) -> None:
    result = run("check", "--explain", name, "-C", tmp_path)
    assert result.stdout == rule_markdown(RULES["HL999"])
    assert "\nIt is said too often.\n" in result.stdout
    assert "\n- <https://example.com/names>\n" in result.stdout


@pytest.mark.usefixtures("made_up_rules")
def test_a_code_that_no_rule_has(run: Run, tmp_path: Path) -> None:
    result = run("check", "--explain", "HL9999", "-C", tmp_path)
    assert result.exit_code == 2
    assert result.stderr.startswith("error: no rule has the code 'HL9999'; did you mean HL99")
    assert result.stderr.endswith("? `homelab check --list` shows all\n")


@pytest.mark.usefixtures("made_up_rules")
def test_sarif_goes_to_a_file_beside_the_text(run: Run, lab_repository: Path, tmp_path: Path) -> None:
    file = tmp_path / "report.sarif"
    result = run("check", "--sarif", file, "-C", lab_repository)
    assert result.exit_code == 1
    assert "error HL999" in result.stdout
    [results] = [one["results"] for one in json.loads(file.read_text())["runs"]]
    assert {"HL997", "HL998", "HL999"} <= {one["ruleId"] for one in results}


@pytest.mark.usefixtures("made_up_rules")
def test_sarif_goes_to_standard_output_alone(run: Run, lab_repository: Path) -> None:
    result = run("check", "--sarif", "-", "-C", lab_repository)
    assert json.loads(result.stdout)["version"] == "2.1.0"


def test_two_things_do_not_go_to_standard_output(run: Run, lab_repository: Path) -> None:
    result = run("check", "--sarif", "-", "--json", "-C", lab_repository)
    assert result.exit_code == 2
    assert "give --sarif a file" in result.stderr
