"""More such pages, written after the rules for the first had been: a check on those rules."""

from __future__ import annotations

import json

from tests.golden.layouts.pages import (
    NAV,
    OTHER,
    SUMMARY,
    TITLE,
    TTITLE,
    S,
    T,
    comments,
    doc,
    foot,
    links,
    nav,
    p,
    page,
)  # fmt: skip

PIERS = ["东岸", "西岸", "北山", "南湖", "江心"]
FOOT3 = '<div class="bottom"><p>江口网是国务院新闻办公室批准的新闻网站，本站刊登的所有内容，均为江口网合法拥有版权或有权使用的作品。</p><p>未经本网授权不得转载、摘编或利用其它方式使用上述作品，违反上述声明者，本网将追究其相关法律责任。</p><p>举报电话：12345　举报邮箱：jubao@example.cn　地址：江口市江滨路1号</p></div>'
page(
    "inline-related",
    doc(
        f"<title>{TITLE}_江口网</title>",
        f"""{nav()}<div class="w"><h1>{TITLE}</h1><div class="meta"><span>2023-05-03 09:30</span><span>来源：江口晚报</span></div><div class="txt"><div class="summary"><strong>核心提示：</strong>{SUMMARY[0]}</div>{p(S[:3])}<p><a href="/1">相关阅读：{OTHER[0]}</a></p><div class="rel-card"><a href="/2"><img><span>{OTHER[1]}</span></a></div>{p(S[3:7])}<p>延伸阅读</p><p><a href="/3">{OTHER[2]}</a></p><p><a href="/4">{OTHER[3]}</a></p></div></div>{FOOT3}""",
    ),
    ["核心提示：" + SUMMARY[0], *S[:7]],
    source="江口晚报",
)
page(
    "short-long-footer",
    doc(
        f"<title>{TITLE}-江口网</title>",
        f"""{nav()}<div class="mid"><div class="bt">{TITLE}</div><div class="sj">2023年05月03日 09时30分　来源：江口日报</div><div class="nr">{S[0]}<br><br>{S[6]}</div></div>{FOOT3}<div class="fl">友情链接：{links(NAV)}</div>""",
    ),
    [S[0], S[6]],
    source="江口日报",
)
page(
    "logo-h1",
    doc(
        f"<title>{TITLE} - 江口新闻 - 江口网</title>",
        f"""<h1 class="logo"><a href="/">江口网</a></h1><div class="today">2024年6月1日 星期六</div>{nav()}<div class="main"><h2>{TITLE}</h2><h5>2023-05-03 09:30　江口新闻</h5><div>{p(S[:6])}</div></div>{foot()}""",
    ),
    S[:6],
)
page(
    "span-td",
    doc(
        f"<title>{TITLE}</title>",
        f"""<table><tr><td><table><tr><td class="title_h" align="center"><strong>{TITLE}</strong></td></tr><tr><td align="center"><span>作者：林小舟</span>&nbsp;&nbsp;<span>时间：2023-5-3 9:30:00</span>&nbsp;&nbsp;<span>点击：<script>document.write(1)</script>次</span></td></tr><tr><td><span style="font-size:14px">{"</span><br /><span>".join("&nbsp;&nbsp;&nbsp;&nbsp;" + x for x in S[:6])}</span></td></tr><tr><td>[<a href="#">打印本页</a>] [<a href="#">关闭窗口</a>]</td></tr></table></td><td>{links(OTHER)}</td></tr></table>""",
    ),
    S[:6],
    author=["林小舟"],
)
page(
    "caixin",
    doc(
        f"<title>{TITLE}_江口财经网</title>",
        f"""{nav()}<div class="conWrap"><div id="the_content" class="article"><div id="conTit"><h1>{TITLE}</h1><div id="artInfo">2023年05月03日 09:30 来源于 <a href="/">江口财经网</a></div></div><div id="subhead">夜间禁止鸣笛，票价十五年不涨</div><div id="Main_Content_Val" class="text"><p>　　【江口财经网】（记者 林小舟）{S[0]}</p>{p(["　　" + x for x in S[1:7]])}</div><div class="editor">责任编辑：何立群 | 版面编辑：江一帆</div><div class="redPacketBox">推荐进入<a>数据库</a>，可随时查阅宏观经济、股票债券、公司人物，财经数据尽在掌握。</div></div><div class="right">{links(OTHER)}</div></div>""",
    ),
    ["【江口财经网】（记者 林小舟）" + S[0], *S[1:7]],
    author=["林小舟"],
    source="江口财经网",
)
page(
    "36kr",
    doc(
        f"<title>{TITLE}-江口氪</title>",
        f"""<div id="app"><div class="kr-layout">{nav()}<div class="article-detail-wrapper"><div class="article-left-container"><h1 class="article-title margin-bottom-20 common-width">{TITLE}</h1><div class="article-title-icon common-width margin-bottom-40"><a class="title-icon-item item-a" href="/user/574825230" target="_blank">林小舟</a><span class="title-icon-item item-time"><i>·</i>2023年05月03日 09:30</span></div><div class="common-width margin-bottom-20"><div class="summary">码头快好了。</div></div><div class="common-width content articleDetailContent kr-rich-text-wrapper">{p(S[:7])}</div></div><div class="article-right">{"".join(f'<div class="item"><a class="t" href="/{n}">{x}</a><span class="time">2小时前</span></div>' for n, x in enumerate(OTHER))}</div></div></div></div>""",
    ),
    S[:7],
    author=["林小舟"],
)
page(
    "huxiu",
    doc(
        f"<title>{TITLE}-江口嗅网</title>",
        f"""{nav()}<div class="article-detail"><div class="article__top"><div class="article-detail__title">{TITLE}</div><div class="article-author-info"><a class="author-info__username" href="/member/1.html">林小舟</a><div class="article__time">2023-05-03 09:30</div><button>关注</button></div></div><div class="article__content">{p(S[:3])}<p class="img-center-box"><img></p><p><span class="text-remarks">本文来自江口晚报，题图来自视觉江口</span></p>{p(S[3:7])}</div><div class="article__bottom">本内容为作者独立观点，不代表江口嗅立场。未经允许不得转载，授权事宜请联系 a@example.com</div></div>{comments("pl-wrap")}""",
    ),
    [*S[:3], *S[3:7]],
    author=["林小舟"],
)
page(
    "paged",
    doc(
        f"<title>{TITLE}(1)_江口网</title>",
        f"""{nav()}<div class="w"><h1>{TITLE}</h1><div class="info">2023-05-03 09:30 江口网</div><div class="con">{p(S[:5])}</div><div class="fenye"><a href="1">上一页</a><span>1</span><a href="2">2</a><a href="3">3</a><a href="2">下一页</a></div></div>{foot()}""",
    ),
    S[:5],
)
page(
    "medium",
    doc(
        f"<title>{TITLE} | by 林小舟 | Medium</title><meta property='article:published_time' content='2023-05-03T01:30:00.000Z'><meta name='author' content='林小舟'>",
        f"""<div id="root"><div class="ab ca">{nav()}</div><article><div class="l"><section><h1 id="4f2c" class="pw-post-title">{TITLE}</h1><div class="ab"><a href="/@lxz">林小舟</a><span>·</span><a>Follow</a><div><span>5 min read</span><span>·</span><span data-testid="storyPublishDate">May 3, 2023</span></div></div>{"".join(f'<p class="pw-post-body-paragraph">{x}</p>' for x in S[:7])}</section></div></article><div class="resp">{links(OTHER)}</div></div>""",
    ),
    S[:7],
    author=["林小舟"],
)
page(
    "nyt",
    doc(
        f"<title>{TITLE} - 江口时报中文网</title><meta name='byline' content='林小舟'>",
        f"""{nav()}<main><article class="article-area"><div class="article-header"><header><h1>{TITLE}</h1><address>林小舟</address><time datetime="2023-05-03 09:30:05">2023年5月3日</time></header></div><section class="article-body"><div class="article-left">{"".join(f'<div class="article-paragraph">{x}</div>' for x in S[:4])}<figure class="article-inline-photo"><img><figcaption>工人在码头上刷漆。 <cite>何立群 for 江口时报</cite></figcaption></figure>{"".join(f'<div class="article-paragraph">{x}</div>' for x in S[4:8])}</div></section></article></main>""",
    ),
    [*S[:4], "工人在码头上刷漆。何立群 for 江口时报", *S[4:8]],
    author=["林小舟"],
)
page(
    "dw",
    doc(
        f"<title>{TITLE} – DW – 2023年5月3日</title>",
        f"""<header>{nav()}</header><main><article><header><h1>{TITLE}</h1><span>2023年5月3日</span><p class="teaser-text">{SUMMARY[2]}</p></header><div class="rich-text">{p(S[:3])}<h2>居民的担心</h2>{p(S[3:7])}</div><footer><a>跳过</a></footer></article></main>""",
    ),
    [SUMMARY[2], *S[:3], "居民的担心", *S[3:7]],
    time="2023-05-03",
)
page(
    "sports-table",
    doc(
        f"<title>{TITLE}_体育_江口网</title>",
        f"""{nav()}<div class="a"><h1>{TITLE}</h1><p class="t">2023-05-03 09:30 江口体育</p><div class="b">{p(S[:3])}<table><tr><th>队名</th><th>胜</th><th>负</th></tr><tr><td>江口渡轮队</td><td>12</td><td>3</td></tr><tr><td>北山缆车队</td><td>9</td><td>6</td></tr></table>{p(S[3:5])}</div></div>{links(OTHER)}""",
    ),
    [*S[:3], "队名胜负江口渡轮队123北山缆车队96", *S[3:5]],
)
page(
    "listicle",
    doc(
        "<title>今年值得去的五个码头 - 江口旅游</title>",
        f"""{nav()}<article><h1>今年值得去的五个码头</h1><div class="by">林小舟 2023-05-03 09:30</div>{"".join(f"<section><h2>{n + 1}. {PIERS[n]}码头</h2><img><p>{S[n]}</p></section>" for n in range(5))}</article><aside>{links(OTHER)}</aside>""",
    ),
    [y for n in range(5) for y in (f"{n + 1}. {PIERS[n]}码头", S[n])],
    title="今年值得去的五个码头",
    author=["林小舟"],
)
page(
    "timeline",
    doc(
        f"<title>{TITLE}_江口网</title>",
        f"""{nav()}<div class="art"><h1>{TITLE}</h1><div class="i">2023-05-03 09:30</div><p>{S[0]}</p><div class="tl">{"".join(f'<div class="node"><div class="d">5月{n + 1}日 1{n}:00</div><div class="x">{S[n + 1]}</div></div>' for n in range(5))}</div></div>{foot()}""",
    ),
    [S[0], *[y for n in range(5) for y in (f"5月{n + 1}日 1{n}:00", S[n + 1])]],
)
page(
    "digest-sections",
    doc(
        "<title>江口早班车：五月三日要闻_江口网</title>",
        f"""{nav()}<div class="art"><h1>江口早班车：五月三日要闻</h1><div class="i">2023-05-03 09:30 江口网</div><div class="c"><p>{S[7]}</p>{"".join(f'<h3><a href="/{n}">{OTHER[n]}</a></h3><p>{S[n]}</p>' for n in range(5))}</div></div>{foot()}""",
    ),
    [S[7], *[y for n in range(5) for y in (OTHER[n], S[n])]],
    title="江口早班车：五月三日要闻",
)
page(
    "notice",
    doc(
        "<title>关于东岸码头停航的通知</title>",
        f"""{nav()}<div class="c"><h1>关于东岸码头停航的通知</h1><div class="x">2023-05-03 09:30</div><p>各有关单位：</p><p>因工程需要，东岸码头自5月4日起停航三天。现将有关事项通知如下：</p><p>一、停航期间乘客请改乘西岸班船。</p><p>二、月票顺延三天。</p><p>特此通知。</p><p align="right">江口市渡口管理处</p><p align="right">2023年5月3日</p></div>{foot()}""",
    ),
    [
        "各有关单位：",
        "因工程需要，东岸码头自5月4日起停航三天。现将有关事项通知如下：",
        "一、停航期间乘客请改乘西岸班船。",
        "二、月票顺延三天。",
        "特此通知。",
        "江口市渡口管理处",
        "2023年5月3日",
    ],
    title="关于东岸码头停航的通知",
)
page(
    "tencent-json",
    doc(
        f"<title>{TITLE}_江口新闻</title>",
        '<div id="root"></div><script>window.DATA = '
        + json.dumps(
            {
                "title": TITLE,
                "media": "江口晚报",
                "pubtime": "2023-05-03 09:30:00",
                "originContent": {"text": p(S[:7])},
            },
            ensure_ascii=False,
        )
        + ";</script>",
    ),
    S[:7],
    source="江口晚报",
)
page(
    "blocks-json",
    doc(
        f"<title>{TITLE}</title>",
        '<div id="root"></div><script>window.__DATA__='
        + json.dumps(
            {
                "d": {
                    "title": TITLE,
                    "ctime": 1683077400,
                    "author": {"nickname": "林小舟"},
                    "content": [{"type": "p", "text": x} for x in S[:6]]
                    + [{"type": "img", "url": "http://x/1.jpg"}],
                    "rec": [{"title": x, "url": "/1"} for x in OTHER],
                }
            },
            ensure_ascii=False,
        )
        + "</script>",
    ),
    S[:6],
    author=["林小舟"],
)
page(
    "trad-forum-news",
    doc(
        f"<title>{TTITLE} | 江口新聞雲</title>",
        f"""{nav()}<article><div class="subject_article"><header><h1 class="title">{TTITLE}</h1></header><p class="date"><time class="date" datetime="2023-05-03T09:30:00+08:00">2023年05月03日 09:30</time></p><div class="story" itemprop="articleBody"><p>▲東岸碼頭。（圖／記者何立群攝）</p><p>記者林小舟／江口報導</p>{p(T[:6])}<p><strong>【更多新聞】</strong></p><p><a href="/1">►{OTHER[0]}</a></p><p><a href="/2">►{OTHER[1]}</a></p></div></div></article>""",
    ),
    ["▲東岸碼頭。（圖／記者何立群攝）", "記者林小舟／江口報導", *T[:6]],
    title=TTITLE,
    author=["林小舟"],
)
page(
    "hk-style",
    doc(
        f"<title>{TTITLE} - 江口01</title><meta property='article:published_time' content='2023-05-03T01:30:00+00:00'>",
        f"""{nav()}<div id="article-detail"><h1 id="articleTitle">{TTITLE}</h1><div class="byline">撰文：<span>林小舟</span></div><div class="times">出版：2023-05-03 09:30 更新：2023-05-03 11:00</div><article>{"".join(f'<p class="u02q31-0">{x}</p>' for x in T[:5])}<a href="/1"><h3>{OTHER[0]}</h3></a></article></div>""",
    ),
    T[:5],
    title=TTITLE,
    author=["林小舟"],
)
