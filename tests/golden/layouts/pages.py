"""Pages of the kinds met in the wild, their markup as such sites build it, their words invented."""

from __future__ import annotations

import json
from typing import Any

S = [
    "江口市渡口管理处昨天说，东岸码头的扩建工程已经完成七成，预计六月底前可以试运行，届时两岸往来的时间将缩短二十分钟。",
    "“以前早高峰要等两班船，现在半小时就能过江。”住在西岸的周阿姨告诉记者，她在东岸的菜场卖了十一年豆腐，每天凌晨四点出门。",
    "据介绍，新码头共设六个泊位，其中两个留给夜间的货船。候船厅的屋顶装了光伏板，一年发电约十二万度，够整个码头照明之用。",
    "管理处工程科科长何立群说，施工期间最难的是水位变化：去年秋汛时江面一夜涨了一米八，打好的桩不得不重新校正。",
    "工程总投资约三千五百万元，资金来自市财政和两家航运公司。按照协议，公司可以在十五年内收取停靠费，但票价不得高于现在的水平。",
    "不过，也有居民担心噪声。家住江滨路的退休教师秦先生说，货船夜里鸣笛，窗户都跟着响，希望管理处能规定夜间的航速。",
    "对此，管理处回应称，今后晚上十点到早上六点禁止鸣笛，违者第一次警告，第二次停航三天。",
    "记者在现场看到，工人正在给栏杆刷第二遍漆，几位老人坐在台阶上看船，孩子们追着鸽子跑，江风把帽子吹得老高。",
    "市交通局的统计显示，今年头四个月渡轮共运送旅客二百一十三万人次，比去年同期增加百分之九点四，其中学生占了将近三成。",
    "“船快了，人也就近了。”一位在船上工作了二十六年的老水手说，他见过江上起雾的早晨，也见过烟花落进水里的晚上。",
]
T = [
    "江口市政府昨天宣布，東岸碼頭擴建工程已完成七成，預計六月底試營運，屆時兩岸往來可縮短二十分鐘車程。",
    "「以前尖峰時間要等兩班船，現在半小時就過江了。」住在西岸的周太太說，她在東岸市場賣豆腐十一年，每天凌晨四點出門。",
    "管理處指出，新碼頭共設六個泊位，其中兩個留給夜間貨船；候船室屋頂裝設太陽能板，一年發電約十二萬度。",
    "工程科長何立群表示，施工期間最難的是水位變化，去年秋天江面一夜漲了一公尺八，打好的樁不得不重新校正。",
    "不過也有居民擔心噪音。住在江濱路的退休教師秦先生說，貨船夜裡鳴笛，窗戶都跟著響，希望能限制夜間航速。",
    "對此管理處回應，今後晚上十點到清晨六點禁止鳴笛，違規者第一次警告，第二次停航三天。",
]
TITLE = "东岸码头扩建完成七成 六月底可试运行"
TTITLE = "東岸碼頭擴建完成七成 六月底可試營運"
OTHER = [
    "山城夜市搬新家 摊位比去年多一倍",
    "老厂房改成图书馆 周末开放到十点",
    "明年地铁票价不变 月票可跨区使用",
    "冬泳爱好者横渡南湖 最年长者七十八岁",
    "三所小学合并 家长会今晚召开",
    "缆车检修完毕 月底恢复运行",
    "菜价连降三周 西红柿每斤三元五",
    "新桥合龙 两岸车程缩短二十分钟",
    "气象台：周末有小雨 出门带伞",
    "南湖中学篮球队四连胜 主场门票售罄",
]
SUMMARY = [
    "夜市从老码头迁到体育场北侧，摊位由八十个增加到一百六十个，营业时间延长到凌晨一点。",
    "停产多年的纺织厂经过两年改造，成了市里最大的图书馆，藏书四十万册，周末开放到晚上十点。",
    "市发改委今天公布了明年的公共交通价格方案，地铁起步价保持不变，月票可以在三个区通用。",
]
COMMENTS = [
    "终于修好了，每天上班都要绕路，希望票价真的不涨，这样我们就不用再坐公交了。",
    "支持！不过停车的地方还是太少，能不能在旁边再修一个停车场，周末根本没有位置。",
    "我奶奶就住在江边，晚上确实很吵，管理处说的禁止鸣笛希望能真的执行下去。",
]
NAV = [
    "首页",
    "新闻",
    "财经",
    "体育",
    "娱乐",
    "科技",
    "教育",
    "健康",
    "汽车",
    "房产",
    "视频",
    "图片",
]


def p(lines, tag="p", attrs=""):
    return "".join(f"<{tag}{attrs}>{x}</{tag}>" for x in lines)


def links(items, li="li", ul="ul", cls=""):
    return (
        f"<{ul}{cls}>"
        + "".join(f'<{li}><a href="/a/{n}.html">{x}</a></{li}>' for n, x in enumerate(items))
        + f"</{ul}>"
    )


def nav():
    return (
        '<div class="nav-bar">'
        + "".join(f'<a href="/{n}/">{x}</a>' for n, x in enumerate(NAV))
        + "</div>"
    )


def foot():
    return '<div class="ft"><p><a href="/about">关于我们</a> | <a href="/ad">广告服务</a> | <a href="/contact">联系我们</a></p><p>江口新闻网版权所有 未经授权不得转载 ICP备12345678号</p></div>'


def comments(cls="cmt"):
    return (
        f'<div class="{cls}">'
        + "".join(
            f'<div class="it"><span class="nm">江口网友{n}</span><span class="tm">2023-05-0{n + 3} 1{n}:20</span><div class="tx">{x}</div><a href="#">回复</a><a href="#">赞({n})</a></div>'
            for n, x in enumerate(COMMENTS)
        )
        + "</div>"
    )


def doc(head, body, html=""):
    return f'<!DOCTYPE html><html{html}><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'


PAGES: list[dict[str, Any]] = []


def page(
    name,
    html,
    body,
    *,
    title=TITLE,
    time="2023-05-03 09:30",
    author=(),
    source=None,
    url=None,
    extra=(),
):
    PAGES.append(
        {
            "id": name,
            "html": html,
            "body": list(body),
            "title": title,
            "publish_time": time,
            "author": list(author),
            "source": source,
            "url": url,
            "extra": extra,
        }
    )


# 1 WeChat
def wechat(title_tag, when):
    body = "".join(
        f'<section style="margin:0 8px;line-height:1.75em;"><span style="font-size:15px;">{x}</span></section><p><br></p>'
        for x in S[:6]
    )
    return doc(
        f'<meta property="og:title" content="{TITLE}"><meta property="og:url" content="http://mp.weixin.qq.com/s?__biz=MzA"><meta property="og:article:author" content="林小舟"><meta property="og:site_name" content="微信公众平台"><meta name="author" content="林小舟"><meta name="description" content="码头快好了"><title>{title_tag}</title>',
        f"""<div id="js_article" class="rich_media"><div class="rich_media_inner"><div id="page-content" class="rich_media_area_primary"><div class="rich_media_area_primary_inner"><div id="img-content" class="rich_media_wrp">
<h1 class="rich_media_title " id="activity-name">{TITLE}</h1>
<div id="meta_content" class="rich_media_meta_list"><span id="copyright_logo" class="wx_tap_link js_wx_tap_highlight rich_media_meta icon_appmsg_tag appmsg_title_tag weui-wa-hotarea">原创</span><span class="rich_media_meta rich_media_meta_text">林小舟</span><span class="rich_media_meta rich_media_meta_nickname" id="profileBt"><a href="javascript:void(0);" class="wx_tap_link weui-wa-hotarea" id="js_name">江口晚报</a><div id="js_profile_qrcode" class="profile_container" style="display:none;"><div class="profile_inner"><strong class="profile_nickname">江口晚报</strong><img class="profile_avatar"><p class="profile_meta"><label class="profile_meta_label">微信号</label><span class="profile_meta_value">jkwb_news</span></p><p class="profile_meta"><label class="profile_meta_label">功能介绍</label><span class="profile_meta_value">江口晚报官方公众号，每天为你讲江边的故事，请多多关注。</span></p></div></div></span><em id="publish_time" class="rich_media_meta rich_media_meta_text">{when}</em></div>
<div class="rich_media_content js_underline_content autoTypeSetting24psection" id="js_content" style="visibility: hidden; opacity: 0; ">{body}<section><p style="text-align:center"><strong>— END —</strong></p></section></div>
<div class="rich_media_tool" id="js_sg_bar">阅读 <span id="readNum3"></span></div></div></div></div>
<div class="rich_media_area_extra"><div id="js_pc_qr_code" style="display:none;"><p>微信扫一扫<br>关注该公众号</p></div></div></div></div>
<script>var biz = ""||"MzA"; var ct = "1683077400"; var user_name = "gh_0001"; var nickname = htmlDecode("江口晚报"); var msg_title = '{TITLE}'.html(false); var msg_desc = htmlDecode("码头快好了"); var round_head_img = "http://x/0"; var svr_time = "1690000000";</script>""",
    )


page(
    "wechat",
    wechat("", ""),
    S[:6],
    author=["林小舟"],
    source="江口晚报",
    url="https://mp.weixin.qq.com/s/abc",
)
page(
    "wechat-dated",
    wechat(TITLE, "2023-05-03 09:30"),
    S[:6],
    author=["林小舟"],
    source="江口晚报",
    url="https://mp.weixin.qq.com/s/abc",
)

# 2 Toutiao
page(
    "toutiao",
    doc(
        f"<title>{TITLE} - 今日头条</title>",
        f"""<div id="root"><div class="header-bar">{nav()}</div><div class="main"><div class="article-detail-container"><div class="left-sidebar"><div class="detail-interaction"><button>赞</button><button>评论</button><button>收藏</button></div></div><div class="main"><div class="show-monitor"><div class="article-content"><h1>{TITLE}</h1><div class="article-meta"><span class="original-tag">原创</span><span>2023-05-03 09:30</span><span class="dot">·</span><span class="name"><a href="/c/user/1">江口晚报</a></span></div><article class="syl-article-base tt-article-content syl-page-article syl-device-pc">{p(S[:7], attrs=' data-track="1"')}<div class="pgc-img"><img><p class="pgc-img-caption">码头上的工人在刷漆</p></div>{p(S[7:9])}</article></div></div><div class="detail-end-tag"><span class="tag">举报</span></div>{comments("comment-list")}</div><div class="right-sidebar"><div class="user-info">江口晚报 <button>关注</button></div>{links(OTHER[:6])}</div></div></div></div>""",
    ),
    [*S[:7], "码头上的工人在刷漆", *S[7:9]],
    source="江口晚报",
)
# 3 Baijiahao (hashed)
page(
    "baijiahao",
    doc(
        f"<title>{TITLE}</title>",
        f"""<div id="ssr-content"><div class="_1YIgw"><div class="EaCvy"><div class="_2y-oN"><div class="sKHSJ">{TITLE}</div><div class="_2oCnX"><a href="/author"><img></a><div class="_3jGSX"><p class="_7y5nA">江口晚报</p><div class="_2sjh9"><span class="_10s4U">2023-05-03 09:30</span><span class="_2Wctx">江口晚报官方帐号</span></div></div><div class="_3gUFN"><span>关注</span></div></div></div></div><div class="_18p7x" data-testid="article">{"".join(f'<div class="dpu8C _2kCxD"><p><span class="bjh-p">{x}</span></p></div>' for x in S[:8])}</div></div><div class="_3xx"><div class="_1qq"><span>举报/反馈</span></div></div></div><div class="_2Wb9J"><h3>相关推荐</h3>{"".join(f'<div class="item"><a href="/{n}"><img><div class="c"><h3>{x}</h3><span>江口日报</span></div></a></div>' for n, x in enumerate(OTHER[:5]))}</div>""",
    ),
    S[:8],
    source=None,
)
# 4 CSDN
CODE = [
    "import kafka",
    "consumer = kafka.Consumer()",
    "for message in consumer:",
    "print(message.value)",
]
BLOG = [
    "最近在公司里搭了一套消息队列，踩了不少坑，这里把过程记下来，希望对后来的人有点帮助。",
    "首先要说的是版本问题。老版本依赖外部的协调服务，新版本可以自己管自己，少装一个东西就少一份麻烦。",
    "启动之后用下面的代码读一条消息，如果一切正常，终端上会打印出刚才发的内容：",
    "需要注意的是，消费者组的名字一旦定下来就不要随便改，否则偏移量会从头开始，日志会被重复处理一遍。",
    "最后总结一下：先看文档，再看日志，最后才去搜索。大多数问题在日志里都写得明明白白。",
]
BT = "消息队列搭建踩坑记：从安装到读出第一条消息"
page(
    "csdn",
    doc(
        f"<title>{BT}_消息队列 安装-CSDN博客</title><meta name='keywords' content='消息队列 安装'>",
        f"""<div id="csdn-toolbar">{nav()}</div><div class="main_father clearfix d-flex justify-content-center"><div class="container clearfix" id="mainBox"><main><div class="blog-content-box"><div class="article-header-box"><div class="article-header"><div class="article-title-box"><h1 class="title-article" id="articleContentId">{BT}</h1></div><div class="article-info-box"><div class="article-bar-top"><img class="article-type-img"><div class="bar-content"><a class="follow-nickName " href="/u" target="_blank" rel="noopener" title="林小舟">林小舟</a><img class="article-time-img"><span class="time blog-postTime" data-time="2023-05-03 09:30:12">于&nbsp;2023-05-03 09:30:12&nbsp;发布</span><div class="read-count-box"><img class="article-read-img"><span class="read-count">阅读量1.2k</span><a id="blog_detail_zk_collection"><span class="name">收藏</span><span class="get-collection">12</span></a></div></div></div></div></div></div><article class="baidu_pl"><div id="article_content" class="article_content clearfix"><div id="content_views" class="markdown_views prism-atom-one-dark"><p>{BLOG[0]}</p><h2><a name="t0"></a>安装</h2><p>{BLOG[1]}</p><h2><a name="t1"></a>读消息</h2><p>{BLOG[2]}</p><pre><code class="prism language-python">{chr(10).join(CODE)}</code></pre><p>{BLOG[3]}</p><h2>总结</h2><p>{BLOG[4]}</p></div></div></article></div>{comments("comment-box")}<div class="recommend-box">{"".join(f'<div class="recommend-item-box"><a href="/{n}"><div class="content-box"><div class="tit">{x}</div><div class="desc">{SUMMARY[n % 3]}</div></div></a></div>' for n, x in enumerate(OTHER[:6]))}</div></main><aside class="blog_container_aside"><div class="aside-box">林小舟 码龄5年</div>{links(OTHER[5:])}</aside></div></div>""",
    ),
    [BLOG[0], "安装", BLOG[1], "读消息", BLOG[2], *CODE, BLOG[3], "总结", BLOG[4]],
    title=BT,
    author=["林小舟"],
)
# 5 cnblogs
page(
    "cnblogs",
    doc(
        f"<title>{BT} - 林小舟 - 博客园</title>",
        f"""<div id="top_nav">{nav()}</div><div id="home"><div id="header"><div id="blogTitle"><h1><a id="Header1_HeaderTitle" class="headermaintitle HeaderMainTitle" href="/">林小舟的自留地</a></h1><h2>写一点是一点</h2></div></div><div id="main"><div id="mainContent"><div class="forFlow"><div id="post_detail"><div id="topics"><div class="post"><h1 class="postTitle"><a id="cb_post_title_url" class="postTitle2 vertical-middle" href="/p/1.html"><span role="heading" aria-level="2">{BT}</span></a></h1><div class="clear"></div><div class="postBody"><div id="cnblogs_post_body" class="blogpost-body cnblogs-markdown"><p>{BLOG[0]}</p><h2>安装</h2><p>{BLOG[1]}</p><p>{BLOG[2]}</p><p>{BLOG[3]}</p><p>{BLOG[4]}</p></div><div id="blog_post_info_block"><div id="blog_post_info"></div></div></div><div class="postDesc">posted @ <span id="post-date">2023-05-03 09:30</span>&nbsp;<a href="https://www.cnblogs.com/lxz">林小舟</a>&nbsp;阅读(<span id="post_view_count">120</span>)&nbsp;评论(<span>0</span>)&nbsp;<a href="">编辑</a>&nbsp;<a href="">收藏</a>&nbsp;<a href="">举报</a></div></div></div></div><div id="comments_pager_top"></div>{comments("feedbackItem")}</div></div><div id="sideBar"><div class="catListTitle">最新随笔</div>{links(OTHER)}</div></div><div id="footer">Copyright &copy; 2023 林小舟 Powered by .NET</div></div>""",
    ),
    [BLOG[0], "安装", *BLOG[1:]],
    title=BT,
    author=["林小舟"],
)
# 6 Jianshu
page(
    "jianshu",
    doc(
        f"<title>{TITLE} - 简书</title>",
        f"""<div id="__next"><header class="_3Pnjry">{nav()}</header><div class="_3kbg6I"><div class="_3VRLsv" role="main"><div class="_gp-ck"><section class="ouvJEz"><h1 class="_1RuRku">{TITLE}</h1><div class="rEsl9f"><div class="_2mYfmT"><a class="_1qp91i" href="/u/1"><img class="_13D2Eh"/></a><div style="margin-left:8px"><div class="_3U4Smb"><span class="FxYr8x"><a class="_1OhGeD" href="/u/1">林小舟</a></span></div><div class="s-dsoj"><time dateTime="2023-05-03T01:30:00.000Z">2023.05.03 09:30:00</time><span>字数 712</span><span>阅读 331</span></div></div></div></div><article class="_2rhmJa"><p>{S[0]}<br>{S[1]}</p>{p(S[2:7])}</article></section></div></div><aside class="_2OwGUo"><h3 class="QHRnq8">推荐阅读</h3>{"".join(f'<div class="cuOxAY"><a href="/{n}">{x}</a><div class="_3fvgn4">阅读 {n}1</div></div>' for n, x in enumerate(OTHER))}</aside></div></div><script id="__NEXT_DATA__" type="application/json">{json.dumps({"props": {"note": {"title": TITLE, "free_content": p(S[:7])}}})}</script>""",
    ),
    S[:7],
    author=["林小舟"],
)
# 7 Zhihu
page(
    "zhihu",
    doc(
        f"<title data-rh='true'>{TITLE} - 知乎</title>",
        f"""<div id="root"><div class="App"><main class="App-main"><div class="Post-content"><div class="ColumnPageHeader-Wrapper">{nav()}</div><div class="Post-Row-Content"><article class="Post-Main Post-NormalMain" tabindex="-1"><header class="Post-Header"><h1 class="Post-Title">{TITLE}</h1><div class="Post-Author"><div class="AuthorInfo" itemprop="author" itemscope><meta itemprop="name" content="林小舟"><div class="AuthorInfo-content"><div class="AuthorInfo-head"><span class="UserLink AuthorInfo-name"><a class="UserLink-link" href="//www.zhihu.com/people/x">林小舟</a></span></div><div class="AuthorInfo-detail"><div class="AuthorInfo-badge"><div class="ztext AuthorInfo-badgeText">江边长大的人，写点码头上的事。</div></div></div></div></div><button class="FollowButton">关注</button></div><span class="Voters"><button>128 人赞同了该文章</button></span></header><div class="Post-RichTextContainer"><div class="css-376mun"><div class="RichText ztext Post-RichText css-117anjg">{p(S[:3])}<blockquote>{S[3]}</blockquote><ol><li>{S[4]}</li><li>{S[5]}</li></ol>{p(S[6:8])}</div></div></div><div class="ContentItem-time" role="button">发布于 2023-05-03 09:30<span>・IP 属地江口</span></div><div class="Post-topicsAndReviewer"><div class="TopicList Post-Topics"><div class="Tag Topic"><a class="TopicLink">码头</a></div></div></div></article><div class="Post-Sub"><div class="Recommendations-Main"><h3>推荐阅读</h3>{"".join(f'<div class="PostItem"><h1 class="PostItem-Title">{x}</h1><div class="PostItem-Summary">{SUMMARY[n % 3]}</div></div>' for n, x in enumerate(OTHER[:4]))}</div>{comments("Comments-container")}</div></div></div></main></div></div>""",
    ),
    S[:8],
    author=["林小舟"],
)
# 8 Founder digital paper
page(
    "epaper-founder",
    f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>江口日报数字报-{TITLE}</title></head><body><table width="1000" border="0"><tr><td><table><tr><td class="px12">2023年05月03日　星期三</td><td><a href="#">上一期</a> <a href="#">下一期</a> <a href="#">返回首页</a></td></tr></table></td></tr><tr><td valign="top" width="30%"><table>{"".join(f'<tr><td><a href="node_{n}.htm">第0{n}版：要闻</a></td></tr>' for n in range(1, 9))}</table><table>{"".join(f'<tr><td class="default"><a href="content_{n}.htm"><div id="mp{n}" style="display:inline">{x}</div></a></td></tr>' for n, x in enumerate(OTHER))}</table></td><td valign="top"><table><tr><td align="center" class="font02"><founder-pretitle>一江两岸再近一步</founder-pretitle></td></tr><tr><td align="center" class="font01"><founder-title>{TITLE}</founder-title></td></tr><tr><td align="center" class="font02"><founder-subtitle>夜间禁止鸣笛 票价十五年不涨</founder-subtitle></td></tr><tr><td align="center" class="font02"><founder-author>本报记者 林小舟</founder-author></td></tr></table><table><tr><td><div id="ozoom" style="zoom:100%;"><!--enpcontent--><founder-content><P>　　本报讯（记者 林小舟）{S[0]}</P>{p(["　　" + x for x in S[1:7]], "P")}</founder-content><!--/enpcontent--></div></td></tr></table><table><tr><td><a href="#">上一篇</a> <a href="#">下一篇</a> <a href="#">放大</a> <a href="#">缩小</a> <a href="#">默认</a></td></tr></table></td></tr></table><table><tr><td align="center">江口日报社版权所有 未经许可不得转载</td></tr></table></body></html>""",
    ["本报讯（记者 林小舟）" + S[0], *S[1:7]],
    time="2023-05-03",
    author=["林小舟"],
)
# 9 epaper modern
page(
    "epaper-modern",
    doc(
        f"<title>{TITLE}--江口日报</title>",
        f"""<div class="main w1000"><div class="left paper-box"><div class="paper-bot"><p class="left ban">第04版：要闻</p><p class="right btn"><a class="preart" href="">上一版</a><a class="nextart" href="">下一版</a></p></div></div><div class="right right-main"><div class="date-box"><p class="date left">江口日报 2023年05月03日 星期三</p><p class="right"><a href="#">返回目录</a></p></div><div class="article-box"><div class="bc"><a class="art-btn preart">上一篇</a> <a class="art-btn nextart">下一篇</a> <a class="big">放大+</a> <a class="small">缩小-</a></div><div class="article"><h3>一江两岸再近一步</h3><h1>{TITLE}</h1><h2>夜间禁止鸣笛</h2><p class="sec">本报记者 林小舟 江一帆 <span class="date">《江口日报》（2023年05月03日 第 04 版）</span><span class="oc">【本版责编】何立群</span></p><div class="attachment"><table class="pci_c"><tbody><tr><td><img></td></tr></tbody></table></div><div id="ozoom"><p>{"</p><p>".join("　　" + x for x in S[:8])}</p></div></div></div></div></div>""",
    ),
    S[:8],
    time="2023-05-03",
    author=["林小舟", "江一帆"],
    source=None,
)
# 10 university, webplus and boda
page(
    "univ-webplus",
    doc(
        f"<title>{TITLE}</title>",
        f"""<div class="wrapper nav">{nav()}</div><div class="wrapper" id="d-container"><div class="inner"><div class="mod clearfix"><div class="col_menu"><h3>新闻网</h3>{links(NAV[:8])}</div><div class="infobox"><div class="article" frag="窗口3"><h1 class="arti_title">{TITLE}</h1><p class="arti_metas"><span class="arti_publisher">发布者：林小舟</span><span class="arti_update">发布时间：2023-05-03</span><span class="arti_views">浏览次数：<span class="WP_VisitCount">235</span></span></p><div class="entry"><article class="read"><div id="content"><div class="wp_articlecontent">{"".join(f'<p style="text-indent:2em;"><span style="font-family:宋体;">{x}</span></p>' for x in S[:5])}<p style="text-align:right;">(通讯员 江一帆 摄影 何立群)</p></div></div></article></div></div></div></div></div></div>{foot()}""",
    ),
    [*S[:5], "(通讯员 江一帆 摄影 何立群)"],
    time="2023-05-03",
    author=["江一帆"],
)
page(
    "univ-boda",
    doc(
        f"<title>{TITLE}-江口大学新闻网</title><meta name='pageType' content='3'><meta name='pageTitle' content='{TITLE}'>",
        f"""<div class="hd">{nav()}</div><div class="dqwz">当前位置： <a href="/">首页</a> &gt;&gt; <a href="/x">校园要闻</a> &gt;&gt; 正文</div><form name="_newscontent_fromname"><div class="content-title"><h3>{TITLE}</h3><i>时间：2023年05月03日 09:30　　来源：宣传部　　作者：林小舟　　点击：[<span id="n_dynclicks">87</span>]</i></div><div id="vsb_content" class="content-con"><div class="v_news_content"><p class="vsbcontent_start">{S[0]}</p>{p(S[1:6])}<p class="vsbcontent_end">{S[6]}</p></div></div><div id="div_vote_id"></div><p>【<a href="javascript:window.close()">关闭窗口</a>】</p><ul class="pages"><li>上一条：<a href="1">{OTHER[0]}</a></li><li>下一条：<a href="2">{OTHER[1]}</a></li></ul></form>{foot()}""",
    ),
    S[:7],
    author=["林小舟"],
    source="宣传部",
)
# 11 government
page(
    "gov",
    doc(
        f'<title>{TITLE}_江口市人民政府</title><meta name="SiteName" content="江口市人民政府"><meta name="ColumnName" content="部门动态"><meta name="ArticleTitle" content="{TITLE}"><meta name="PubDate" content="2023-05-03 09:30"><meta name="ContentSource" content="市交通局"><meta name="Author" content="">',
        f"""{nav()}<div class="location">您所在的位置：<a>首页</a>&gt;<a>部门动态</a></div><table width="900"><tr><td align="center" id="zoomtitle"><!--<$[信息名称]>begin-->{TITLE}<!--<$[信息名称]>end--></td></tr><tr><td>发布日期：2023-05-03 09:30　　　来源： 市交通局　　　浏览次数： <script>document.write(3)</script>　　　字体：[ <a href="#">大</a> <a href="#">中</a> <a href="#">小</a> ]</td></tr><tr><td class="bt_content"><div id="zoom"><!--<$[信息内容]>begin--><meta name="ContentStart"><div class="TRS_Editor"><style>.TRS_Editor P{{}}</style>{p(["　　" + x for x in S[:6]])}</div><meta name="ContentEnd"></div></td></tr><tr><td align="right">打印本页　关闭窗口</td></tr></table>{foot()}""",
    ),
    S[:6],
    source="市交通局",
)
# 12 2000s nested tables, br and nbsp
page(
    "tables-2000s",
    f"""<HTML><HEAD><TITLE>{TITLE}--江口在线</TITLE><META http-equiv=Content-Type content="text/html; charset=gb2312"></HEAD><BODY bgColor=#ffffff><TABLE width=770 align=center><TR><TD>{" | ".join(f'<A href="/{n}">{x}</A>' for n, x in enumerate(NAV))}</TD></TR></TABLE><TABLE width=770 align=center><TR><TD width=180 vAlign=top><TABLE>{"".join(f'<TR><TD>·<A href="/{n}">{x}</A></TD></TR>' for n, x in enumerate(OTHER))}</TABLE></TD><TD width=590 vAlign=top><TABLE width=100%><TR><TD align=center><FONT size=4 color=#cc0000><B>{TITLE}</B></FONT></TD></TR><TR><TD align=center><FONT color=#666666>http://www.jiangkou.example 2003年05月03日09:30 江口晚报</FONT></TD></TR><TR><TD><FONT class=f14>{"<BR><BR>".join("&nbsp;&nbsp;&nbsp; " + x for x in S[:7])}</FONT></TD></TR><TR><TD align=right>(编辑：林小舟)</TD></TR></TABLE><TABLE><TR><TD>【<A href=#>发表评论</A>】【<A href=#>推荐给朋友</A>】【<A href=#>关闭窗口</A>】</TD></TR></TABLE></TD></TR></TABLE></BODY></HTML>""",
    S[:7],
    time="2003-05-03 09:30",
)
# 13 br text, nav left, ad table floats in
page(
    "br-text",
    doc(
        f"<title>{TITLE}_新闻中心_江口网</title>",
        f"""{nav()}<div class="blkContainer"><h1 id="artibodyTitle">{TITLE}</h1><div class="artInfo"><span id="pub_date">2003年05月03日09:30</span> <span id="media_name"><a href="http://x">江口晚报</a></span></div><div class="blkContainerSblkCon" id="artibody">　　{"<br/><br/>　　".join(S[:3])}<div style="float:right"><table><tr><td><a href="/ad"><img></a></td></tr></table></div><br/>　　{"<br/>　　".join(S[3:8])}<br/></div><div class="otherContent_01"><p>相关专题：<a href="/z">码头扩建</a></p></div></div>{foot()}""",
    ),
    S[:8],
    time="2003-05-03 09:30",
    source="江口晚报",
)
# 14 NEXT_DATA
page(
    "next-data",
    doc(
        "<title></title>",
        '<div id="__next"></div><script id="__NEXT_DATA__" type="application/json">'
        + json.dumps(
            {
                "props": {
                    "pageProps": {
                        "detailData": {
                            "contentDetail": {
                                "contId": 1,
                                "name": TITLE,
                                "author": "江口晚报记者 林小舟",
                                "pubTime": "2023-05-03 09:30",
                                "publishTime": 1683077400000,
                                "source": "江口晚报",
                                "summary": SUMMARY[0],
                                "content": p(S[:7]),
                                "responsEditor": "何立群",
                            },
                            "relateConts": [{"name": x, "pubTime": "1小时前"} for x in OTHER],
                        }
                    }
                },
                "page": "/newsDetail",
            },
            ensure_ascii=False,
        )
        + "</script>",
    ),
    S[:7],
    author=["林小舟"],
    source="江口晚报",
)
# 15 INITIAL_STATE
page(
    "initial-state",
    doc(
        f"<title>{TITLE}</title>",
        '<div id="app"><div class="loading">加载中...</div></div><script>window.__INITIAL_STATE__='
        + json.dumps(
            {
                "article": {
                    "title": TITLE,
                    "author": {"name": "林小舟"},
                    "publishTime": "2023-05-03 09:30:00",
                    "contentHtml": p(S[:6], attrs=' class="x"'),
                    "list": [{"title": x, "desc": SUMMARY[n % 3]} for n, x in enumerate(OTHER)],
                }
            }
        )
        .replace("<", "\\u003C")
        .replace("/", "\\u002F")
        + ";(function(){})()</script>",
    ),
    S[:6],
    author=["林小舟"],
)
# 16 ld+json body only
page(
    "ld-json-body",
    doc(
        f'<title>{TITLE} | 江口新闻</title><script type="application/ld+json">'
        + json.dumps(
            {
                "@context": "https://schema.org",
                "@type": "NewsArticle",
                "headline": TITLE,
                "datePublished": "2023-05-03T09:30:00+08:00",
                "author": {"@type": "Person", "name": "林小舟"},
                "publisher": {"@type": "Organization", "name": "江口新闻"},
                "articleBody": "\n".join(S[:6]),
            },
            ensure_ascii=False,
        )
        + "</script>",
        '<div id="root"></div><noscript>请打开脚本以阅读本文。</noscript>',
    ),
    S[:6],
    author=["林小舟"],
)
# 16b plain text inside state, paragraphs parted by \n
page(
    "state-plain-text",
    doc(
        f"<title>{TITLE}</title>",
        '<div id="app"></div><script>var _detail = {"title":"'
        + TITLE
        + '","pubdate":"2023-05-03 09:30","body":"'
        + "\\n".join(S[:6])
        + '"};</script>',
    ),
    S[:6],
)
# 17 AMP
page(
    "amp",
    '<!doctype html><html amp lang="zh"><head><meta charset="utf-8"><title>'
    + TITLE
    + '</title><script type="application/ld+json">'
    + json.dumps(
        {
            "@type": "NewsArticle",
            "headline": TITLE,
            "datePublished": "2023-05-03T01:30:00Z",
            "author": {"@type": "Person", "name": "林小舟"},
        }
    )
    + '</script><style amp-custom>p{}</style></head><body><amp-sidebar id="s" layout="nodisplay">'
    + links(NAV)
    + '</amp-sidebar><header class="amp-wp-header"><a href="/">江口新闻</a></header><article class="amp-wp-article"><header class="amp-wp-article-header"><h1 class="amp-wp-title">'
    + TITLE
    + '</h1><div class="amp-wp-meta amp-wp-posted-on"><time datetime="2023-05-03T01:30:00+00:00">2 年前</time></div></header><div class="amp-wp-article-content">'
    + p(S[:4])
    + '<amp-ad type="a"></amp-ad>'
    + p(S[4:7])
    + '</div><footer class="amp-wp-article-footer"><div class="amp-wp-meta amp-wp-tax-category">分类：<a href="/c">本地</a></div></footer></article></body></html>',
    S[:7],
    author=["林小舟"],
)
# 18 div soup hashed
page(
    "div-soup",
    doc(
        f"<title>{TITLE}</title>",
        f"""<div class="a1"><div class="b2">{nav()}</div><div class="c3"><div class="d4"><div class="e5">{TITLE}</div><div class="f6"><div class="g7">林小舟</div><div class="h8">2023-05-03 09:30</div></div><div class="i9">{"".join(f'<div class="j0"><span class="k1">{x}</span></div>' for x in S[:8])}</div></div><div class="l2"><div class="m3">热门</div>{"".join(f'<div class="n4"><a class="o5" href="/{n}"><div class="t">{x}</div></a></div>' for n, x in enumerate(OTHER))}</div></div></div>""",
    ),
    S[:8],
    author=["林小舟"],
)
# 19 135editor wechat mirrored page
page(
    "editor-sections",
    doc(
        f"<title>{TITLE}</title>",
        f"""<div class="header">{nav()}</div><div class="content"><h2 class="title">{TITLE}</h2><div class="info">江口发布 2023-05-03 09:30 发表于江口</div><div class="con">{"".join(f'<section data-tools="135" style="box-sizing:border-box"><section style="margin:10px"><section><p style="line-height:2"><span style="color:#333">{x[:9]}</span><span style="color:#c00"><strong>{x[9:17]}</strong></span><span>{x[17:]}</span></p></section></section></section>' for x in S[:7])}<section><section><p>来源：江口发布</p></section></section><section><p>编辑：林小舟</p></section></div></div>{foot()}""",
    ),
    S[:7],
    source="江口发布",
)
# 20 udn
page(
    "udn",
    doc(
        f'<title>{TTITLE} | 地方 | 江口新聞網</title><meta property="article:published_time" content="2023-05-03T09:30:00+08:00"><meta name="author" content="江口新聞網">',
        f"""<header>{nav()}</header><main><section class="wrapper-left"><section class="article-content__wrapper"><h1 class="article-content__title">{TTITLE}</h1><section class="authors article-content__subinfo"><time class="article-content__time">2023-05-03 09:30</time><span class="article-content__author">江口報／ <a href="/r/1">記者林小舟</a>／江口即時報導</span></section><article class="article-content"><section class="article-content__editor"><figure class="article-content__cover"><img><figcaption>碼頭工人正在刷漆。記者林小舟／攝影</figcaption></figure>{p(T[:3])}<div class="inline-ads"><a href="/ad">廣告</a></div>{p(T[3:6])}</section></article><section class="keywords"><a href="/t/1">碼頭</a><a href="/t/2">渡輪</a></section><section class="story-list__related"><h2>延伸閱讀</h2>{"".join(f'<div class="story-list__text"><h2><a href="/{n}">{x}</a></h2><p><a href="/{n}">{SUMMARY[n % 3]}</a></p></div>' for n, x in enumerate(OTHER[:5]))}</section></section></section></main>""",
        ' lang="zh-Hant"',
    ),
    ["碼頭工人正在刷漆。記者林小舟／攝影", *T[:6]],
    title=TTITLE,
    author=["林小舟"],
)
# 21 ltn
page(
    "ltn",
    doc(
        f'<title>{TTITLE} - 生活 - 江口電子報</title><meta property="og:title" content="{TTITLE} - 生活 - 江口電子報"><meta name="pubdate" content="2023-05-03T09:30:00+08:00">',
        f"""<div class="ltnheader">{nav()}</div><div class="content"><section class="Wcon"><div class="whitecon articlebody" itemprop="articleBody"><h1>{TTITLE}</h1><div class="text boxTitle boxText" data-desc="內容頁"><span class="time">2023/05/03 09:30</span><div class="photo boxTitle"><a><img></a><p>東岸碼頭。（記者林小舟攝）</p></div><p>〔記者林小舟／江口報導〕{T[0]}</p>{p(T[1:3])}<p class="before_ir">請繼續往下閱讀...</p>{p(T[3:6])}<p class="appE1121">不用抽 不用搶 現在用APP看新聞 保證天天中獎　<a href="/app">點我下載APP</a>　<a href="/act">按我看活動辦法</a></p></div></div><div class="related"><h3>相關新聞</h3>{links(OTHER[:5])}</div></section></div>""",
    ),
    ["東岸碼頭。（記者林小舟攝）", "〔記者林小舟／江口報導〕" + T[0], *T[1:6]],
    title=TTITLE,
    author=["林小舟"],
)
# 22 chinatimes
page(
    "chinatimes",
    doc(
        f"<title>{TTITLE} - 社會 - 江口時報</title>",
        f"""{nav()}<div class="container"><article class="article-box"><header class="article-header"><h1 class="article-title">{TTITLE}</h1><div class="meta-info-wrapper"><div class="meta-info"><time datetime="2023-05-03 09:30"><span class="hour">09:30</span><span class="date">2023/05/03</span></time><div class="source">江口時報</div><div class="author"><a href="/r">林小舟</a></div></div></div></header><div class="article-body">{p(T[:6])}<div class="article-hash-tag"><span class="hash-tag"><a href="/t">#碼頭</a></span><span class="hash-tag"><a href="/t">#渡輪</a></span></div></div></article><aside>{links(OTHER)}</aside></div>""",
    ),
    T[:6],
    title=TTITLE,
    author=["林小舟"],
    source="江口時報",
)
# 23 mingpao
page(
    "mingpao",
    doc(
        f"<title>{TTITLE} - 20230503 - 港聞 - 江口新聞網</title>",
        f"""{nav()}<div class="container"><hgroup><h1>{TTITLE}</h1></hgroup><div class="date" itemprop="datePublished">2023年5月3日星期三</div><article class="txt4"><div class="article_content line_1_5em" id="article_content_line"><p>【江口報專訊】{T[0]}</p>{p(T[1:6])}<div class="clear"></div></div></article></div>{links(OTHER)}""",
    ),
    ["【江口報專訊】" + T[0], *T[1:6]],
    title=TTITLE,
    time="2023-05-03",
)
# 24 zaobao-like
page(
    "zaobao",
    doc(
        f"<title>{TITLE} | 江口早报</title>",
        f"""{nav()}<div id="article-content"><article><h1 class="article-title">{TITLE}</h1><div class="article-byline-info"><h4 class="title-byline byline">发布 / <span>2023年5月3日 9:30 AM</span></h4><h4 class="title-byline byline">文 / <a href="/k">林小舟</a></h4></div><div class="article-content-container"><div class="articleBody">{p(S[:3])}<div class="bff-google-ad"></div>{p(S[3:7])}</div></div></article><div class="further-reading"><h4>延伸阅读</h4>{links(OTHER[:4])}</div></div>""",
    ),
    S[:7],
    author=["林小舟"],
)
# 25 bbc-like
page(
    "broadcaster",
    doc(
        f'<title>{TITLE} - 江口广播中文</title><script type="application/ld+json">'
        + json.dumps(
            {
                "@graph": [
                    {
                        "@type": "Article",
                        "headline": TITLE,
                        "datePublished": "2023-05-03T01:30:12.000Z",
                        "author": {"@type": "NewsMediaOrganization", "name": "江口广播"},
                    }
                ]
            }
        )
        + "</script>",
        f"""<header>{nav()}</header><main role="main" class="bbc-fa0wmp"><div class="bbc-1151pbn"><h1 id="content" class="bbc-1gaq9p">{TITLE}</h1></div><div class="bbc-1ka88fa"><figure class="bbc-1qdcvv9"><img><figcaption class="bbc-3edg7g"><span>图像来源，</span><p>何立群</p></figcaption></figure></div><section role="region"><ul><li><span>林小舟</span></li><li><span>江口广播记者</span></li></ul></section><div class="bbc-19j92fr"><time class="bbc-14xtggo" datetime="2023-05-03">2023年5月3日</time></div>{"".join(f'<div dir="ltr" class="bbc-19j92fr"><p class="bbc-hhl7in" dir="ltr">{x}</p></div>' for x in S[:4])}<div class="bbc-19j92fr"><h2 class="bbc-1aaitma" tabindex="-1">为什么是现在</h2></div>{"".join(f'<div dir="ltr" class="bbc-19j92fr"><p class="bbc-hhl7in" dir="ltr">{x}</p></div>' for x in S[4:8])}</main><section aria-labelledby="top"><h2>头条新闻</h2>{links(OTHER[:6])}</section>""",
    ),
    [*S[:4], "为什么是现在", *S[4:8]],
    time="2023-05-03 09:30",
    extra=("图像来源，", "何立群"),
)
# 26 Xinhua new
page(
    "xinhua-new",
    doc(
        f'<title>{TITLE}-新华网</title><meta name="source" content="">',
        f"""<div class="domPC"><div class="topAd"></div>{nav()}</div><div class="header domPC"><div class="header-top clearfix"><div class="header-nav left"><a href="/">江口网</a> &gt; <a>本地</a> &gt; 正文</div></div><div class="header-cont clearfix"><div class="header-time left"><span class="year"><em> 2023</em></span> <span class="day"><em>05</em>/<em>03</em></span> <span class="time">09:30:12</span></div><div class="source">来源：江口网</div><div class="head-line clearfix"><h1><span class="title">{TITLE}</span></h1><div class="pageShare"><div class="setFont">字体：<span id="fontSmall">小</span><span id="fontNormal">中</span><span id="fontBig">大</span></div><div class="share">分享到：<a></a></div></div></div></div></div><div class="mheader domMobile"><h1><span class="title">{TITLE}</span></h1><div class="info"> 2023-05-03 09:30:12<span class="share-btn"></span> <span>来源： 江口网</span></div></div><div class="main clearfix"><div class="main-left left"><div id="detail"><span id="detailContent">{p(["　　江口网5月3日电（记者林小舟）" + S[0], *["　　" + x for x in S[1:7]]])}</span><div id="articleEdit"><span class="tiyi1 domPC"><a>【纠错】</a></span><span class="editor"> 【责任编辑:何立群】 </span></div></div><div class="nextpage clearfix"></div></div><div class="main-right right">{links(OTHER)}</div></div>{foot()}""",
    ),
    ["江口网5月3日电（记者林小舟）" + S[0], *S[1:7]],
    author=["林小舟"],
    source="江口网",
)
# 28 sohu
page(
    "sohu",
    doc(
        f'<title>{TITLE}_江口_渡轮_码头</title><meta itemprop="datePublished" content="2023-05-03 09:30">',
        f"""<header id="main-header">{nav()}</header><div class="wrapper-box"><div id="article-container"><div class="left main"><div data-spm="content"><div class="text"><div class="text-title"><h1>{TITLE}</h1><div class="article-info"><span class="time" id="news-time" data-val="1683077400000">2023-05-03 09:30</span><span class="from">来源:<a href="#">江口日报</a></span><span>发布于：江口市</span></div></div><article class="article" id="mp-editor"><p data-role="original-title" style="display:none">原标题：{TITLE}</p>{p(S[:7])}<p>责任编辑：</p><a href="//x" class="backsohu" title="点击进入搜狐首页" id="backsohucom"><i class="backword">返回搜狐，查看更多</i></a></article><div class="original-title"></div><div id="articleReport"><div class="statement">平台声明：该文观点仅代表作者本人，搜狐号系信息发布平台，搜狐仅提供信息存储空间服务。</div></div></div><div class="bottom-relate-wrap">阅读 (<em class="read-num">1024</em>)</div></div>{comments("sohu-c")}</div><div class="right sidebar">{links(OTHER)}</div></div></div>""",
    ),
    S[:7],
    source="江口日报",
)
# 30 hashed css modules
page(
    "css-modules",
    doc(
        f"<title>{TITLE}_江口新闻</title>",
        f"""<div id="__next"><main class="container_c__1"><div class="index_leftcontent__2"><div class="index_wrapper__3"><h1 class="index_title__B8mhI">{TITLE}</h1><div class="index_headerContent__sASF4"><div class="ant-space"><div class="ant-space-item">林小舟/江口新闻</div><div class="ant-space-item"><div class="index_left__LfzyH"><div class="ant-space-item"><span>2023-05-03 09:30</span></div><div class="ant-space-item"><span>来源：<span>江口新闻</span></span></div></div></div></div></div><div class="index_cententWrap__Jv8jK">{p(S[:6])}<p>（本文来自江口新闻，更多原创资讯请下载“江口新闻”APP）</p></div><div class="index_copyright__8">责任编辑：何立群</div><div class="index_tags__9"><a>#渡轮</a></div></div><div class="index_comment__C">{comments("index_list__Q")}</div></div><div class="index_right__4">{links(OTHER)}</div></main></div>""",
    ),
    S[:6],
    author=["林小舟"],
    source="江口新闻",
)
# 31 discuz
page(
    "discuz",
    doc(
        f"<title>{TITLE} - 江边闲话 - 江口论坛 - Powered by Discuz!</title>",
        f"""{nav()}<div id="ct"><h1 class="ts"><a href="f">[江边闲话]</a> <span id="thread_subject">{TITLE}</span></h1><div id="postlist">"""
        + "".join(
            f"""<div id="post_{n}"><table class="plhin"><tr><td class="pls"><div class="authi"><a class="xw1" href="/u{n}">{who}</a></div><p><em>注册会员</em></p></td><td class="plc"><div class="pi"><div class="authi"><em id="authorposton{n}">发表于 2023-5-{3 + n} 09:30:0{n}</em> <a href="#">只看该作者</a></div></div><div class="pct"><table><tr><td class="t_f" id="postmessage_{n}">{text}</td></tr></table></div></td></tr></table></div>"""
            for n, (who, text) in enumerate(
                [
                    ("江边人", "<br />\n<br />\n".join(S[:7])),
                    *[(f"路人{k}", c) for k, c in enumerate(COMMENTS)],
                ]
            )
        )
        + "</div></div>",
    ),
    S[:7],
    author=["江边人"],
    time="2023-05-03 09:30",
)
# 33 wordpress
page(
    "wordpress",
    doc(
        f"<title>{TITLE} &#8211; 江边手记</title>",
        f"""<div id="page" class="hfeed site"><header id="masthead"><h1 class="site-title"><a href="/">江边手记</a></h1>{nav()}</header><div id="content"><main id="main"><article id="post-12" class="post-12 post type-post status-publish format-standard hentry category-news"><header class="entry-header"><h1 class="entry-title">{TITLE}</h1><div class="entry-meta"><span class="posted-on">发布于 <a href="/12" rel="bookmark"><time class="entry-date published" datetime="2023-05-03T09:30:00+08:00">2023年5月3日</time><time class="updated" datetime="2023-06-01T10:00:00+08:00">2023年6月1日</time></a></span><span class="byline">作者：<span class="author vcard"><a class="url fn n" href="/author/lxz">林小舟</a></span></span></div></header><div class="entry-content">{p(S[:3])}<ul class="wp-block-list"><li>{S[3]}</li><li>{S[4]}</li></ul><h3>后记</h3>{p(S[5:7])}</div><footer class="entry-footer"><span class="cat-links">分类：<a>本地</a></span></footer></article><nav class="navigation post-navigation"><div class="nav-previous"><a href="/11">上一篇 {OTHER[0]}</a></div></nav>{comments("comment-list")}</main></div><aside id="secondary" class="widget-area"><section class="widget widget_recent_entries"><h2 class="widget-title">近期文章</h2>{links(OTHER)}</section></aside></div>""",
    ),
    [*S[:5], "后记", *S[5:7]],
    author=["林小舟"],
    time="2023-05-03 09:30",
)
# 34 hexo next
page(
    "hexo",
    doc(
        f'<title>{BT} | 小舟的笔记</title><meta property="og:type" content="article"><meta property="og:title" content="{BT}"><meta property="article:published_time" content="2023-05-03T01:30:00.000Z"><meta property="article:author" content="林小舟">',
        f"""<main class="main"><div class="column"><header class="header"><p class="site-title">小舟的笔记</p>{nav()}</header><aside class="sidebar"><div class="post-toc"><ol class="nav"><li class="nav-item"><a href="#1"><span class="nav-number">1.</span> <span class="nav-text">安装</span></a></li></ol></div></aside></div><div class="main-inner post posts-expand"><div class="post-block"><article class="post-content"><header class="post-header"><h1 class="post-title" itemprop="name headline">{BT}</h1><div class="post-meta-container"><div class="post-meta"><span class="post-meta-item"><span class="post-meta-item-text">发表于</span><time title="创建时间：2023-05-03 09:30:00" itemprop="dateCreated datePublished" datetime="2023-05-03T09:30:00+08:00">2023-05-03</time></span><span class="post-meta-item">本文字数：1.2k 阅读时长 ≈ 2 分钟</span></div></div></header><div class="post-body" itemprop="articleBody"><p>{BLOG[0]}</p><span id="more"></span><h2>安装</h2><p>{BLOG[1]}</p><p>{BLOG[2]}</p><figure class="highlight python"><table><tr><td class="code"><pre><span class="line">import kafka</span><br><span class="line">consumer = kafka.Consumer()</span><br></pre></td></tr></table></figure><p>{BLOG[3]}</p><p>{BLOG[4]}</p></div><footer class="post-footer"><div class="post-copyright"><ul><li><strong>本文作者：</strong> 林小舟</li><li><strong>本文链接：</strong><a href="/x">https://example.com/x</a></li><li><strong>版权声明：</strong>本博客所有文章除特别声明外，均采用许可协议。转载请注明出处！</li></ul></div></footer></article></div></div></main>""",
    ),
    [BLOG[0], "安装", *BLOG[1:3], "import kafka", "consumer = kafka.Consumer()", *BLOG[3:]],
    title=BT,
    author=["林小舟"],
)
# 36 cctv
page(
    "cctv-script-date",
    doc(
        f'<title>{TITLE}_新闻频道_江口网</title><script>var title="{TITLE}"; var publishDate ="20230503093012 "; var itemguid="ARTI";</script>',
        f"""{nav()}<div class="content_18313"><div class="title_area"><h1>{TITLE}</h1><div class="info1">来源：江口网<span>|</span><span class="date"></span></div></div><div class="content_area" id="content_area"><p><strong>江口网消息</strong>：{S[0]}</p>{p(S[1:6])}</div><div class="zebian"><span>编辑：何立群</span><span>责任编辑：林小舟</span></div></div>{foot()}""",
    ),
    ["江口网消息：" + S[0], *S[1:6]],
    source="江口网",
    time="2023-05-03 09:30",
)
# 39 many keyword links in the body
kw = [
    x.replace("码头", '<a href="/k/1" target="_blank">码头</a>')
    .replace("渡轮", '<a href="/k/2">渡轮</a>')
    .replace("记者", '<a href="/k/3">记者</a>')
    .replace("江面", '<a href="/k/4">江面</a>')
    for x in S[:8]
]
page(
    "keyword-links",
    doc(
        f"<title>{TITLE}_江口财经</title>",
        f"""{nav()}<div class="mainFrame"><div class="article"><h1>{TITLE}</h1><div class="infos"><div class="item">2023年05月03日 09:30</div><div class="item">来源：<a>江口财经</a></div><div class="item">作者：<a>林小舟</a></div></div><div class="txtinfos" id="ContentBody"><div class="abstract"><b>摘要</b></div>{p(kw)}<p class="em_media">（文章来源：江口财经）</p></div><div class="source">文章来源：江口财经 责任编辑：17</div></div>{links(OTHER)}</div>""",
    ),
    S[:8],
    author=["林小舟"],
    source="江口财经",
)
# 40 rich structure
rich = f"<p>{S[0]}</p><h2>一、准备</h2><ul><li>豆腐一块，约三百克，切成两厘米见方的小块。</li><li>青蒜两根，洗净切段。</li><li>豆瓣酱两勺</li></ul><h2>二、做法</h2><ol><li>锅里放油烧到六成热，下豆瓣酱炒出红油。</li><li>加水没过豆腐，小火煮五分钟，收汁前放青蒜。</li></ol><table><tr><th>班次</th><th>时间</th></tr><tr><td>头班</td><td>6:00</td></tr><tr><td>末班</td><td>22:30</td></tr></table><p>{S[1]}</p><blockquote><p>{S[2]}</p></blockquote><p>{S[3]}</p>"
page(
    "rich-structure",
    doc(
        f"<title>{TITLE} - 江口生活</title>",
        f"""{nav()}<article><h1>{TITLE}</h1><p class="meta">林小舟 · 2023-05-03 09:30</p><div class="body">{rich}</div></article><div class="side">{links(OTHER)}</div>{foot()}""",
    ),
    [
        S[0],
        "一、准备",
        "豆腐一块，约三百克，切成两厘米见方的小块。",
        "青蒜两根，洗净切段。",
        "豆瓣酱两勺",
        "二、做法",
        "锅里放油烧到六成热，下豆瓣酱炒出红油。",
        "加水没过豆腐，小火煮五分钟，收汁前放青蒜。",
        "班次",
        "时间",
        "头班",
        "6:00",
        "末班",
        "22:30",
        *S[1:4],
    ],
    author=["林小舟"],
)
# 41 interview
QA = [
    "记者：码头什么时候能用？",
    "何立群：六月底。",
    "记者：票价会涨吗？",
    "何立群：不会，协议里写了，十五年不涨。",
    "记者：夜里鸣笛怎么办？",
    "何立群：晚上十点以后一律禁止，违者停航三天。",
    "记者：学生还有优惠吗？",
    "何立群：有，半价。",
]
page(
    "interview",
    doc(
        f"<title>{TITLE}_江口网</title>",
        f"""{nav()}<div class="w"><div class="l"><h1>{TITLE}</h1><div class="time-source">2023-05-03 09:30 江口网</div><div class="con"><p>{S[0]}</p>{p(QA)}</div></div><div class="r">{links(OTHER)}</div></div>{foot()}""",
    ),
    [S[0], *QA],
)
# 42 flash
page(
    "flash",
    doc(
        f"<title>{TITLE}_快讯_江口财经</title>",
        f"""{nav()}<div class="w"><div class="l"><h1>{TITLE}</h1><div class="i"><span>2023-05-03 09:30:05</span><span>江口财经</span></div><div class="c"><p>江口财经5月3日讯，东岸码头扩建工程已完成七成，预计六月底试运行。</p></div><div class="d">免责声明：本文仅供参考，不构成投资建议。据此操作，风险自担，与本平台无关。</div></div><div class="r"><h3>7x24快讯</h3>{"".join(f'<div class="k"><a href="/{n}">{x}</a><p>{SUMMARY[n % 3]}</p><span>0{n}:15</span></div>' for n, x in enumerate(OTHER[:6]))}</div></div>{comments("cc")}{foot()}""",
    ),
    ["江口财经5月3日讯，东岸码头扩建工程已完成七成，预计六月底试运行。"],
)
# 45 no h1, title differs
page(
    "no-h1",
    doc(
        "<title>江口新闻网</title>",
        f"""{nav()}<div class="box"><div class="tit">{TITLE}</div><div class="sub"><span>稿件来源：江口日报</span> <span>发布时间：2023-05-03 09:30</span></div><div class="txt">{p(S[:6])}</div></div>{foot()}""",
    ),
    S[:6],
    source="江口日报",
)
# 46 poem
POEM = [
    "江水慢慢地走",
    "船在雾里等天亮",
    "卖豆腐的人把担子放下",
    "听钟声从东岸过来",
    "一只鸽子停在栏杆上",
    "它也在等一班船",
    "而码头正在长大",
    "像一个孩子学会说话",
]
page(
    "poem",
    doc(
        "<title>码头的早晨（诗一首）-江口文艺</title>",
        f"""{nav()}<div class="w"><div class="l"><h1>码头的早晨（诗一首）</h1><div class="s">作者：林小舟　来源：江口文艺　2023-05-03 09:30</div><div class="art">{"<br>".join(POEM)}</div></div><div class="r">{links(OTHER)}</div></div>{foot()}""",
    ),
    POEM,
    title="码头的早晨（诗一首）",
    author=["林小舟"],
    source="江口文艺",
)
# 48 rich sidebar
page(
    "rich-sidebar",
    doc(
        f"<title>{TITLE}_江口网</title>",
        f"""{nav()}<div class="row"><div class="col-8"><h1>{TITLE}</h1><p class="t">2023-05-03 09:30 林小舟 江口网</p><div class="bd">{p(S[:4])}</div></div><div class="col-4">{"".join(f'<div class="blk"><h4><a href="/{n}">{x}</a></h4><p>{SUMMARY[n % 3]}</p></div>' for n, x in enumerate(OTHER * 2))}</div></div>{foot()}""",
    ),
    S[:4],
    author=["林小舟"],
)
# 49 long comments hashed
page(
    "long-comments",
    doc(
        f"<title>{TITLE}_江口网</title>",
        f"""{nav()}<div class="z1"><div class="z2"><h1 class="z3">{TITLE}</h1><div class="z4">2023-05-03 09:30 | 江口网</div><div class="z5">{p(S[:5])}</div></div><div class="q1">{"".join(f'<div class="q2"><div class="q3">江口网友{n}号</div><div class="q4"><p>{COMMENTS[n % 3]}{COMMENTS[(n + 1) % 3]}</p></div><div class="q5">{n}小时前</div></div>' for n in range(15))}</div></div>""",
    ),
    S[:5],
)
# 51 unclosed p
page(
    "unclosed",
    f"<HTML><HEAD><TITLE>{TITLE}</TITLE></HEAD><BODY><H1>{TITLE}</H1>2003-05-03 09:30 江口电台<HR><P>"
    + "<P>".join(S[:6])
    + '<HR><A HREF="/">返回</A></BODY></HTML>',
    S[:6],
    time="2003-05-03 09:30",
)
# 52 paragraph per table row
page(
    "row-paragraphs",
    doc(
        f"<title>{TITLE}</title>",
        f"""<table><tr><td>{nav()}</td></tr><tr><td class="h">{TITLE}</td></tr><tr><td>2023-05-03 09:30</td></tr>{"".join(f"<tr><td>{x}</td></tr>" for x in S[:7])}<tr><td>{foot()}</td></tr></table>""",
    ),
    S[:7],
)
# 53 paragraphs each in li/pre? text in <pre>
page(
    "pre-text",
    doc(
        f"<title>{TITLE} [转载]</title>",
        f"""<div class="bbs"><h3>{TITLE}</h3><p>发信人: jiangbian (江边人), 信区: News<br>发信站: 江口站 (2003年05月03日09:30:12 星期六)</p><pre>{chr(10).join("    " + x[:30] + chr(10) + x[30:] for x in S[:5])}</pre></div>""",
    ),
    [y for x in S[:5] for y in (x[:30], x[30:])],
    time="2003-05-03 09:30",
)
# 54 image gallery
CAP = [
    "5月3日，工人在东岸码头给栏杆刷漆。",
    "5月3日，孩子们在码头台阶上追鸽子。林小舟 摄",
    "渡轮靠岸，乘客排队下船。",
]
page(
    "gallery",
    doc(
        f"<title>{TITLE}（组图）_江口网</title>",
        f"""{nav()}<div class="pic-main"><h1>{TITLE}（组图）</h1><div class="src">2023-05-03 09:30　来源：江口网</div><div class="pics">{"".join(f'<div class="one"><img><p class="desc">{x}</p></div>' for x in CAP)}</div></div><div class="more">{links(OTHER)}</div>{foot()}""",
    ),
    CAP,
    title=TITLE + "（组图）",
    source="江口网",
)
# 55 ROC date
page(
    "roc-date",
    doc(
        f"<title>{TTITLE}-江口市政府全球資訊網</title>",
        f"""{nav()}<div class="cp"><h2>{TTITLE}</h2><ul class="info"><li>發布日期：民國112年5月3日</li><li>發布單位：交通局</li><li>點閱次數：88</li></ul><div class="essay"><div class="p">{p(T[:5])}</div></div></div><div class="footer">更新日期：112-05-04</div>""",
    ),
    T[:5],
    title=TTITLE,
    time="2023-05-03",
)
# 56 relative time with meta
page(
    "relative-time",
    doc(
        f'<title>{TITLE}</title><meta property="article:published_time" content="2023-05-03T09:30:00+08:00">',
        f"""{nav()}<div class="w"><h1>{TITLE}</h1><div class="i"><span>江口新闻</span><span>3小时前</span></div><div class="b">{p(S[:6])}</div></div>""",
    ),
    S[:6],
)
# 57 microdata
page(
    "microdata",
    doc(
        f"<title>{TITLE}</title>",
        f"""{nav()}<div itemscope itemtype="http://schema.org/NewsArticle"><h1 itemprop="headline">{TITLE}</h1><meta itemprop="datePublished" content="2023-05-03T09:30:00+08:00"><span itemprop="author" itemscope><span itemprop="name">林小舟</span></span><div itemprop="articleBody">{p(S[:6])}</div></div>{foot()}""",
    ),
    S[:6],
    author=["林小舟"],
)
# 58 mobile page with "expand all" and hidden rest
page(
    "mobile-folded",
    doc(
        f"<title>{TITLE}</title>",
        f"""<header class="top"><a href="/">江口网</a><a class="open">打开APP</a></header><section class="art"><h1 class="art_tit">{TITLE}</h1><p class="art_info"><time>2023-05-03 09:30</time> <cite>江口网</cite></p><div class="art_con">{p(S[:3])}<div id="rest" style="display:none">{p(S[3:8])}</div></div><div class="unfold"><a>展开全文</a></div></section><section class="hot"><h2>热门推荐</h2>{links(OTHER)}</section>""",
    ),
    S[:8],
    source=None,
)
# 59 title with punctuation in document title differs slightly, og: with site
page(
    "title-suffix",
    doc(
        f'<title>{TITLE}-江口新闻网-江口门户网站</title><meta property="og:title" content="{TITLE}">',
        f"""{nav()}<div class="crumb"><a>首页</a>><a>本地</a>>正文</div><div class="hd1">{TITLE}</div><div class="wz_info">时间：2023-05-03 09:30　编辑：何立群　来源：江口日报　作者：林小舟</div><div id="content_body">{p(S[:7])}<p style="text-align:right">（江口日报全媒体记者 林小舟 通讯员 江一帆）</p></div>{foot()}""",
    ),
    [*S[:7], "（江口日报全媒体记者 林小舟 通讯员 江一帆）"],
    author=["林小舟", "江一帆"],
    source="江口日报",
)
