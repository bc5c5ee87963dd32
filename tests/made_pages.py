"""Pages of invented news in eight markups, and what stands beside an article on such pages.

A page is a layout (how a site builds its pages), a story, and strangers: comment rules, dialogs,
teasers, a second article. What an extractor keeps is checked by paragraphs, not by characters.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

NAV = "".join(
    f"<li><a href='/{n}'>{word}</a></li>"
    for n, word in enumerate(["首页", "要闻", "本地", "财经", "体育", "生活"])
)


@dataclass(frozen=True, kw_only=True)
class Story:
    """An article as its editor has it."""

    title: str
    paragraphs: tuple[str, ...]
    info: str = "2024-05-06 08:15 来源：云溪晚报"
    site: str = "云溪在线"


FERRY = Story(
    title="云溪渡口停航三天 检修两条渡船",
    paragraphs=(
        "云溪渡口昨天起停航三天，两条渡船轮流上岸检修；渡口管理站说，检修期间过江的人可以改坐临时摆渡车，车从老粮站门口开出，二十分钟一班，不另收费。",
        "这两条船已经跑了十一年，去年冬天换过一次螺旋桨。机修班长邵大川说，这回主要是除锈、补漆，再把救生衣全部过一遍秤，轻了的一律报废。",
        "住在对岸的菜农起得最早。常来卖藕的蒲大娘算了算，绕行摆渡车要多花一刻钟，不过菜筐不用自己扛上跳板，倒也省了些力气。",
        "管理站还打算趁停航把候船棚的顶换掉。旧顶漏雨多年，一到梅雨天，等船的人都挤在东头那半边，鞋袜没有一回是干的。",
        "检修的钱从渡口维修基金里出，一共十八万元，账目贴在售票窗口旁边，谁都能看，看不懂的还可以请站里的会计当面讲一遍。",
        "如果天气帮忙，第一条船后天下午就能下水试航，第二条船最迟周五早上归队，到那时航班恢复原样，头班还是五点四十分。",
    ),
)
SCHOOL = Story(
    title="杏花沟小学迁新址 头天上课敲老钟",
    paragraphs=(
        "杏花沟小学本周一搬进新校舍，第一堂课仍由校工老裘敲钟；这口钟挂在旧校门上四十六年，搬家时全校投票，一致要求把它带走。",
        "新校舍比旧的大一倍，有了自己的操场和图书角。校长柯敏介绍，全校八十三个孩子里有五十个住得远，往后中午可以在食堂吃饭。",
        "家长们凑了一批旧书，最远的一箱从省城寄来。管图书角的是两个五年级学生，她们给每本书都编了号，借书要先把手洗干净。",
        "旧校舍不会拆，村里打算把它改成老人活动室，那棵老杏树也留着，明年开花的时候还请孩子们回去写生。",
    ),
    info="2024年05月07日 10:02 来源：杏花沟发布",
)
HANT = Story(
    title="雲嶺社區設共享工具間 電鑽可借三天",
    paragraphs=(
        "雲嶺社區的共享工具間上週開門，居民憑門卡就能借走電鑽、梯子和手推車，一次可借三天；管理員說，開門五天已經借出七十多件，還沒有一件逾期。",
        "這個主意是退休木工章伯提的。他說，家家都買一把電鑽，一年用不了兩回，放在櫃子裡反而受潮，不如湊在一起，壞了大家修。",
        "社區撥了四萬元添置第一批工具，又請附近的五金行每月來保養一次。借的人多了，晚上還添了兩個鐘頭的值班。",
        "也有人擔心安全，所以第一次借電動工具的人，要先在門口的木板上鑽三個孔給管理員看，手勢不對的，當場教會為止。",
    ),
    info="2024/05/08 09:30 雲嶺時報",
    site="雲嶺時報",
)
SECOND = Story(
    title="石桥镇办起露天棋赛 冠军奖两袋新米",
    paragraphs=(
        "石桥镇的露天棋赛昨晚收官，六十四名棋手在老榕树下连下五个晚上，围观的人自带板凳，把巷口堵得水泄不通。",
        "冠军是开面馆的屠三叔，他每天收了摊才来，最后一盘下到十一点，赢了半个子。他说奖品里最喜欢的是那两袋新米。",
        "棋赛由几家店铺合办，裁判是中学的退休老师。规矩只有一条：看棋不许出声，出声的人要替大家烧一壶茶。",
        "年纪最小的棋手九岁，输给冠军以后哭了一会儿，第二天又来，坐在第一排把每一步都记在作业本上。",
        "店主们商量好了，明年把棋赛挪到秋收以后，那时候天凉，奖品也能换成当年的新米和刚榨的菜油。",
        "镇上的文化站打算把这五晚的棋谱印成小册子，放在各家店里，谁吃面谁就能带走一本，印数先定三百本。",
    ),
    info="2024-05-01 21:40 来源：石桥镇融媒",
)


@dataclass(frozen=True, kw_only=True)
class Stranger:
    """What stands on an article's page and is not the article.

    `above` says that it stands over the article, `phrases` are of it and must not be in a body.
    """

    name: str
    html: str
    phrases: tuple[str, ...]
    above: bool = False
    also: tuple[str, ...] = field(default=())


def _paragraphs(texts: Sequence[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


_RULES = (
    "欢迎各位网友文明跟帖，提交之前请先读完下面几条约定，点击提交就表示您接受这些约定。",
    "同一内容请不要反复提交，也不要贴出与本条新闻没有关系的文字、图片和链接。",
    "凡有辱骂、造谣、泄露他人隐私的内容，本站可以不经通知直接删除，并保留停用账号的权利。",
    "任何人不得借跟帖推销商品或者服务，情节严重的，本站会把有关记录交给主管部门处理。",
    "跟帖只代表发帖人自己的看法，由此引起的一切后果由发帖人承担，本站不负连带责任。",
)
_COOKIE = (
    "我们使用 Cookie 和类似技术来保存您的设置、统计访问量，并向您展示您可能感兴趣的内容。",
    "点击“全部接受”，即表示您同意我们及合作方在您的设备上存放 Cookie；您也可以随时在设置中撤回同意。",
    "必要的 Cookie 用于保证网站正常运行，不能关闭；统计类 Cookie 帮助我们了解页面的使用情况。",
    "更多信息请参阅我们的隐私政策，其中说明了我们如何收集、使用和保护您的个人信息。",
)
_LOGIN = (
    "登录后即可收藏文章、参与评论，并在手机和电脑之间同步您的阅读记录。",
    "未注册的手机号验证后将自动创建账号，登录即代表您已阅读并同意用户协议和隐私政策。",
    "如果收不到验证码，请检查短信是否被拦截，或者过六十秒再试一次；仍有问题请联系客服。",
)
_LANGUAGE = (
    "请选择您的语言和地区，我们会据此显示内容。您可以随时在页面底部更改这项设置。",
    "部分内容只在特定地区提供；切换地区以后，购物车和收藏不会保留，请在切换之前确认。",
    "如果您使用翻译功能，译文由机器生成，可能与原文有出入，请以原文为准。",
)
TEASERS = (
    (
        "鹤浦大桥今晚封闭两小时 换伸缩缝",
        "施工从十一点开始，公交改走老桥，夜宵摊贩可以推车通行，第二天早高峰不受影响。",
    ),
    (
        "柳河灌区提前放水 秧田等来头遍水",
        "今年春旱，水库多放了三百万方，下游十二个村的秧田都浇上了，农技员正挨家看苗。",
    ),
    (
        "南坪菜场换了新秤 缺一两补一斤",
        "市场把旧秤全部收走，门口还放了一台公平秤，谁觉得不对都可以自己称一遍。",
    ),
    (
        "白鹭洲的芦苇又高了 观鸟要预约",
        "保护区每天只放两百人进去，志愿者说，鸟不怕人多，怕的是人声和闪光灯。",
    ),
)
_USERS = (
    "早就该修了，我奶奶每次过江都提心吊胆，坐在船头不敢动。",
    "摆渡车的站牌能不能写大一点，老人家看不清楚，问了好几个人。",
    "支持，安全第一，多等一会儿没关系，就怕等了也没修好。",
    "上次说修三天结果修了一个星期，希望这回说话算话，别再拖了。",
    "请问自行车能不能带上摆渡车？问了电话没有人接，急等答复。",
    "顺便把对岸的路灯也修一修吧，晚上黑得什么都看不见，摔过两回。",
)


def teasers(cards: Sequence[tuple[str, str]] = TEASERS) -> str:
    """Return cards for other articles: a linked headline and a sentence each."""
    return "".join(
        f"<div class='unit'><h3><a href='/n/{n}'>{head}</a></h3><p>{text}</p></div>"
        for n, (head, text) in enumerate(cards)
    )


STRANGERS = (
    Stranger(
        name="comment rules",
        html="<div class='cmt'><h3>网友跟帖</h3><div class='rule'><p>"
        + _RULES[0]
        + "</p><ul>"
        + "".join(f"<li>{rule}</li>" for rule in _RULES[1:])
        + "</ul></div></div>",
        phrases=("反复提交", "连带责任"),
    ),
    Stranger(
        name="comment rules in one paragraph",
        html="<div class='gentie'><b>我有话说</b><div>" + "<br>".join(_RULES) + "</div></div>",
        phrases=("反复提交", "连带责任"),
    ),
    Stranger(
        name="cookie dialog below",
        html="<div class='consent-layer' role='dialog'><h2>您的隐私由您做主</h2>"
        + _paragraphs(_COOKIE)
        + "<button>全部接受</button></div>",
        phrases=("类似技术", "隐私政策"),
    ),
    Stranger(
        name="cookie dialog above",
        html="<div class='cc-window'><p>" + "</p><p>".join(_COOKIE) + "</p><a>接受</a></div>",
        phrases=("类似技术", "隐私政策"),
        above=True,
    ),
    Stranger(
        name="login dialog",
        html="<div class='pop'><h3>登录</h3>" + _paragraphs(_LOGIN) + "<button>登录</button></div>",
        phrases=("同步您的阅读记录", "收不到验证码"),
    ),
    Stranger(
        name="language dialog",
        html="<div class='modal-x'><h3>选择语言</h3>" + _paragraphs(_LANGUAGE) + "</div>",
        phrases=("语言和地区", "机器生成"),
        above=True,
    ),
    Stranger(
        name="teasers",
        html=f"<div class='wrap2'><h2>看了又看</h2>{teasers()}</div>",
        phrases=("伸缩缝", "公平秤", "头遍水"),
    ),
    Stranger(
        name="recommended article",
        html=f"<div class='moreread'><div class='it'><h2>{SECOND.title}</h2>{_paragraphs(SECOND.paragraphs)}</div></div>",
        phrases=("屠三叔", "小册子", "露天棋赛"),
    ),
    Stranger(
        name="comments",
        html="<div class='lower'><h3>大家怎么说</h3>"
        + "".join(
            f"<div class='u'><span>云溪网友{n}</span><p>{text}</p><span>{n + 1}小时前</span><a>回复</a></div>"
            for n, text in enumerate(_USERS)
        )
        + "</div>",
        phrases=("提心吊胆", "说话算话"),
    ),
    Stranger(
        name="statement",
        html="<div class='ft'><p>本网站刊载的所有内容，版权归原作者所有；转载请注明出处，违者本网将追究法律责任。</p>"
        "<p>互联网新闻信息服务许可证编号请见网站底部，违法和不良信息举报电话全天有人接听。</p>"
        "<p>我们尊重知识产权，如发现本站内容侵犯了您的权益，请来信说明，我们会在三日内处理。</p></div>",
        phrases=("追究法律责任", "侵犯了您的权益"),
    ),
    Stranger(
        name="dialog of leaving",
        html="<div><div>您访问的链接即将离开“云溪在线”门户网站，是否继续？</div><a>继续</a><a>放弃</a></div>",
        phrases=("即将离开",),
    ),
    Stranger(
        name="dialogs of a session",
        html="<div>您的会话已超时，请重新登录后再操作。</div><div>允许云溪在线向您发送通知，第一时间知道身边的事。</div>",
        phrases=("已超时", "发送通知"),
    ),
    Stranger(
        name="newsletter",
        html="<div class='nl'><h4>每天早上读云溪</h4><p>留下邮箱，每天早上七点，我们把最要紧的五条新闻送到您的收件箱，随时可以退订。</p>"
        "<p>您的邮箱只用来寄送早报，我们不会把它交给任何第三方，也不会寄送广告。</p></div>",
        phrases=("收件箱", "第三方"),
    ),
)


def _h(story: Story, tag: str = "h1", names: str = "") -> str:
    mark = f" class='{names}'" if names else ""
    return f"<{tag}{mark}>{story.title}</{tag}>"


def _page(story: Story, body: str, head: str = "") -> str:
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{story.title}_{story.site}</title>"
        f"{head}</head><body>{body}</body></html>"
    )


def soup(story: Story, above: str = "", below: str = "") -> str:
    """Div soup: no tag says anything."""
    text = "".join(f"<div class='t'><div>{text}</div></div>" for text in story.paragraphs)
    main = f"<div class='x1'><div class='x2'>{_h(story, 'div', 'x3')}<div class='x4'><span>{story.info}</span></div></div><div class='x5'>{text}</div></div>"
    return _page(
        story, f"<div class='nv'><ul>{NAV}</ul></div>{above}<div class='x0'>{main}{below}</div>"
    )


def table(story: Story, above: str = "", below: str = "") -> str:
    """Tables of an old site, lines parted by breaks."""
    text = "<br><br>\n".join(f"　　{text}" for text in story.paragraphs)
    rows = (
        f"<tr><td align=center><font size=5><b>{story.title}</b></font></td></tr>"
        f"<tr><td align=center>{story.info} 【字体：大 中 小】</td></tr><tr><td><hr></td></tr>"
        f"<tr><td class=p14>{text}</td></tr><tr><td align=right>[<a href='javascript:window.close()'>关闭窗口</a>]</td></tr>"
    )
    return _page(
        story,
        f"<table width=760><tr><td>{NAV}</td></tr></table>{above}<table width=760><tr><td valign=top><table>{rows}</table></td>"
        f"<td width=180><table><tr><td><a href='/1'>一周要闻</a></td></tr></table></td></tr></table>{below}",
    )


def bare(story: Story, above: str = "", below: str = "") -> str:
    """Text straight in a block, parted by breaks, beside headline, time and buttons."""
    text = "<br/>".join(story.paragraphs)
    main = f"<h2>{story.title}</h2>{story.info}<br/><a href='#'>打印</a> <a href='#'>关闭</a><br/>{text}<br/>"
    return _page(story, f"{above}<ul>{NAV}</ul><div id='con'>{main}</div>{below}")


def amp(story: Story, above: str = "", below: str = "") -> str:
    """An AMP page."""
    head = f'<meta property=\'og:title\' content=\'{story.title}\'><script type=\'application/ld+json\'>{{"@type":"NewsArticle","headline":"{story.title}","datePublished":"2024-05-06T08:15:00+08:00"}}</script>'
    text = _paragraphs(story.paragraphs)
    main = f"<article><header>{_h(story)}<time datetime='2024-05-06T08:15:00+08:00'>{story.info}</time></header><amp-img src='a.jpg' width='6' height='4'></amp-img>{text}</article>"
    return _page(
        story, f"<amp-sidebar><ul>{NAV}</ul></amp-sidebar>{above}<main>{main}</main>{below}", head
    )


def wordpress(story: Story, above: str = "", below: str = "") -> str:
    """WordPress: a post, a sidebar of widgets."""
    text = _paragraphs(story.paragraphs)
    post = f"<article class='post type-post'><header class='entry-header'>{_h(story, 'h1', 'entry-title')}<div class='entry-meta'>{story.info}</div></header><div class='entry-content'>{text}</div></article>"
    side = "<aside class='widget-area'><section class='widget'><h2 class='widget-title'>近期文章</h2><ul><li><a href='/a'>柳河放水</a></li></ul></section></aside>"
    return _page(
        story,
        f"{above}<div id='page'><header><nav>{NAV}</nav></header><div id='primary'>{post}{below}</div>{side}</div>",
        f"<meta property='og:title' content='{story.title}'>",
    )


def nextjs(story: Story, above: str = "", below: str = "") -> str:
    """Next.js with names that a tool made, everything a div or a section."""
    text = "".join(f"<p class='css-k{n % 2}'>{text}</p>" for n, text in enumerate(story.paragraphs))
    main = f"<section class='css-a1'><div class='css-a2'>{_h(story, 'h1', 'css-a3')}<p class='css-a4'>{story.info}</p></div><div class='css-a5'><div class='css-a6'>{text}</div></div></section>"
    return _page(
        story,
        f"<div id='__next'>{above}<div class='css-n'><ul>{NAV}</ul></div><div class='css-m'>{main}{below}</div></div>",
        f"<meta property='og:title' content='{story.title} | {story.site}'>",
    )


def mobile(story: Story, above: str = "", below: str = "") -> str:
    """A page for phones: bars that call for the app, sections."""
    text = "".join(
        f"<section class='par'><span>{text}</span></section>" for text in story.paragraphs
    )
    bar = "<div class='bar'><span>云溪在线</span><a href='app://'>打开APP</a></div>"
    main = f"<div class='art_hd'>{_h(story, 'h1')}<div class='art_inf'><span>{story.info}</span></div></div><div class='art_bd'>{text}<div class='unfold'>打开APP阅读全文</div></div>"
    return _page(story, f"{bar}{above}<div class='wp'>{main}</div><div class='wp'>{below}</div>")


def hant(story: Story, above: str = "", below: str = "") -> str:
    """A site of traditional script: lead, sizes of type, share line."""
    text = _paragraphs(story.paragraphs)
    main = f"<div class='story-hd'>{_h(story, 'h1')}<div class='story-date'>{story.info}</div><ul><li>字級</li><li>大</li><li>小</li></ul></div><div class='story-list__text'>{text}</div>"
    return _page(
        story,
        f"<header><nav><ul>{NAV}</ul></nav></header>{above}<main><section>{main}</section>{below}</main>",
    )


def headed(story: Story, above: str = "", below: str = "") -> str:
    """The headline in a header of its own, the article in one wrapper with all that follows it."""
    text = _paragraphs(story.paragraphs)
    share = "<div class='shr'><span>分享到</span><a>微信</a><a>微博</a></div>"
    head = f"<div class='hd'>{_h(story)}<p class='by'>{story.info}</p>{share}</div>"
    return _page(
        story,
        f"<nav>{NAV}</nav>{above}{head}<div class='bd'><div class='txt'>{text}</div>{below}</div>",
        f"<meta property='og:title' content='{story.title}'>",
    )


def within(story: Story, above: str = "", below: str = "") -> str:
    """What follows stands in the article's own block, straight behind its last paragraph."""
    text = _paragraphs(story.paragraphs)
    main = f"{_h(story)}<div class='time'>{story.info}</div><div class='words'>{text}{below}</div>"
    return _page(story, f"<ul>{NAV}</ul>{above}<div class='main'>{main}</div>")


def nested(story: Story, above: str = "", below: str = "") -> str:
    """Every paragraph in sections of its own, some of them empty, as an editor's tool writes it."""
    text = "".join(
        f"<section style='margin:0'><section><section><span>{each}</span></section></section></section><section><br></section>"
        for each in story.paragraphs
    )
    main = f"<div id='img-content'>{_h(story)}<div id='meta'><span>{story.site}</span> <em>{story.info}</em></div><div id='js_c'>{text}</div></div>"
    return _page(
        story,
        f"{above}<div><div>{main}</div>{below}</div>",
        f"<meta property='og:title' content='{story.title}'>",
    )


def open_tags(story: Story, above: str = "", below: str = "") -> str:
    """An old page that closes no paragraph, in upper case, its headline in a cell."""
    text = "".join(f"<P>　　{each}\n" for each in story.paragraphs)
    main = f"<TABLE><TR><TD CLASS=bt><CENTER>{story.title}</CENTER><TR><TD>{story.info}<TR><TD><FONT SIZE=3>{text}</FONT></TABLE>"
    return _page(story, f"<CENTER>{NAV}</CENTER>{above}<TABLE><TR><TD>{main}</TABLE>{below}")


LAYOUTS: tuple[Callable[[Story, str, str], str], ...] = (
    soup, table, bare, amp, wordpress, nextjs, mobile, hant, headed, within, nested, open_tags,
)  # fmt: skip


def part(html: str) -> str:
    """Return what stands in a page's body, to stand below another: an endless page."""
    return html.partition("<body>")[2].rpartition("</body>")[0]
