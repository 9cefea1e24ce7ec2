"""`claimtable rules`: the rules, their examples, and whether these still come out."""

import click

EPILOG = """\b
Examples:
  claimtable rules list                  every rule with its file and what it is about
  claimtable rules list --family values  those of one file
  claimtable rules show percent          its pattern in full, its examples, and what they give now
  claimtable rules test percent          run the examples of one rule, of one file, or of all

\b
Exit code: 0 done; 1 some example does not come out; 2 nothing could be done.
"""


def _complete_rule(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    from claimtable.rule_check import rule_entries

    return sorted({entry.id for entry in rule_entries() if entry.id.startswith(incomplete)})


@click.group("rules", epilog=EPILOG)
def command() -> None:
    """Look at the rules and test them.

    ID is a rule's id, a family (the file without .yaml: values, frames/pairs), or both (frames/pairs/from-to).
    """


@command.command("list")
@click.option("--family", metavar="F", help="Only rules of this file.")
def list_rules(family: str | None) -> None:
    """Every rule of every family, with its file and what it is about."""
    from claimtable.cli.rule_pages import print_list

    print_list(family)


@command.command("show")
@click.argument("name", metavar="ID", shell_complete=_complete_rule)
def show_rule(name: str) -> None:
    """A rule with its pattern in full, its examples, and what they give now."""
    from claimtable.cli.rule_pages import print_rule
    from claimtable.rule_check import find_rules

    for family, rule in find_rules(name):
        print_rule(family, rule)


@command.command("test")
@click.argument("name", metavar="[ID]", required=False, shell_complete=_complete_rule)
@click.pass_context
def test_rules(ctx: click.Context, name: str | None) -> None:
    """Run every example and not_example of a rule, of a family, or of all rules."""
    from claimtable.cli.rule_pages import print_faults
    from claimtable.rule_check import check_rule, families, family_rules, find_rules

    rules = find_rules(name) if name else [(family, rule) for family in families() for rule in family_rules(family)]
    faults = [fault for family, rule in rules for fault in check_rule(family, rule)]
    print_faults(faults, [rule for _, rule in rules])
    ctx.exit(1 if faults else 0)
