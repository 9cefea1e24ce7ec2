"""The static site of a run: pages that open from a file, with no network.

Tables of a run in, a folder of pages out. Importing this imports none of the heavy libraries.
"""

from claimtable.site.build import Site, write_site

__all__ = ["Site", "write_site"]
