"""Credits in brackets: at the head of a line, or with a verb at the end."""

import pytest

from pipeline.entities.joining.credits import credit_spans


def credits_of(text: str) -> list[str]:
    return [text[start:end] for start, end in credit_spans(text)]


@pytest.mark.parametrize("maker", ["记者", "通讯员", "特派员", "特约", "编译", "撰稿"])
@pytest.mark.parametrize("brackets", ["【】", "[]", "()", "〔〕"])
def test_at_the_head_of_a_line(maker: str, brackets: str) -> None:
    credit = f"{brackets[0]}本报{maker}林小川{brackets[1]}"
    assert credits_of(f"{credit}老街") == [credit]
    assert credits_of(f"老街\n  {credit}老街") == [f"  {credit}"]
    assert credits_of(f"老街{credit}") == []


@pytest.mark.parametrize("verb", ["报道", "报导", "摄", "摄影"])
def test_anywhere_with_a_verb(verb: str) -> None:
    assert credits_of(f"老街(记者林小川{verb})热闹") == [f"(记者林小川{verb})"]
    assert credits_of(f"老街(记者林小川{verb}了)热闹") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"({'甲' * 12}记者林川)", True),
        (f"({'甲' * 13}记者林川)", False),
        (f"(记者{'林' * 2})", True),
        ("(记者林)", False),
        (f"(记者{'林' * 30})", True),
        (f"(记者{'林' * 31})", False),
        (f"{' ' * 4}(记者林川)", True),
        (f"{' ' * 5}(记者林川)", False),
        ("\u3000(记者林川)", True),
        ("(记者林\n川)", False),
        ("(记者(林川))", False),
        ("(作者林川)", False),
    ],
)
def test_how_much_stands_in_the_brackets(text: str, found: bool) -> None:  # noqa: FBT001 - a table
    assert bool(credit_spans(text)) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"老街({'甲' * 12}记者林川摄)", True),
        (f"老街({'甲' * 13}记者林川摄)", False),
        (f"老街(记者{'林' * 30}摄)", True),
        (f"老街(记者{'林' * 31}摄)", False),
        ("老街(记者林川摄)", True),
        ("老街(记者林摄)", False),
    ],
)
def test_how_much_stands_before_the_verb(text: str, found: bool) -> None:  # noqa: FBT001 - a table
    assert bool(credit_spans(text)) is found


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("图为人员检查。林川川 摄\n下一段", ["林川川 摄"]),
        ("图为人员检查。 林川川摄", [" 林川川摄"]),
        ("图为人员检查(林川川/摄)\n", []),
        ("他来拍摄。林川川 摄像两年。", []),
        ("林川川 摄\n", []),
    ],
)
def test_who_took_a_picture_is_no_part_of_the_news(text: str, spans: list[str]) -> None:
    assert [text[start:end] for start, end in credit_spans(text)] == spans
