"""Small clean articles of our own writing for the tests of the dedup stage."""

from pipeline.text.lines import spans_of_lines, to_columns
from pipeline.types.articles import CleanArticle, Facts, Line, Origin

RIVER = (
    "市水务局负责人在现场介绍,这条河道去年秋天开始清淤,全长约六公里,沿线共有十二座小桥需要加固。"
    "施工队采用分段围挡的办法,把对居民出行的影响降到最低,预计明年春天可以全部完工并恢复通航。\n"
    "住在河边的老人说,从前夏天这里蚊子很多,现在水清了,傍晚散步的人也多了起来,孩子们还能看到鱼。"
)
LIBRARY = (
    "新落成的社区图书馆本周对外开放,馆内设有儿童阅读角、盲文书架和自习区,藏书约三万册,周一闭馆。"
    "图书馆由一座旧粮仓改建而成,保留了原有的木梁和青砖,设计团队为此与老工匠一起工作了将近一年。\n"
    "馆长表示,开放首日接待读者近千人,借出图书六百余册,志愿者将在周末为孩子们讲故事、修补旧书。"
)


def page(body=RIVER, links=(), *, number=1, site="a.example", title=None, version="v1", **facts):
    """Return a clean article: body lines sure, then links sure."""
    lines = [(text, "body") for text in body.split("\n")]
    lines += [(link, "link") for link in links]
    text = "\n".join(text for text, _ in lines)
    judged = [
        Line(start=start, end=end, label=label, score=0.95, reason="test")
        for (start, end), (_, label) in zip(spans_of_lines(text), lines, strict=True)
    ]
    return CleanArticle(
        facts=Facts(
            id=f"00000000-0000-5000-8000-{number:012d}",
            version=version,
            site=site,
            event_time=facts.pop("event_time", 1_700_000_000.0 + number),
            language="zh-Hans",
            origin=Origin(source_id=str(number)),
            title=title,
            **facts,
        ),
        text=text,
        lines=to_columns(judged),
    )
