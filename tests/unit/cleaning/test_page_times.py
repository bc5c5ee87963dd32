"""The time of publication of a page: which of several, and where each may stand."""

import pytest

from tests.pages import STORY, read_page

TITLE = "老早市换了新模样"


def published(info="", *, head="", top="", below="", url=None):
    html = (
        f"<html><head><title>{TITLE}_城西网</title>{head}</head><body>{top}<h1>{TITLE}</h1>{info}"
        f"<div class='text'>{STORY}</div>{below}</body></html>"
    )
    found = read_page(html, url=url).published
    return (found.value, found.where) if found else None


def value(*args, **kwargs):
    found = published(*args, **kwargs)
    return found[0] if found else None


def line(text, names=""):
    return f"<div class='{names}'>{text}</div>"


@pytest.mark.parametrize(
    ("info", "wanted"),
    [
        # With a time of day before one without; the first of two alike.
        (line("2023-05-02") + line("2023-05-03 09:30"), "2023-05-03 09:30"),
        (line("2023-05-02 08:00") + line("2023-05-03 09:30"), "2023-05-02 08:00"),
        # What its class or the words before it say.
        (line("2023-05-02 08:00") + line("2023-05-03 09:30", "pubtime"), "2023-05-03 09:30"),
        (line("2023-05-02 08:00") + line("发布 2023-05-03 09:30"), "2023-05-03 09:30"),
        (line("更新 2023-05-02 08:00") + line("2023-05-03 09:30"), "2023-05-03 09:30"),
        (line("最后 2023-05-02 08:00") + line("2023-05-03 09:30"), "2023-05-03 09:30"),
        # A whole day of the Web's age, in a line of its own kind.
        (line("1992-12-31 08:00"), None),
        (line("1993-01-01 08:00"), "1993-01-01 08:00"),
        (line("5月3日 08:00"), None),
        (line("2023年5月"), None),
        (line("早" * 184 + "2023-05-03 09:30"), "2023-05-03 09:30"),
        (line("早" * 185 + "2023-05-03 09:30"), None),
        (line("<a href='/'>2023-05-03 09:30</a>"), None),
        # Links about it, of the site and of its tools, and no card.
        (
            line("<a href='/'>http://www.example.com</a> 2023-05-03 09:30 城西娱乐"),
            "2023-05-03 09:30",
        ),
        (line("<a href='/'>城西娱乐频道</a> 2023年5月3日 09:30"), "2023年5月3日 09:30"),
        (
            line("2023-05-03 09:30 <a href='/'>我有话说(1307人参与)</a> <a>收藏本文</a>"),
            "2023-05-03 09:30",
        ),
        (line("<a href='/'>城西網</a>　2023-05-03 09:30　<a>我要評論(12)</a>"), "2023-05-03 09:30"),
        (line("<a href='/'>江口大桥今天上午正式通车</a> 2023-05-03 09:30"), None),
    ],
)
def test_what_a_reader_sees_about_the_headline(info, wanted):
    assert value(info) == wanted


@pytest.mark.parametrize(("lines", "wanted"), [(5, True), (6, False)])
def test_a_time_stands_up_to_six_lines_above_the_headline(lines, wanted):
    top = line("2023-05-03 09:30") + line("早市") * lines
    tag = "<meta name='pubdate' content='2023-05-04 10:00'>"
    assert value(top=top, head=tag) == ("2023-05-03 09:30" if wanted else "2023-05-04 10:00")


@pytest.mark.parametrize(("lines", "wanted"), [(10, True), (11, False)])
def test_and_up_to_twelve_below_the_article(lines, wanted):
    below = line("早市") * lines + line("2023-05-03 09:30")
    assert (value(below=below) is not None) is wanted


def test_a_comment_and_another_day_below_the_article_are_not_its_time():
    assert value(below="<div class='comment'><p>2023-05-03 09:30</p></div>") is None
    around = "<div class='comment'><div><div>{}2023-05-03 09:30{}</div></div></div>"
    assert value(below=around.format("", "")) is None
    assert value(below=around.format("<div>", "</div>")) == "2023-05-03 09:30"
    above = line("2023-05-02")
    assert value(above, below=line("2023-05-03 09:30")) == "2023-05-02"
    assert value(above, below=line("2023-05-02 09:30")) == "2023-05-02 09:30"


def test_a_time_that_nobody_sees_does_not_go_before_the_markup():
    hidden = "<div style='display:none'>2023-05-03 09:30</div>"
    assert value(hidden, head="<meta name='pubdate' content='2023-05-04'>") == "2023-05-04"


META = "<meta name='{}' content='{}'>"


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        (META.format("pubdate", "2023-05-03 09:30"), ("2023-05-03 09:30", "meta:pubdate")),
        # The surer tag first; one that holds two times or no day is passed over.
        (META.format("date", "2023-05-03") + META.format("pubdate", "2023-05-02"), ("2023-05-02", "meta:pubdate")),
        (META.format("pubdate", "2023-05-03 至 2023-05-04"), None),
        (META.format("pubdate", "2023年5月"), None),
        # A day is taken with the time of day that another gives, of the same day alone.
        (META.format("pubdate", "2023-05-03") + META.format("date", "2023-05-03 09:30"), ("2023-05-03 09:30", "meta:date")),
        (META.format("pubdate", "2023-05-03") + META.format("date", "2023-05-04 09:30"), ("2023-05-03", "meta:pubdate")),
        ('<script type="application/ld+json">{"pubDate": "2023-05-03T09:30:00+08:00"}</script>', ("2023-05-03T09:30:00+08:00", "json-ld")),
        ('<script type="application/ld+json">{"datePublished": "早市"}</script>', None),
        ("<script>var ct = '1683077400'</script>", ("2023-05-03T09:30:00+08:00", "script")),
        ('<script>a = {"pubTime":"2023-05-03 09:30"}</script>', ("2023-05-03 09:30", "script")),
        ('<script>a = {\\"publish_time\\":\\"20230503093015\\"}</script>', ("2023-05-03 09:30:15", "script")),
        ("<script>var act = '1683077400'</script>", None),
        ("<script>var ct = '16830774001'</script>", None),
        ("<script>var ct = '2023年5月3日'</script>", ("2023年5月3日", "script")),
    ],
)  # fmt: skip
def test_what_the_markup_and_the_scripts_give(head, wanted):
    assert published(head=head) == wanted


def test_the_first_three_times_of_a_script_are_read():
    days = [f"createTime: '2023-05-0{n}'," for n in range(1, 5)]
    assert published(head="<script>" + "".join(days) + "</script>") == ("2023-05-01", "script")
    third = "".join(days[:2]) + "createTime: '2023-05-01 09:30',"
    fourth = "".join(days[:3]) + "createTime: '2023-05-01 09:30',"
    assert value(head=f"<script>{third}</script>") == "2023-05-01 09:30"
    assert value(head=f"<script>{fourth}</script>") == "2023-05-01"


@pytest.mark.parametrize(
    ("below", "wanted"),
    [
        ("<time datetime='2023-05-03T09:30'>早</time>", "2023-05-03T09:30"),
        ("<time datetime='早'>早</time>", None),
        ("<aside><time datetime='2023-05-03'>早</time></aside>", None),
        ("<div id='sidebar'><time datetime='2023-05-03'>早</time></div>", None),
        # Three are read: the third gives the day its time, a fourth does not.
        ("<time datetime='2023-05-03'>早</time>" * 2 + "<time datetime='2023-05-03T09:30'>早</time>", "2023-05-03T09:30"),
        ("<time datetime='2023-05-03'>早</time>" * 3 + "<time datetime='2023-05-03T09:30'>早</time>", "2023-05-03"),
    ],
)  # fmt: skip
def test_what_time_elements_give_to_machines(below, wanted):
    assert value(below=below) == wanted


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/2023-05-03/1.html", "2023-05-03"),
        ("/a20230503/1", "2023-05-03"),
        ("/20230503", "2023-05-03"),
        ("/202305031", None),
        ("/20230532/1", None),
        ("/2053/05/03/1", None),
        ("/abcd20230503/", None),
    ],
)
def test_a_day_in_the_address(path, wanted):
    assert published(url=f"https://a.example{path}") == ((wanted, "url") if wanted else None)


def test_at_last_a_day_far_above_the_headline_is_the_papers():
    far = line("早市") * 8
    assert published(top=line("2023年5月3日") + far) == ("2023年5月3日", "line")
    assert value(top=line("2023年5月2日") + line("2023年5月3日") + far) == "2023年5月3日"
    assert value(top=line("1992年5月3日") + far) is None
    assert value(top=line("早" * 72 + "2023年5月3日") + far) is None
    assert value(top=line("早" * 71 + "2023年5月3日") + far) == "2023年5月3日"
    assert value(top=line("<a href='/'>2023年5月3日</a>") + far) is None
