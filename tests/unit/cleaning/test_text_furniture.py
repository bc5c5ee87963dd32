"""Furniture of scraped texts in many wordings: under, above, between and glued to paragraphs."""

import pytest

from pipeline.cleaning.cleaner import Cleaner
from pipeline.stages import shipped
from pipeline.text.assembly import assemble
from pipeline.text.lines import from_columns
from pipeline.types.articles import Origin, RawArticle

CLEANER = Cleaner(shipped.cleaning())
STORY = (
    "昨天上午，江口市图书馆新馆正式向读者开放，首日接待读者八千六百余人次，借出图书一万两千册。",
    "新馆建筑面积三万平方米，藏书一百八十万册，设有少儿、地方文献和视障阅读三个专区，全年无休。",
    "馆长温竹告诉记者，开馆前工作人员用了四十天搬运图书，最后一车书在前天夜里十一点才运完。",
    "家住北岸的何老伯早上六点就来排队，他借走的第一本书是一部讲渔港旧事的地方志。",
)
TITLE = "江口市图书馆新馆开放 首日接待读者八千余人"


def body_of(text):
    raw = RawArticle(origin=Origin(source_id="test", timestamp=1.7e9), title=TITLE, text=text)
    found = CLEANER(raw)
    return assemble(found.text, from_columns(found.lines), found.spans).body


def lines_of(rows):
    return rows.strip().splitlines()


UNDER = lines_of(
    """
责编丨林一舟
编辑│林一舟 校审│何一苇
监制丨林一舟何一苇
统筹｜林一舟温竹陈小满
校  对丨林一舟温竹
编辑林一舟校对何一苇
总监制：林一舟 监制：何一苇 制片人：温竹 编导：陈小满
【责任编辑】林一舟
（编辑：林一舟 邮箱：lyz@example.cn）
林一舟来源：江口日报
（江口新闻客户端）
（综合江口日报、北岸晚报报道）
综合自江口日报、北岸晚报、南岭在线
来源：微信公众号“江口发布”
《江口日报》（2024年3月1日第5版）【编辑：林一舟】
原题为《图书馆新馆首日迎八千人》
原标题《首日八千人》，文字有改动
本文刊于《江口周刊》2024年第9期
（图源网络）
文中图片除署名外均为资料图
如您发现本文有误，请联系编辑部更正。
爆料请加微信：jkbl123
欢迎关注公众号“江口发布”，回复“新馆”领取导览图
长按上图，识别图中二维码，一键关注江口晚报
转发！扩散！让更多人看到！
点亮“在看”，为他们加油！
你去过新馆吗？欢迎在评论区留言
对此，你怎么看？欢迎留言讨论。
想看更多？立即下載江口新聞App
支持本報，請訂閱電子版
——END——
▼▼▼
收藏 分享 打印
微信号：jkfb2014
緊貼時事，立即下載《江口報》手機應用程式
iOS：App Store　Android：Google Play
iPhone版下载 | 安卓版下载
供稿单位：江口市文化局
（上接第一版）
▲下转A5版
举报/反馈
"""
)
BETWEEN = lines_of(
    """
（图源网络）
点击播放视频
视频加载中…
↓↓↓
点击图片放大
▽轻触图片，看开馆延时▽
〈 上下滑动查看开放时间 〉
輕觸圖片放大
▲左右滑动查看更多图片
（廣告，請繼續往下閱讀）
文章未完，请点击下一页
相关阅读：《北岸图书馆下月动工》
推荐阅读：北岸图书馆下月动工
https://www.jiangkou.example/news/2024/0301/123.html
"""
)
GLUED = lines_of(
    """
返回江口新闻首页>>
（相关报道见A6版）
（全文）
[详细]
你怎么看？欢迎留言。
扫码关注江口发布，了解更多。
（延伸阅读：北岸图书馆下月动工？读者期待！）
原文链接：https://www.jiangkou.example/a/1.html
（责任编辑：林一舟）
"""
)
# Sentences and lines that resemble the above and are the article's.
KEPT = lines_of(
    """
馆方提醒市民，可关注“江口图书馆”微信公众号预约入馆。
何老伯说：“扫码关注以后，孙子每天教我看新闻。”
这本书的版权归江口出版社所有，明年将再版。
法院认为，该公众号未经授权转载文章，构成侵权。
这一版权交易平台仅提供信息存储服务，不参与分成。
他的观点仅代表个人，却引来两万条评论。
该馆同时公布了投诉热线，承诺四十八小时内答复。
警方欢迎群众提供线索，报警电话：000-1234567。
编辑部的灯一直亮到凌晨。
更多内容，将在下周的新书发布会上公布。
消息发布不久，评论区涌入大量读者留言。
咨询电话：000-1234567。
你准备好了吗？
来源：他始终不肯说。
出处：没有人记得。
（温竹为化名）
上接第一版的那篇报道，写的是搬书的人。
（文中何老伯系化名）
轻触书脊，看看灰有多厚。
"""
)


@pytest.mark.parametrize("line", UNDER)
def test_what_stands_under_a_story_goes(line):
    assert body_of("\n".join([*STORY, line])).strip() == "\n".join(STORY)


@pytest.mark.parametrize("line", BETWEEN)
def test_what_stands_between_paragraphs_goes(line):
    assert body_of("\n".join([*STORY[:2], line, *STORY[2:]])) == "\n".join(STORY)


@pytest.mark.parametrize("tail", GLUED)
def test_what_is_glued_to_the_last_paragraph_goes(tail):
    assert body_of("\n".join(STORY) + tail) == "\n".join(STORY)


def test_credits_stand_before_the_mark_that_a_wire_ends_with_too():
    told = "\n".join([*STORY[:3], f"{STORY[3]}（责任编辑：林一舟）（完）"])
    assert body_of(told) == "\n".join(STORY) + "（完）"


def test_points_end_sentences_where_a_feed_knows_no_other_marks():
    told = STORY[3].replace("，", ",").replace("。", ".")
    for tail in ("来源:江口网", "欢迎提供新闻线索,24小时热线000-1234567."):
        assert body_of("\n".join([*STORY[:3], told + tail])).endswith("地方志.")


@pytest.mark.parametrize(
    "entries",
    [
        ("导演：林一舟", "编剧：何一苇", "摄影：温竹", "剪辑：陈小满"),
        ("导演：林一舟", "编剧：林一舟、何一苇", "摄影：温竹", "主演：何一苇、陈小满"),
        ("书名：渔港旧事", "来源：北岸旧书店", "数量：四册"),
        ("展名：渔港百年", "策划：何一苇", "设计：温竹"),
    ],
)
def test_entries_of_a_list_in_an_article_stay_whatever_they_are_called(entries):
    text = "\n".join([*STORY[:2], *entries, *STORY[2:]])
    assert body_of(text) == text


@pytest.mark.parametrize("head", ["视频：拍摄于北岸旧馆", "图片：被裁去了一角"])
def test_a_head_that_says_where_or_what_is_no_agency(head):
    text = "\n".join([*STORY[:2], head, *STORY[2:]])
    assert body_of(text) == text


def test_credits_between_paragraphs_are_no_list():
    text = "\n".join([*STORY[:2], "编辑：林一舟", "校对：何一苇", *STORY[2:]])
    assert body_of(text).replace("\n\n", "\n") == "\n".join(STORY)


def test_a_bracket_of_further_reading_goes_from_any_paragraph():
    first = STORY[0] + "（延伸阅读：北岸图书馆下月动工？读者期待！）"
    assert body_of("\n".join([first, *STORY[1:]])) == "\n".join(STORY)


@pytest.mark.parametrize(
    "head",
    [
        "原标题：图书馆新馆首日迎八千人 ",
        "（原标题：图书馆新馆首日迎八千人）",
        "【原标题：首日迎八千人】",
        "原标题：\n图书馆新馆首日迎八千人\n",
        "【原标题】图书馆新馆首日迎八千人\n",
    ],
)
def test_the_headline_it_stood_under_goes_and_the_paragraph_behind_it_stays(head):
    assert body_of(head + "\n".join(STORY)).strip() == "\n".join(STORY)


def test_a_source_goes_and_the_reporter_whom_it_is_glued_to_stays():
    line = "江口日报·江口网记者林一舟来源：江口日报"
    assert body_of("\n".join([*STORY, line])).endswith("江口日报·江口网记者林一舟")


@pytest.mark.parametrize("line", KEPT)
def test_what_resembles_furniture_and_is_none_stays(line):
    assert line in body_of("\n".join([*STORY, line]))
    assert line in body_of("\n".join([*STORY[:2], line, *STORY[2:]]))
