"""`claimtable serve`: the pages of a run in the browser of this machine."""

from contextlib import suppress
from pathlib import Path

import click

from claimtable.cli.paths import PATH

EPILOG = """\b
Examples:
  claimtable serve                 the pages that claimtable report made of outputs/
  claimtable serve public --port 0 any free port
"""


@click.command("serve", epilog=EPILOG)
@click.argument("folder", metavar="[DIR]", default="outputs", type=PATH)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8765,
    show_default=True,
    metavar="N",
    help="Port to listen on; 0 takes one that is free.",
)
def command(folder: Path, port: int) -> None:
    """Show the pages of a report to this machine only; Ctrl-C ends it.

    DIR is a site, or the folder of a run that has one. Nobody else on the network can reach it.
    """
    from claimtable.serving import HOST, make_server

    with make_server(folder, port) as server, suppress(KeyboardInterrupt):
        click.echo(f"http://{HOST}:{server.server_address[1]}/")
        server.serve_forever()
