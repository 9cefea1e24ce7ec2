"""File names of pages: a readable part for people, and a hash that makes them one of a kind on every file system."""

import hashlib

from slugify import slugify

_READABLE = 48  # characters
_HASHED = 10  # hex digits: 1e12 names


def page_name(folder: str, title: str, *key: str) -> str:
    """The address of a page within the site. Whatever the title says, it cannot lead out of the folder.

    >>> page_name("papers", "../../etc/passwd", "p1")
    'papers/etc-passwd-ea983b41c2.html'
    >>> page_name("papers", "标题", "p2").startswith("papers/biao-ti-")
    True
    """
    # no more than is looked at: a title may be as long as a book
    readable = slugify(title[: 4 * _READABLE], max_length=_READABLE, word_boundary=True)
    digest = hashlib.sha256("\0".join((folder, *key)).encode(errors="replace")).hexdigest()[:_HASHED]
    return f"{folder}/{'-'.join(filter(None, (readable, digest)))}.html"
