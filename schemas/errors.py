"""Every error that claimtable raises on purpose; each names the place and the remedy."""


class ResultsError(Exception):
    """Base of all errors that a user can cause and mend.

    `place` says where (file, line, rule id), `remedy` what to do about it; both may be empty.
    """

    def __init__(self, message: str, *, place: str = "", remedy: str = "") -> None:
        self.message, self.place, self.remedy = message, place, remedy
        super().__init__(message)

    def __str__(self) -> str:
        """One line: place, message, remedy.

        >>> str(ResultsError("no such file", place="a.txt", remedy="check the path"))
        'a.txt: no such file; check the path'
        """
        text = f"{self.place}: {self.message}" if self.place else self.message
        return f"{text}; {self.remedy}" if self.remedy else text


class RuleError(ResultsError, ValueError):
    """A rule or lexicon file that cannot be used, found when it is loaded."""


class InputError(ResultsError):
    """An input that cannot be read at all."""


class OutputError(ResultsError):
    """An output folder that cannot be read or written."""


class OptionError(ResultsError):
    """An option whose value makes no sense."""
