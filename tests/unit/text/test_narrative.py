"""Times of a text read together: the year that is meant, and the date that one counts from."""

from __future__ import annotations

from datetime import datetime

import pytest

from pipeline.text.times.calendar import CHINA
from pipeline.text.times.find import find_times
from pipeline.text.times.narrative import Narrative

# A Wednesday.
NOW = datetime(2024, 10, 16, 9, tzinfo=CHINA)


def read(text: str, now: datetime | None = NOW) -> dict[str, str | None]:
    spans = find_times(text)
    found = Narrative(text, now).read(spans)
    return {
        text[span.start : span.end]: meaning.value if meaning else None
        for span, meaning in zip(spans, found, strict=True)
    }


def at(month: int, day: int, year: int = 2024) -> datetime:
    return datetime(year, month, day, 9, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("text", "now", "found"),
    [
        ("2月3日，渡口停航；2月9日恢复", NOW, ["2024-02-03", "2024-02-09"]),
        ("1月20日法院冻结了账户", at(12, 15), ["2024-01-20"]),
        ("12月8日他卖出了全部股票", at(2, 3), ["2023-12-08"]),
        ("12月，出口下降", NOW, ["2023-12"]),
        ("1-8月，全县用电增长3%", NOW, ["2024-01/2024-08"]),
        ("前三季度净利增长41% 拟派现", at(10, 27), ["2024-Q1/2024-Q3"]),
        ("前三季度拟派现两次", at(2, 3), ["2024-Q1/2024-Q3"]),
        ("1—12月，货运量增长", at(2, 3), ["2023-01/2023-12"]),
        ("1-11月，利润下降", at(11, 3), ["2024-01/2024-11"]),
        ("3月5日，公司宣布将收购码头", NOW, ["2024-03-05"]),
        ("3月5日，法院将其拘留", NOW, ["2024-03-05"]),
        ("码头原定于3月5日开工", NOW, ["2024-03-05"]),
        ("四季度订单减少", at(1, 20), ["2023-Q4"]),
        ("下半年开工不足", at(3, 20), ["2023-H2"]),
        ("管理层预计下半年趋稳", at(8, 20), ["2024-H2"]),
        ("管理层预计下半年趋稳", at(3, 20), ["2024-H2"]),
        ("管理层预计上半年趋稳", at(8, 20), ["2025-H1"]),
        ("接种以10月下旬至11月中旬为宜", NOW, ["2024-10/2024-11"]),
        ("梅雨从6月中旬到7月初", NOW, ["2024-06/2024-07"]),
        ("前三季度盈利", at(5, 20), ["2023-Q1/2023-Q3"]),
        ("前三季度盈利", NOW, ["2024-Q1/2024-Q3"]),
        ("1月3日，他被带走调查", at(12, 20), ["2024-01-03"]),
        ("18日，公司公告称停产", NOW, ["2024-09-18"]),
        ("30日，渡船搁浅", at(10, 2), ["2024-09-30"]),
        ("2月29日他出了车祸", NOW, ["2024-02-29"]),
    ],
)
def test_a_date_without_a_year_is_past(text: str, now: datetime, found: list[str]) -> None:
    assert list(read(text, now).values()) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("大桥将于2月3日通车", "2025-02-03"),
        ("新规自3月1日起施行", "2025-03-01"),
        ("庭审押后至1月15日", "2025-01-15"),
        ("报名截止1月10日", "2025-01-10"),
        ("12月20日，双方将举行会谈", "2024-12-20"),
        ("公司拟在1月8日召开股东会", "2025-01-08"),
        ("须在1月31日前完成整改", "2025-01-31"),
        ("预计12月投产", "2024-12"),
        ("10月25日开幕", "2024-10-25"),
        ("12月1日起，新规正式施行", "2024-12-01"),
        # What was announced and has just begun has begun.
        ("新规将于9月1日起施行", "2024-09-01"),
        ("会议将于18日召开", "2024-10-18"),
    ],
)
def test_a_clause_of_the_future_puts_its_date_there(text: str, found: str) -> None:
    assert list(read(text).values()) == [found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2023年3月5日签约，6月8日开工", ["2023-03-05", "2023-06-08"]),
        ("2022年营收10亿元，其中四季度2亿元", ["2022", "2022-Q4"]),
        ("2023年3月5日签约。6月8日开工", ["2023-03-05", "2024-06-08"]),
        # The year that something is from, and a day of last week.
        ("2015年成立的船厂3月5日停产", ["2015", "2024-03-05"]),
        ("2023年扭亏的船厂10月12日公告", ["2023", "2024-10-12"]),
        ("8月28日出发，30日返回", ["2024-08-28", "2024-08-30"]),
        ("8月28日出发。15日，他说", ["2024-08-28", "2024-10-15"]),
    ],
)
def test_a_date_has_the_year_and_month_told_before(text: str, found: list[str]) -> None:
    assert list(read(text).values()) == found


@pytest.mark.parametrize(
    ("text", "surface", "value"),
    [
        ("2019年5月6日，渔船失联。次日，家属报警。", "次日", "2019-05-07"),
        ("9月3日，仓库起火。\n当晚，火被扑灭。", "当晚", "2024-09-03T12:00:00+08:00"),
        ("他2016年8月入职，同年12月辞职。", "同年12月", "2016-12"),
        ("渡口2011年关闭，次年重开。", "次年", "2012"),
        ("2021年3月起诉，翌年5月宣判。", "翌年5月", "2022-05"),
        ("8月30日停牌，三天后复牌。", "三天后", "2024-09-02"),
        ("2020年6月签约，两年后通车。", "两年后", "2022"),
        ("2023年5月被查，时隔六个月后获释。", "六个月后", "2023-11"),
        ("8月30日上午开庭，当天下午3时休庭。", "当天下午3时", "2024-08-30T15:00:00+08:00"),
        ("9月3日，码头开工，上午9时许奏乐。", "上午9时", "2024-09-03T09:00:00+08:00"),
        ("8月开工，当月完工。", "当月", "2024-08"),
    ],
)
def test_what_counts_from_a_date_counts_from_the_last_told(
    text: str, surface: str, value: str
) -> None:
    assert read(text)[surface] == value


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("当日，渡口停航。", "当日"),
        ("今天的会很长。\n当晚，渡口停航。", "当晚"),
        ("他当年在渡口卖票。", "当年"),
        ("次年，渡口重开。", "次年"),
        ("一年后，渡口重开。", "一年后"),
        ("9月3日起火。" + "渡口很静，" * 80 + "当日无船。", "当日"),
        ("事发3小时后他醒来。", "3小时后"),
        ("2016年8月他入职，次日请假。", "次日"),
        ("一两天后水退了。", "一两天后"),
    ],
)
def test_without_a_date_before_it_what_counts_is_unresolved(text: str, surface: str) -> None:
    assert read(text)[surface] is None


def test_what_is_to_come_counts_from_the_day_of_the_text() -> None:
    assert read("展览将于三天后开幕")["三天后"] == "2024-10-19"
    assert read("两天前，渡口停航")["两天前"] == "2024-10-14"


@pytest.mark.parametrize(
    ("text", "now", "found"),
    [
        ("他周日发表声明", at(10, 14), ["2024-10-13"]),
        ("她周五（11日）离境", at(10, 14), ["2024-10-11", "2024-10-11"]),
        ("周六（7日）停航", at(12, 10), ["2024-12-07", "2024-12-07"]),
        ("决赛将于周日举行", at(10, 14), ["2024-10-20"]),
        ("本周日停电", at(10, 14), ["2024-10-20"]),
        ("上周日停电", at(10, 14), ["2024-10-13"]),
        ("她将在周五到港，周日返航", NOW, ["2024-10-18", "2024-10-20"]),
        ("周三他来过", NOW, ["2024-10-16"]),
        ("周四他来过", NOW, ["2024-10-10"]),
    ],
)
def test_a_weekday_is_the_last_one(text: str, now: datetime, found: list[str]) -> None:
    spans = find_times(text)
    meanings = Narrative(text, now).read(spans)
    assert [meaning.value if meaning else None for meaning in meanings] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("上季度亏损，本季度盈利，下一季度难说", {"上季度": "2024-Q3", "本季度": "2024-Q4", "下一季度": "2025-Q1"}),
        ("2023年Q2和24Q1持平", {"2023年Q2": "2023-Q2", "24Q1": "2024-Q1"}),
        ("2023H1盈利", {"2023H1": "2023-H1"}),
        ("前8个月累计", {"前8个月": "2024-01/2024-08"}),
        ("2022年11月至3月停航", {"2022年11月至3月": "2022-11/2023-03"}),
        ("去年前两个月", {"去年前两个月": "2023-01/2023-02"}),
        ("明天下午2点至5点停水", {"明天下午2点": "2024-10-17T14:00:00+08:00", "5点": "2024-10-17T17:00:00+08:00"}),
        ("周五上午9点至11点半", {"周五上午9点": "2024-10-11T09:00:00+08:00", "11点半": "2024-10-11T11:30:00+08:00"}),
        ("将于凌晨两点三刻发车", {"凌晨两点三刻": "2024-10-16T02:45:00+08:00"}),
        ("今天 15 时 30 分开会", {"今天 15 时 30 分": "2024-10-16T15:30:00+08:00"}),
        # Whose day it is nobody says.
        ("15 时 30 分开会", {"15 时 30 分": "T15:30"}),
        ("今天的渡口很静。\n15时开船", {"今天": "2024-10-16", "15时": "2024-10-16T15:00:00+08:00"}),
        ("10月3日的渡口很静。\n15时开船", {"10月3日": "2024-10-03", "15时": "T15"}),
        ("今天的渡口很静。\n一般15时开船", {"今天": "2024-10-16", "15时": "T15"}),
        ("今天汇率从1:15到1:10.5", {"今天": "2024-10-16", "1:15": "2024-10-16T01:15:00+08:00"}),
        ("每天9点至17点开放", {"9点": "T09", "17点": "T17"}),
        # Days of every week are no days, however long their list.
        ("渡船每周三、周四、周六、周日开航", {}),
        ("渡船逢周一和周五停航", {}),
        ("渡船每週三、週四開航", {}),
        ("渡船周三、周四停航", {"周三": "2024-10-16", "周四": "2024-10-10"}),
        ("每周三开航，周四来人", {"周四": "2024-10-10"}),
        ("一至三季度增长", {"一至三季度": "2024-Q1/2024-Q3"}),
        ("首三季增长", {"首三季": "2024-Q1/2024-Q3"}),
        ("公元前3世纪的钟", {}),
        ("十八世纪的钟", {"十八世纪": "17XX"}),
        ("建于19世纪末", {"19世纪": "18XX"}),
        # The century that we live in is no date; its decades are.
        ("为21世纪的渡口出力", {"21世纪": None}),
        ("21世纪20年代的渡口", {"21世纪20年代": "202X"}),
        # A year before 1500 has a word before it; so many years of a town do not.
        ("渡口始建于1451年。", {"1451年": "1451"}),
        ("渡口有1451年历史", {}),
        ("渡口建于1300年前", {}),
        # A day that lost its 日, an hour that is about right.
        ("8月1上午开船", {"8月1上午": "2024-08-01T00:00:00+08:00"}),
        ("8月1个晴天", {"8月": "2024-08"}),
        ("渡口昨天晚上约7:30停航", {"昨天晚上约7:30": "2024-10-15T19:30:00+08:00"}),
        ("渡口昨天下午大约3点停航", {"昨天下午大约3点": "2024-10-15T15:00:00+08:00"}),
        # 今天 as a figure of speech.
        ("今天缺米，明天又缺油", {}),
        ("今天缺米，明天到货", {"今天": "2024-10-16", "明天": "2024-10-17"}),
        ("时至今天仍在用", {}),
        ("走到今天不容易", {}),
        ("今天的年轻人坐船", {}),
        ("截至今天中午仍停航", {"今天中午": "2024-10-16T12:00:00+08:00"}),
        # Prizes named for a feast.
        ("获五一劳动奖章", {}),
        ("获五一巾帼标兵称号", {}),
        ("五一劳动节放假", {"五一": "2024-05-01", "劳动节": "2024-05-01"}),
        ("今年年底和今年初", {"今年年底": "2024", "今年初": "2024"}),
    ],
)  # fmt: skip
def test_quarters_months_hours_and_centuries(text: str, found: dict[str, str | None]) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("中秋节游客很多", "2024-09-17"),
        ("春节期间停航", "2024-02-10"),
        ("端午节放了三天", "2024-06-10"),
        ("除夕夜他没回家", "2024-02-09"),
        ("重阳节登高", "2024-10-11"),
        ("农历八月十六涨潮", "2024-09-18"),
        ("大年初三回港", "2024-02-12"),
        ("腊月二十三祭灶", "2024-02-02"),
        ("清明节踏青", "2024-04-04"),
        ("冬至那天", "2023-12-22"),
        ("母亲节卖花", "2024-05-12"),
        ("元旦将于湖边迎新", "2025-01-01"),
    ],
)
def test_a_feast_is_put_on_its_year(text: str, found: str) -> None:
    assert next(iter(read(text).values())) == found


def test_a_feast_has_the_year_before_it() -> None:
    assert read("2023年春节")["春节"] == "2023-01-22"
    assert read("去年中秋节")["中秋节"] == "2023-09-29"
    assert read("春节", None)["春节"] is None
    assert read("1920年春节")["春节"] is None
    assert read("农历五月停航")["农历五月"] is None


@pytest.mark.parametrize(
    "text",
    [
        "目前天气转凉", "说明年报有误", "最近一次年报", "相当年轻", "不同年份", "今日头条", "周天行先生",
        "会见安倍晋三时", "如今年轻人", "明日之星", "以前年度", "三点建议", "两点意见", "当天津队进球",
        "不同日期", "周一围先生", "二十一世纪经济报道", "此后天气",
    ],
)  # fmt: skip
def test_a_piece_of_another_word_is_no_time(text: str) -> None:
    assert find_times(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("日本周日投票", ["周日"]),
        ("今年中国队夺冠", ["今年"]),
        ("今年初中招生", ["今年"]),
        ("当日本报记者到场", ["当日"]),
        ("3月底特律开展", ["3月"]),
        ("去年年报", ["去年"]),
        ("第 3 日", []),
        ("10 月 5 日", ["10 月 5 日"]),
    ],
)
def test_where_a_time_ends(text: str, found: list[str]) -> None:
    assert [text[span.start : span.end] for span in find_times(text)] == found


@pytest.mark.parametrize(
    ("text", "last"),
    [
        # A sentence that went on from March to June is still in its year, not one that goes back.
        ("2021年3月5日渡口开工,6月8日通航", ("6月8日", "2021-06-08")),
        ("2021年3月5日渡口开工,1月8日通航", ("1月8日", "2024-01-08")),
        ("2021年渡口开工,下半年通航", ("下半年", "2021-H2")),
        ("2021年3月渡口开工,下半年通航", ("下半年", "2024-H2")),
        ("2021年3月渡口开工,8日通航", ("8日", "2024-10-08")),
        # Of the month that was told only where it has such a day.
        ("9月28日渡口停航,30日恢复", ("30日", "2024-09-30")),
        ("9月28日渡口停航,31日恢复", ("31日", "2024-08-31")),
        ("渡口2月30日停航", ("2月30日", None)),
        ("渡口24H1停航", ("24H1", "2024-H1")),
    ],
)
def test_which_year_or_month_a_later_date_is_of(text: str, last: tuple[str, str | None]) -> None:
    assert list(read(text).items())[-1] == last


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "镇里13日夜间突发山洪，凌晨2点前转移完毕",
            ["2024-10-13T12:00:00+08:00", "2024-10-14T02:00:00+08:00"],
        ),
        ("镇里13日突发山洪，凌晨2点前转移完毕", ["2024-10-13", "2024-10-13T02:00:00+08:00"]),
        ("13日夜里起雾，22时散去", ["2024-10-13T12:00:00+08:00", "2024-10-13T22:00:00+08:00"]),
    ],
)
def test_the_small_hours_behind_a_night_are_of_the_next_day(text: str, found: list[str]) -> None:
    assert list(read(text).values()) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("工期提前至11月", ["2024-11"]),
        ("首航延后至12月", ["2024-12"]),
        ("议会15日以6比3通过", ["2024-10-15"]),
        ("15日以内答复", []),
        ("指数周二收跌", ["2024-10-15"]),
        ("一连数周一直下雨", []),
        ("周二二走进课堂", []),
        ("周一一早开门", ["2024-10-14"]),
        ("到1月末日均用电增长", ["2024-01"]),
        ("1月末日之说", ["2024-01"]),
    ],
)
def test_what_stands_right_beside_a_date(text: str, found: list[str]) -> None:
    assert list(read(text).values()) == found
