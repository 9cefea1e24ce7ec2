"""`claimtable report`: a run as a site of pages."""

from pathlib import Path

import click

from claimtable.cli.paths import PATH

EPILOG = """\b
Examples:
  claimtable report                       the run in outputs/ as pages in outputs/site/
  claimtable report june -o public        for a static host: everything that it needs is in the folder
"""


@click.command("report", epilog=EPILOG)
@click.argument("folder", metavar="[DIR]", default="outputs", type=PATH)
@click.option("-o", "--out", metavar="SITE", type=PATH, help="Folder for the pages.  [default: DIR/site]")
def command(folder: Path, out: Path | None) -> None:
    """Turn a run into a site that opens from a file, with no network.

    DIR is the folder of the run. Open SITE/index.html in a browser.
    """
    from claimtable.cli.console import console
    from claimtable.cli.progress import progress_bar
    from claimtable.site import write_site

    with progress_bar() as progress:
        site = write_site(folder, out or folder / "site", progress=progress)
    total = sum(site.sizes.values())
    largest = max(site.pages, key=lambda name: site.pages[name])
    console().print(
        f"{len(site.pages):,} pages, {len(site.sizes):,} files, {total / 1e6:,.1f} MB; "
        f"the largest page has {site.pages[largest] / 1e3:,.0f} kB"
    )
    console().print(f"open {site.folder / 'index.html'}", markup=False, soft_wrap=True)
