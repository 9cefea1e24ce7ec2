"""Names as papers write them, made comparable: case, hyphens, blanks, plurals and LaTeX do not count."""

import re
import unicodedata
from functools import lru_cache

_LATEX = re.compile(r"\\(?:text|mathrm|mathbf|textbf|emph|textit|mathcal|operatorname|rm|bf|it)\b|[\\${}]")
_POSSESSIVE = re.compile(r"'s\b")
_METRIC_TOKEN = re.compile(r"[^\W\d_]+|\d+(?:\.\d+)?|\.\d+|[@&:]|\+{1,2}$")
_DATASET_TOKEN = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*|[+@%]|->|→")
_LETTERS = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "ß": "ss", "’": "'"})
_NOT_PLURAL = ("ss", "us", "is", "as")


def plain(text: str) -> str:
    """The text without LaTeX marks, accents and superfluous blanks.

    >>> plain("mIoU$_{val}$~ of   Fréchet")
    'mIoU_val of Frechet'
    """
    text = _LATEX.sub("", text.replace("~", " ").replace("\u00ad", ""))
    if not text.isascii():  # most names are, and this is the slow part
        text = "".join(c for c in unicodedata.normalize("NFKD", text.translate(_LETTERS)) if not unicodedata.combining(c))
    return " ".join(text.split())


def singular(word: str) -> str:
    """A lower-case word without its plural ending.

    >>> [singular(word) for word in ("accuracies", "losses", "flops", "bias", "fps")]
    ['accuracy', 'loss', 'flop', 'bias', 'fps']
    """
    if len(word) <= 3 or not word.isalpha():
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("sses"):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(_NOT_PLURAL) else word


@lru_cache(maxsize=1 << 16)
def metric_tokens(text: str) -> tuple[str, ...]:
    """The telling parts of a metric's name, as written.

    >>> metric_tokens("top-1 Accuracies (%)")
    ('top', '1', 'Accuracies')
    >>> metric_tokens("Recall at 50"), metric_tokens("AP_{50}")
    (('Recall', '@', '50'), ('AP', '50'))
    """
    tokens = _METRIC_TOKEN.findall(_POSSESSIVE.sub("", plain(text)).replace("'", ""))
    if len(tokens) > 2 and tokens[-2].lower() == "at" and tokens[-1][-1:].isdigit():
        tokens[-2] = "@"
    return tuple("0" + token if token[0] == "." else token for token in tokens)


@lru_cache(maxsize=1 << 16)
def metric_key(text: str) -> str:
    """What two spellings of one metric have in common.

    >>> metric_key("Top-1  accuracies") == metric_key("top 1 accuracy")
    True
    """
    return " ".join(singular(token.lower()) for token in metric_tokens(text))


@lru_cache(maxsize=1 << 16)
def dataset_key(text: str) -> str:
    """What two spellings of one data set have in common.

    Versions count, the letter before them does not: "SQuAD v2.0" is "SQuAD2"; "CIFAR-10" is never "CIFAR-100".

    >>> dataset_key("CIFAR 10"), dataset_key("SQuAD v2.0"), dataset_key("HumanEval+")
    ('cifar10', 'squad2', 'humaneval+')
    """
    tokens = _DATASET_TOKEN.findall(plain(text).lower().replace("'", "").replace("×", "x"))
    parts: list[str] = []
    for token, after in zip(tokens, [*tokens[1:], ""], strict=False):
        version_next = after[:1].isdigit()
        if token[0].isdigit():
            number = token.replace(",", "").removesuffix(".0")
            parts.append(f".{number}" if parts and parts[-1][-1].isdigit() else number)
        elif token in {"v", "ver", "version"} and version_next:
            continue
        elif len(token) > 1 and token.endswith("v") and version_next:
            parts.append(token[:-1])  # NYUv2
        else:
            parts.append("to" if token in {"->", "→"} else token)
    return "".join(parts)
