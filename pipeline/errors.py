"""Every error this package raises."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec


class PipelineError(Exception):
    """A fault with one clear line for a person: what, where, how to mend it.

    Args:
        what: What is wrong, in one clause.
        where: The file, topic, setting or address it is wrong at; empty when there is none.
        mend: What the person can do about it; empty when nothing can be done.
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", mend: str = "") -> None:
        self.what = what
        self.where = where
        self.mend = mend
        super().__init__(str(self))

    def __str__(self) -> str:
        """Return the one line that is shown: `where: what. mend`."""
        line = f"{self.where}: {self.what}" if self.where else self.what
        return f"{line}. {self.mend}" if self.mend else line


class UsageError(PipelineError):
    """The command or call was given something it cannot work with (exit code 2)."""

    exit_code = 2


class SettingsError(UsageError):
    """A setting is missing, unreadable or contradicts another one."""


class UnreadableInputError(UsageError):
    """A path cannot be opened, or its bytes are not what its name or `--format` says."""


class ExtraMissingError(UsageError):
    """Something is asked for whose extra is not installed (exit code 2).

    Args:
        what: What needs the package, as the beginning of a clause: "feeds need".
        package: What is missing.
        extra: Which extra of this package brings it.
        otherwise: What else would do.
    """

    def __init__(self, what: str, package: str, *, extra: str, otherwise: str = "") -> None:
        install = f"Install it: pip install 'news-pipeline[{extra}]'"
        super().__init__(
            f"{what} {package}, which the extra [{extra}] brings",
            mend=f"{install}, {otherwise}" if otherwise else install,
        )


def require_extra(what: str, packages: Iterable[str], *, extra: str, otherwise: str = "") -> None:
    """Do nothing where `packages` are installed.

    Raises:
        ExtraMissingError: One is not; see there for what the arguments say.
    """
    for package in packages:
        if find_spec(package) is None:
            raise ExtraMissingError(what, package, extra=extra, otherwise=otherwise)


def require_demo(package: str) -> None:
    """Do nothing where `package`, which the embedded broker needs, is installed.

    Raises:
        ExtraMissingError: It is not.
    """
    require_extra(
        "the embedded broker needs",
        (package,),
        extra="demo",
        otherwise="or name a real broker in NEWS_BROKER",
    )


class BrokerError(PipelineError):
    """No broker answers, it refused us, or the embedded one cannot be had (exit code 3)."""

    exit_code = 3


class TopicError(BrokerError):
    """A topic is missing, or is not laid out as `pipeline.topology` says."""


class NotAllowedError(BrokerError):
    """The broker knows us and does not allow it: an ACL is missing; the line names which."""


class SinkError(PipelineError):
    """What articles are written to does not answer, or refused them (exit code 3)."""

    exit_code = 3


class CodecError(PipelineError):
    """Bytes that are not the record they should be.

    Args:
        reason: One of `pipeline.types.articles.Reason`, the reason of the rejection that follows.
    """

    def __init__(self, what: str, *, reason: str, where: str = "", mend: str = "") -> None:
        super().__init__(what, where=where, mend=mend)
        self.reason = reason


class ResourceError(PipelineError):
    """A word list, site rule or model file of the package or of the user is missing or damaged."""


class NamesFileError(ResourceError):
    """The user's own names (`--dict`) cannot be read, or are no rows (exit code 2)."""

    exit_code = 2
