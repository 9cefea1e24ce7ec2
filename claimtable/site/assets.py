"""Scripts, styles and fonts of the site, and the licences of those that others wrote.

DataTables comes from the package itables, Vega with Vega-Lite and Vega-Embed from vl-convert; what both bundle is an ES
module, which no browser loads from a file, and so it is handed on as a plain script.
"""

import json
import re
from functools import cache
from importlib.resources import files

from claimtable.site.folder import NewSite
from claimtable.site.plot import plot_spec
from schemas import OutputError

_STATIC = ("site.css", "theme.js", "core.js", "evidence.js", "table.js", "plot.js", "claims.js")
_EXPORT = re.compile(r"export\s*\{([^{}]+)\}\s*;?")


def write_assets(site: NewSite) -> None:
    """Put all of them into the site."""
    ours = files("claimtable.site")
    for name in _STATIC:
        site.write(f"assets/{name}", (ours / "static" / name).read_bytes())
    for kind in ("fonts", "licences"):
        for entry in sorted((ours / "third_party" / kind).iterdir(), key=lambda entry: entry.name):
            site.write(f"assets/{kind}/{entry.name}", entry.read_bytes())
    site.write("assets/datatables.js", datatables_script())
    site.write("assets/vega.js", vega_script())
    site.write("assets/plot-spec.js", f"claimtable.plotSpec = {json.dumps(plot_spec(), sort_keys=True)};\n")


@cache
def datatables_script() -> str:
    """DataTables and its jQuery, as a script that sets `DataTable`.

    Raises:
        OutputError: the installed itables bundles it in another way.
    """
    bundle = (files("itables") / "html" / "dt_bundle.js").read_text(encoding="utf-8")
    found = _EXPORT.search(bundle)
    # a as jQuery,b as default
    names = (
        {name.strip(): local.strip() for local, _, name in (pair.partition(" as ") for pair in found[1].split(","))}
        if found
        else {}
    )
    if found is None or "jQuery" not in names:
        raise OutputError(
            "the bundle of DataTables is not in the shape that this version knows",
            place="itables",
            remedy="pip install -c constraints.txt itables",
        )
    # the name DataTable itself is no export of the bundle, but jQuery carries it
    handed_on = f"window.DataTable={names['jQuery']}.fn.dataTable;"
    return f"(()=>{{{bundle[: found.start()]}{handed_on}{bundle[found.end() :]}\n}})();\n"


@cache
def vega_script() -> str:
    """Vega, Vega-Lite and Vega-Embed with Vega's interpreter, as a script that sets `vegaEmbed`."""
    import vl_convert

    bundle: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return f"(()=>{{{bundle}\n}})();\n"
