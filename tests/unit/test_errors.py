"""Every fault is one line, and each kind has its exit code."""

import pytest

from pipeline import errors
from pipeline.errors import CodecError, PipelineError


@pytest.mark.parametrize(
    ("where", "mend", "line"),
    [
        ("", "", "gone"),
        ("a.txt", "", "a.txt: gone"),
        ("", "Look again", "gone. Look again"),
        ("a.txt", "Look again", "a.txt: gone. Look again"),
    ],
)
def test_the_line_has_what_is_known(where, mend, line):
    error = PipelineError("gone", where=where, mend=mend)
    assert (str(error), error.args) == (line, (line,))
    assert (error.what, error.where, error.mend) == ("gone", where, mend)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("PipelineError", 1),
        ("UsageError", 2),
        ("SettingsError", 2),
        ("UnreadableInputError", 2),
        ("BrokerError", 3),
        ("TopicError", 3),
        ("ResourceError", 1),
    ],
)
def test_each_kind_has_its_exit_code(kind, code):
    assert getattr(errors, kind)("gone").exit_code == code


def test_a_damaged_record_names_its_reason():
    error = CodecError("gone", reason="empty", where="a.txt")
    assert (error.reason, str(error), error.exit_code) == ("empty", "a.txt: gone", 1)
