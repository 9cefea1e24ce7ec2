"""`claimtable completion`: the script that teaches a shell our commands and options."""

import click
from click.shell_completion import get_completion_class

EPILOG = """\b
Examples:
  claimtable completion bash >> ~/.bashrc
  claimtable completion zsh >> ~/.zshrc
  claimtable completion fish > ~/.config/fish/completions/claimtable.fish
"""


@click.command("completion", epilog=EPILOG)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the completion script for a shell."""
    writer = get_completion_class(shell)
    if writer is None:  # the three are built into click
        raise click.UsageError(f"no completion for {shell}")
    click.echo(writer(ctx.find_root().command, {}, "claimtable", "_CLAIMTABLE_COMPLETE").source())
