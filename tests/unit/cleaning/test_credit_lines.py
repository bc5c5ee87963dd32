"""What stands behind a mark of credits: names, a desk, or nothing, and how much of it."""

import pytest

from pipeline.cleaning.names.credit_lines import bears_names
from pipeline.stages import shipped

WORDS = shipped.furniture()


@pytest.mark.parametrize("loose", [True, False])
@pytest.mark.parametrize(
    ("value", "bears"),
    [
        ("", True),
        (" — ", True),
        ("江口融媒体中心", True),
        ("摄影部", True),
        ("林一舟", True),
        ("林一舟、何一苇", True),
        ("林一舟今天没有来", False),
    ],
)
def test_names_a_desk_or_nothing(value, bears, loose):
    assert bears_names(value, WORDS, loose=loose) is bears


@pytest.mark.parametrize("loose", [True, False])
@pytest.mark.parametrize(("people", "bears"), [(14, True), (15, False)])
def test_fourteen_people_are_named_at_most(people, bears, loose):
    assert bears_names(" ".join(["林一舟"] * people), WORDS, loose=loose) is bears


@pytest.mark.parametrize(("people", "bears"), [(20, True), (21, False)])
def test_a_run_of_names_has_sixty_characters_at_most(people, bears):
    assert bears_names("林一舟" * people, WORDS, loose=False) is bears
