"""Furniture of texts that words give away: what goes, what stays, and that nothing is lost."""

import pytest

from pipeline.cleaning.cleaner import Cleaner
from pipeline.cleaning.names.credit_lines import credit_roles
from pipeline.stages import shipped
from pipeline.text.assembly import assemble
from pipeline.text.chars import fold_width
from pipeline.text.lines import from_columns
from pipeline.types.articles import Origin, RawArticle
from tests.property.rebuilt import rebuild

CLEANER = Cleaner(shipped.cleaning())
TITLE = "南滩盐场停产二十年后 白鹭回来了"
STORY = (
    "停产二十年的南滩盐场如今水草丰茂，今年春天有三千多只白鹭在这里筑巢，比去年多了一倍。",
    "护鸟队队长邵远航每天清晨五点出门，沿着旧盐埂走上八公里，记下每一处新巢的位置。",
    "“最早那几年一只也看不到，大家都说这片滩涂算是废了。”在盐场干了半辈子的老工人回忆。",
    "县里计划明年把旧盐仓改成观鸟站，门票收入的一半用于补种芦苇，其余分给附近三个村子。",
)


def cleaned(text, title=TITLE):
    return CLEANER(
        RawArticle(origin=Origin(source_id="test", timestamp=1.7e9), title=title, text=text)
    )


def body_of(found):
    lines = from_columns(found.lines)
    put = assemble(found.text, lines, found.spans)
    pieces = rebuild(put)
    assert "".join(pieces[at] for at in sorted(pieces)) == found.text.replace("\n", "")
    assert all(piece.reason for piece in put.removed)
    return put.body


def values(found, key):
    return [fact.value for fact in getattr(found.facts.metadata, key)]


CLOSING = [
    ("责任编辑：邵一鸣", {"editors": ["邵一鸣"]}),
    ("（责编：邵一鸣、温良玉）", {"editors": ["邵一鸣", "温良玉"]}),
    ("責任編輯／邵一鳴", {"editors": ["邵一鳴"]}),
    ("【编辑 邵一鸣】", {"editors": ["邵一鸣"]}),
    ("编辑丨邵一鸣 校对丨温良玉", {"editors": ["邵一鸣"]}),
    ("一审：邵一鸣　二审：温良玉　三审：董其中", {}),
    ("初审/邵一鸣 复审/温良玉 终审/董其中", {}),
    ("责任编辑：", {"editors": []}),
    ("编辑：\n校对：\n审核：", {"editors": []}),
    ("新媒体编辑：邵一鸣；视觉设计：温良玉；监制：董其中", {}),
    ("值班主任：董其中", {}),
    ("稿源：滨海青年报", {"sources": ["滨海青年报"]}),
    ("來源：濱海時報", {"sources": ["濱海時報"]}),
    ("（来源：滨海日报客户端）", {"sources": ["滨海日报客户端"]}),
    ("文章来源｜滨海网", {"sources": ["滨海网"]}),
    ("来源：滨海发布\n编辑：邵一鸣", {"sources": ["滨海发布"], "editors": ["邵一鸣"]}),
    ("图片来源：视觉滨海", {}),
    ("（图源：滨海摄影家协会）", {}),
]


@pytest.mark.parametrize(("foot", "facts"), CLOSING)
def test_closing_credits_leave_the_body_and_give_their_facts(foot, facts):
    found = cleaned("\n".join([*STORY, foot]))
    assert body_of(found).strip() == "\n".join(STORY)
    assert {key: values(found, key) for key in facts} == facts


@pytest.mark.parametrize(
    "line",
    [
        "原标题：南滩盐场来了三千白鹭",
        "（原标题：南滩盐场来了三千白鹭）",
        "【原题】：白鹭归来",
        "原標題：鹽場停產二十年後",
        "原题为：《白鹭归来的二十年》",
        "本文转载自公众号“滨海观鸟”，仅代表作者个人观点。",
        "声明：文中内容仅供参考，不构成任何投资建议，据此操作风险自担。",
    ],
)
def test_what_stands_above_the_story_and_is_none_goes(line):
    assert body_of(cleaned("\n".join([line, *STORY]))).strip() == "\n".join(STORY)


NOTICES = [
    "本文版权归滨海晚报社所有，未经书面许可，任何媒体不得转载。",
    "未经授权，请勿转载，违者必究。",
    "声明：以上内容仅代表作者观点，不代表本平台立场。",
    "免责声明：本文为转载，如涉及版权问题请与我们联系删除。",
    "投资有风险，入市需谨慎。",
    "※ 著作權所有，未經同意禁止轉載",
    "转载请注明出处：滨海网",
    "该账号系信息发布平台，本平台仅提供信息存储空间服务。",
    "更多精彩内容，请关注微信公众号“滨海在线”。",
    "长按识别二维码，关注我们",
    "下载滨海新闻客户端，看更多新闻",
    "歡迎訂閱我們的電子報，每天早上送到你的信箱",
    "喜欢这篇文章？点击右上角分享到朋友圈",
    "扫码加入读者群",
    "加入付費會員，閱讀全文",
    "欢迎提供新闻线索，报料热线：0000-12345678",
    "相关阅读",
    "》》延伸阅读：老盐工的账本",
    "【推荐阅读】盐场里的三代人",
    "《滨海日报》（2024年5月6日 第07版）",
    "（ 2024-05-06 第 07 版：要闻 ）",
    "2024年05月06日 A07版",
    "https://news.example.com/a/20240506/1.html",
    "原文链接：https://news.example.com/1",
    "网址：www.example.com/about",
    "（图片来自网络）",
    "文中配图均由受访者提供",
]


@pytest.mark.parametrize("line", NOTICES)
def test_notices_calls_and_markers_under_the_story_go(line):
    assert body_of(cleaned("\n".join([*STORY, line]))).strip() == "\n".join(STORY)


def test_a_whole_foot_goes():
    foot = [
        "责任编辑：邵一鸣 温良玉",
        "*** ",
        "本文为滨海新闻原创，未经许可禁止转载。",
        "关注“滨海新闻”公众号，第一时间了解滨海大事。",
        "---",
    ]
    found = cleaned("\n".join([*STORY, *foot]))
    assert body_of(found).strip() == "\n".join(STORY)
    assert values(found, "editors") == ["邵一鸣", "温良玉"]


GLUED = [
    "返回滨狐，查看更多",
    "返回网滨首页，查看更多精彩内容",
    "点击查看更多",
    "》》》推荐阅读：盐场里的三代人",
    ">>延伸阅读:老盐工的账本",
    "【相关阅读】老盐工的账本",
    "返回滨狐，查看更多 责任编辑：邵一鸣",
    "责任编辑：",
    "（责任编辑：邵一鸣）",
    "责编：邵一鸣审核：温良玉",
    "编辑 邵一鸣 校对 温良玉",
    "（原标题：白鹭归来）",
    "《滨海日报》（2024年5月6日第07版）",
    "未经授权禁止转载。",
    "更多资讯请下载滨海新闻客户端。欢迎提供新闻线索，报料热线：0000-12345678。",
    "免责声明：本文来源于网络，如有侵权请联系删除。",
    "【版权声明】本文版权归原作者所有，转载请注明出处",
]


@pytest.mark.parametrize("tail", GLUED)
def test_a_tail_glued_to_the_last_paragraph_is_cut_as_a_span(tail):
    found = cleaned("\n".join([*STORY[:-1], STORY[-1] + tail]))
    assert body_of(found) == "\n".join(STORY)
    cut = assemble(found.text, from_columns(found.lines), found.spans).removed
    assert "".join(piece.text for piece in cut).replace(" ", "") == tail.replace(" ", "")
    assert {piece.reason for piece in cut} <= {"inline-credit", "inline-furniture"}


KEPT = [
    "滩涂面积：一千二百公顷",
    "一、北滩（最大水深：1.2米至1.8米）",
    "镇里回应“盐仓要拆”传闻：系修补屋顶",
    "他从盐垛上摔了下来。受伤原因：木梯断裂",
    "白鹭数量（单位：只）",
    "记者：您在盐场干了多少年？",
    "主编：我们不打算停刊。",
    "游客可以下载“滨海通”客户端预约入园，也可以扫描二维码购票。",
    "公众号只是一个开始，邵远航说，护鸟队还想拍一部片子。",
    "他写的《白鹭来信》版权归谁所有，法院还没有判。",
    "作者说，书里的人都住在盐场边上。",
    "更多内容等着孩子们去发现",
    "县里说，未经批准不得入内，违者将被劝离。",
    "来源不明的网子被护鸟队拆了四十多张。",
    "专家提醒，投资有风险，村民不要轻信高利。",
    "请市民下载“滨海通”客户端预约入园。",
    "欢迎转发分享。邵远航把视频发给了三十多个爱拍照的人，第二个月来了四批，客栈头一次住满了。",
]


@pytest.mark.parametrize("line", KEPT)
def test_what_only_looks_like_furniture_stays(line):
    text = "\n".join([*STORY[:2], line, *STORY[2:]])
    assert body_of(cleaned(text)) == text


@pytest.mark.parametrize(
    "tail",
    [
        "（可建水面：1.4万亩）",
        "（单位：万只）",
        "伤亡原因：误食毒饵",
        "“盐仓要拆”一说：查无此事",
        "结论：可以下水",
    ],
)
def test_no_clause_is_cut_for_its_colon(tail):
    text = "\n".join([*STORY[:-1], STORY[-1] + tail])
    assert body_of(cleaned(text)) == text


def test_a_source_among_entries_of_a_list_is_an_entry():
    text = "\n".join([*STORY[:2], "名称：南滩粗盐", "来源：滩晒", "用途：腌菜", *STORY[2:]])
    assert body_of(cleaned(text)) == text


@pytest.mark.parametrize("text", ["责任编辑：邵一鸣", "来源：滨海日报"])
def test_a_text_of_nothing_else_is_left_alone(text):
    assert body_of(cleaned(text)).strip() == text


@pytest.mark.parametrize(
    ("line", "roles"),
    [
        ("原标题为《新馆》（有删节）", ["title"]),
        ("原标题是《新馆》，编辑觉得太冷；第二稿改成《摆渡人》，又嫌太暖。", []),
        ("原标题：“盐场黑手”首次发现", ["title"]),
        ("监制丨邵一鸣温良玉", ["core"]),
        ("监制丨盐场的春天", []),
        ("编辑邵一鸣校对温良玉", ["core", "core"]),
        ("编辑邵一鸣说", []),
        ("编辑部邵一鸣", []),
        ("邵一鸣来源：滨海日报", ["writer", "source"]),
        ("盐场的水来源：滨海河", []),
        ("编辑：邵一鸣 邮箱：sym@example.cn", ["core", "contact"]),
        ("邮箱：sym@example.cn", []),
    ],
)
def test_roles_of_a_closing_line(line, roles):
    found = credit_roles(fold_width(line), shipped.furniture(), closing=True)
    assert [role.kind for role in found] == roles


@pytest.mark.parametrize(
    "line",
    [
        "1、回复【公租房】查看最新消息",
        "回复“积分”即可查询办理进度",
        "▶公众号后台回复「班车」,获取全市时刻表",
        "在後台回覆“考場”領取地圖",
        "3.回复[美食]看看本周推荐",
    ],
)
def test_a_menu_of_what_an_account_answers_goes(line):
    assert body_of(cleaned("\n".join([*STORY, line]))) == "\n".join(STORY)


@pytest.mark.parametrize(
    "line",
    [
        "县里回复“正在研究”,村民说这句话已经听了三年。",
        "记者查看留言板,看到一条回复“明年一定修好”。",
        "邵远航回复:“查看每一处新巢,是我的本分。”",
    ],
)
def test_an_answer_that_is_told_of_stays(line):
    assert line in body_of(cleaned("\n".join([STORY[0], line, *STORY[1:]])))
