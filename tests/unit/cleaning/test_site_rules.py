"""Site rules: which one serves a page, and what happens when it is wrong."""

from __future__ import annotations

import pytest

from pipeline.cleaning.page.site_rules import SiteRules, body_node, fact
from pipeline.cleaning.page.tree import take_apart
from pipeline.errors import ResourceError
from pipeline.stages import shipped
from tests.pages import read_page

RULE = """
hosts = ["example.cn"]
body = ["//div[@id='gone']", "//span[@id='text']"]
title = ["//h2/text()"]
"""


def rule(tmp_path, text=RULE):
    path = tmp_path / "example.toml"
    path.write_text(text, "utf-8")
    return shipped.read_rule(path)


def test_a_rule_serves_its_host_and_those_below_it(tmp_path):
    rules = SiteRules([rule(tmp_path)])
    for host in ("example.cn", "news.example.cn"):
        assert rules.for_host(host).name == "example"
    for host in ("", "cn", "another-example.cn", "example.cn.evil.com"):
        assert rules.for_host(host) is None


def test_the_address_chooses_before_the_links_do(tmp_path):
    rules = SiteRules([rule(tmp_path)])
    tree = take_apart("<a href='http://example.cn/1'>一</a>" * 6)
    assert rules.for_page(tree, (None, None)).name == "example"
    assert rules.for_page(tree, ("https://other.cn/1", None)) is None
    assert rules.for_page(tree, (None, "https://a.example.cn/1")).name == "example"
    few = take_apart("<a href='http://example.cn/1'>一</a>" * 3)
    assert rules.for_page(few, ()) is None


def test_paths_are_tried_in_order_and_an_inline_one_means_its_block(tmp_path):
    tree = take_apart("<div class='x'><span id='text'>正文</span></div><h2>标 题</h2>")
    found = rule(tmp_path)
    assert tree.nodes[body_node(found, tree)].names == "x"
    assert fact(found.title, tree) == "标 题"
    assert fact(found.time, tree) == ""
    assert body_node(found, take_apart("<p>没有</p>")) is None


def test_a_rule_that_no_longer_fits_is_passed_over():
    page = read_page(
        "<div id='artibody'>加载中</div><div><p>这一段才是正文,它不在规则说的地方。</p><p>第二段也是,一共就两段话。</p></div>",
        url="https://news.sina.com.cn/a.html",
    )
    body = [page.text[k.start : k.end] for k in page.lines if k.label == "body"]
    assert body == ["这一段才是正文,它不在规则说的地方。", "第二段也是,一共就两段话。"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hosts = []",
        "hosts = ['a.cn']\nbody = ['//[']",
        "hosts = ['a.cn']\nbdy = []",
        "hosts = [",
        "hosts = ['a.cn']\nbody = 3",
    ],
)
def test_a_damaged_rule_is_named(tmp_path, text):
    with pytest.raises(ResourceError, match=r"example\.toml"):
        rule(tmp_path, text)


def test_all_shipped_rules_are_sound():
    rules = shipped.site_rules()
    for host in (
        "news.sina.com.cn",
        "163.com",
        "new.qq.com",
        "sohu.com",
        "ifeng.com",
        "people.com.cn",
    ):
        found = rules.for_host(host)
        assert found is not None
        assert found.body
        assert found.title
