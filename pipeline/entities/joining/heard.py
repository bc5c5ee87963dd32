"""What the rules of speech read of a text: its quotations, who may speak, what they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipeline.entities.joining.marks import SpeechMarks
from pipeline.entities.joining.speakers import Speakers
from pipeline.entities.recognizer import Finding


class Heard(NamedTuple):
    """One text, as all that look for its speakers have it."""

    marks: SpeechMarks
    """The quotations of the text."""
    speakers: Sequence[Finding]
    """Persons and organisations in order of the text."""
    rules: Speakers
    """What opens a sentence, and who speaks in a clause."""
    posts: Mapping[int, str]
    """Post of a person by where its mention begins, folded."""
