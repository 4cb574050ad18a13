"""The pages about the rules, made from the rules themselves."""

from __future__ import annotations

from collections.abc import Iterator

from ._example import Example
from ._rule import RULES, Rule

__all__ = ["FAMILIES", "rule_markdown", "rules_markdown"]

FAMILIES = {
    "HL0": "The rules themselves",
    "HL1": "Schema: Kubernetes takes every object",
    "HL2": "Flux: what it does with the tree is what is meant",
    "HL3": "Order: everything has what it needs, in time",
    "HL4": "Helm: charts do what is meant, and that is proven",
    "HL5": "Capacity: the lab fits its machines",
    "HL6": "Network: addresses, routes and policies lead somewhere",
    "HL7": "Security: secrets, rights and images",
    "HL8": "Change: what a commit does to what runs",
}
"""The first digits of the codes."""

_LEVELS = {"error": "An error: nothing is written.", "warning": "A warning: the tree is written."}

_NEEDS = {
    "objects": "any tree of objects (`check_tree`), and a lab",
    "change": "what changes between two trees: what is committed, and what is about to be written",
    "lab": "a lab: it reads homelab.yaml, components or facts of charts",
}

_DIFFS = {
    False: "Lines with `-` are found, those with `+` mend it.",
    True: "From what is committed (`-`) to what is about to be written (`+`):",
}

_INTRODUCTION = """\
# Rules

Written by `make docs` from the rules themselves.

`homelab-synth` and `homelab check` look at the whole lab with these rules before anything is written. An error
stops the write, a warning does not. Each rule is named for what is true when it passes, and comes to one of three
outcomes: it *passes*, it *finds* something, or it *cannot tell*, because too little is known of a chart or of whoever
else brings objects; then the report says what was not checked, and why.

A finding names the object, the construct, the line of homelab.yaml or of an application that it comes from, what is
wrong and how to mend it. `homelab check --explain HL201` prints the page of a rule, `--list` all rules, `--json` and
`--sarif FILE` tell programs and hosts of code.

Codes are stable: one never changes its meaning, and is never given to another rule.

## Accepting a finding

Where a finding is right for your lab, accept it: by rule and object, with a reason. In homelab.yaml:

```yaml
accept:
  - rule: HL502
    object: Deployment.apps web/web
    reason: the vendor's image brings its own limits
```

or beside the object in Python:

```python
from homelab_cdk.checks import accept

accept(manifest, "HL502", reason="the vendor's image brings its own limits")
```

What is accepted stays in the report, with its reason. An acceptance that accepts nothing any more is an error
(HL001).

## Over any repository

No lab is needed to look at the manifests of a repository that Flux reads, whoever wrote it:

```sh
homelab check --tree ../cluster
homelab check --tree ../cluster --without HL404 --without HL405 --without HL701
```

A folder is read as kustomize and Flux read it: listings with their components, generators and patches, Kustomizations with
their paths, target namespaces, patches and variables, cluster by cluster where a repository is for several. What nothing
applies is left aside. What hangs on something outside of the folder (another repository, a chart, a template, the value of a
variable that is encrypted) is told as not checked instead of found.

The same from Python:

```python
from pathlib import Path

from homelab_cdk.checks import examine_tree

report = examine_tree(Path("../cluster"), without=["HL404"])  # or a list of objects as dicts
for finding in report.findings:
    print(finding.code, finding.place, finding.subject, finding.reason, finding.fix)
```

`check_tree` gives the findings alone; `examine` and `check` do the same for a lab that is built. A rule of your own is
a function under `@rule` that yields `Hit`s (what is wrong and how to mend it, apart) and `Unknown`s; it looks at everything
that is looked at after its module was imported. A rule of change, under `@change_rule`, yields `ChangeHit`s.

### Held against real repositories

In November 2026 the rules looked at 18 public repositories, twelve of home labs and six examples of Flux: 8,218 objects for 28
clusters, in about a second for each thousand. They failed at none, and found 6,687 things; of what each rule found, a sample was
read in its file.

- 5,241 come from HL206, HL209, HL404, HL405 and HL701. They say how this library wants a tree, are right by what their pages
  say, and of little use to whoever has decided otherwise.
- 330 have one cause: a Kustomization that applies all that another one applies.
- Of the other 1,116, those that were read are right but for two: names in a scaffold for new apps, which nothing applies and no
  listing leaves out. Among them are backups at another hour than is meant, passwords in values, objects with two owners,
  releases that outlast the Kustomization that waits for them, and versions that Flux does not serve any more.

7,426 times a rule said that it cannot tell, mostly of charts. Not followed are replacements, transformers and charts of
kustomize, what a ResourceSet makes, and Kubernetes' version and settings, which are taken to be those of a new lab.
"""


def rules_markdown() -> str:
    """All rules by family: code, name, level and what is true when they pass."""
    lines = [_INTRODUCTION]
    for prefix, title in FAMILIES.items():
        rules = [rule for code, rule in sorted(RULES.items()) if code.startswith(prefix)]
        if not rules:
            continue
        lines += [f"## {title}", "", "| code | name | level | what is true |", "| --- | --- | --- | --- |"]
        for rule in rules:
            about = rule.summary.replace("|", "\\|")
            lines.append(f"| [{rule.code}](rules/{rule.code}.md) | `{rule.name}` | {rule.level} | {about} |")
        lines.append("")
    return "\n".join(lines)


def rule_markdown(rule: Rule) -> str:
    """The page of one rule; `homelab check --explain` prints the same."""
    return "\n".join([*_page(rule), ""])


def _page(rule: Rule) -> Iterator[str]:
    yield from (f"# {rule.code} `{rule.name}`", "", rule.summary, "")
    if rule.details:
        yield from (rule.details, "")
    yield f"{_LEVELS[rule.level]} It looks at {_NEEDS[rule.needs]}."
    if rule.example.files:
        yield from ("", "## Example", "", _DIFFS[rule.change is not None])
        yield from _diffs(rule.example)
        yield from ("", "It says:", "", "```text", rule.says, "```")
    if rule.harmless.files:
        yield from ("", "This passes:")
        yield from _diffs(rule.harmless)
    if rule.see:
        yield from ("", "## More", "")
        yield from (f"- <{address}>" for address in rule.see)


def _diffs(example: Example) -> Iterator[str]:
    for name, diff in example.files.items():
        if name:
            yield from ("", f"`{name}`:")
        yield from ("", "```diff", diff, "```")
