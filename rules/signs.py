"""The private-use characters that stand for mentions in a folded sentence or for names in a skeleton, by their kinds.

The number of a mention is in its character too, and no pattern asks for it: what tells is the first character of its kind.
"""

PLANE = 0xF0000  # supplementary private-use area A: 65,534 code points that no text uses
ROOM = 0x2000  # code points for each sort of mention
FORM_ROOM = 0x200  # code points for each form of value, the first sort
FIRST_MARK = 0xE000  # the basic private-use area: one sort, a name in a skeleton
LAST_MARK = 0xF8FF


def kind_of(code: int) -> int:
    """The code point that stands for all signs of its kind; any other character stands for itself.

    >>> [hex(kind_of(code)) for code in (0xF0207, 0xF2007, 0xE007, 0x41)]
    ['0xf0200', '0xf2000', '0xe000', '0x41']
    """
    if PLANE <= code < PLANE + ROOM:
        return code - (code - PLANE) % FORM_ROOM
    if PLANE <= code < PLANE + 8 * ROOM:
        return code - (code - PLANE) % ROOM
    return FIRST_MARK if FIRST_MARK <= code <= LAST_MARK else code
