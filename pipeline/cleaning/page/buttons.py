"""Buttons and navigation that stand in an element beside what it says: 下载客户端, 网站首页."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from pipeline.cleaning.page.known_words import Marks
from pipeline.cleaning.page.page_lines import collapse

# What only a button says, or a link of the navigation.
_BUTTON = re.compile(
    "首页|首頁|频道$|頻道$|返回|更多|客户端$|客戶端$|下载|下載|关注$|關注$|订阅|訂閱|追蹤|抢先看|搶先看|进入|進入|登录|登入|注册|查看"
    "|点击|點擊|听新闻|聽新聞|打开|打開|分享|收藏|复制|複製|纠错|举报|评论|評論|^APP|App$|^[+＋]|加好友"
)
# Pieces that join two parts of one name: 江口网-江口日报.
_JOINT = re.compile(r"[-－–—·・/／|｜、 ]+")
# More pieces make a block and no name.
_MOST_PIECES = 12


def is_button(text: str, marks: Marks) -> bool:
    """Say whether a short text is a button or a link of the navigation."""
    return bool(_BUTTON.search(text) or marks.calls.search(text))


def without_buttons(element: HtmlElement, marks: Marks) -> str:
    """Return a short element's text without the buttons in it; empty where it is long.

    A piece that is a button takes what stands behind it along: 在江口 [下载客户端] [独家抢先看].
    """
    pieces: list[str] = []
    for number, piece in enumerate(element.itertext()):
        text = collapse(piece)
        if number >= _MOST_PIECES or len(text) > 200:
            return ""
        joined = not pieces or bool(_JOINT.fullmatch(text)) or bool(_JOINT.fullmatch(pieces[-1]))
        if text and pieces and not joined and is_button(text, marks):
            break
        pieces.append(text)
    return collapse("".join(pieces))
