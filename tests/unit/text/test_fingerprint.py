from uuid import NAMESPACE_URL, uuid5

import aiokafka.partitioner
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.fingerprint import (
    article_id,
    article_version,
    canonical_url,
    hash64,
    hex64,
    murmur2,
    partition_of,
    sha256_hex,
    site_of_url,
)


def test_canonical_url_keeps_what_names_the_page():
    url = "HTTPS://WWW.Example.com:443/a/b.html?id=7&utm_source=x&spm=1.2#top"
    assert canonical_url(url) == "https://example.com/a/b.html?id=7"


def test_canonical_url_leaves_an_untracked_query_as_it_is():
    assert (
        canonical_url("http://m.example.cn/?q=%E6%96%B0&b=") == "http://example.cn/?q=%E6%96%B0&b="
    )


def test_canonical_url_keeps_a_port_and_a_bare_www():
    assert canonical_url("http://example.cn:8080") == "http://example.cn:8080/"
    assert canonical_url("http://www.cn/") == "http://www.cn/"


def test_what_is_no_url_is_left_alone():
    assert canonical_url(" news 7 ") == "news 7"
    assert canonical_url("http://[broken") == "http://[broken"
    assert site_of_url("http://[broken") == ""


def test_article_id_is_the_urls_and_else_the_contents():
    one = article_id(
        url="http://www.example.cn/a?from=app", site="x", own=None, title="t", content="c"
    )
    two = article_id(url="http://example.cn/a", site="y", own=None, title="u", content="d")
    assert one == two
    bare = article_id(url=None, site="x", own=None, title="t", content="c")
    assert bare != article_id(url=" ", site="x", own=None, title="t", content="d")


def test_without_a_url_site_and_own_id_name_the_article():
    def named(own, *, url=None, site="a.example", content="c"):
        return article_id(url=url, site=site, own=own, title="t", content=content)

    assert named("7") == named("7", content="d") == named("7", url=" ")
    assert len({named("7"), named("8"), named("7", site="b.example"), named(None)}) == 4
    assert named("7", url="http://a.example/1") == named(None, url="http://a.example/1")
    # Either alone names nothing: then it is the content that does.
    assert named("", content="c") == named(" ", content="c") == named(None, content="c")
    for site in ("", " "):
        assert named("7", site=site) == named(None, site=site) != named("7", site=site, content="d")


def test_half_a_surrogate_pair_in_an_id_breaks_nothing():
    for url, own in ((None, "7\ud800"), ("http://a.example/\ud800", None)):
        assert article_id(url=url, site="a", own=own, title="", content="")


def test_version_is_of_title_and_content_in_nfc():
    assert article_version(title="e\u0301", content="x") == article_version(title="é", content="x")
    assert article_version(title="a", content="x") != article_version(title="b", content="x")
    assert len(article_version(title="", content="")) == 8


@given(st.binary(max_size=40))
def test_murmur2_is_kafkas(key):
    assert murmur2(key) == aiokafka.partitioner.murmur2(key) & 0x7FFFFFFF


@given(st.text(max_size=20), st.integers(1, 64))
def test_partition_is_in_range(key, partitions):
    assert 0 <= partition_of(key, partitions) < partitions


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("http://a.example/?SPM=1&Utm_Source=x&id=7", "http://a.example/?id=7"),
        ("http://a.example/?a=&from=b", "http://a.example/?a="),
        ("http://a.example/?a=1&a=2&fr=b", "http://a.example/?a=1&a=2"),
        ("http://a.example/?from=b", "http://a.example/"),
        ("http://a.example:443/", "http://a.example:443/"),
        ("https://a.example:80/", "https://a.example:80/"),
        ("http://a.example:80/a", "http://a.example/a"),
        ("http://www.m.a.example/", "http://a.example/"),
        ("http://m.www.a.example/", "http://www.a.example/"),
        ("http://www.a.cn/", "http://a.cn/"),
        ("http://m.cn/", "http://m.cn/"),
        ("http://wwww.a.cn/", "http://wwww.a.cn/"),
        ("ftp://A.example/?from=b", "ftp://A.example/?from=b"),
        ("http:///a", "http:///a"),
        ("http://a.example:port/", "http://a.example:port/"),
        ("HTTP://A.Example/Path?Q=1", "http://a.example/Path?Q=1"),
    ],
)
def test_what_an_address_is_known_by(url, wanted):
    assert canonical_url(url) == wanted


def test_ids_are_the_same_for_ever():
    # Stored by their readers: a change of these is a change of every id.
    assert article_id(url="http://example.cn/a", site="", own=None, title="", content="") == (
        "996e510a-b263-5454-8c51-24a94a1ae378"
    )
    own = article_id(url=None, site="a.example", own="7", title="", content="")
    assert own == str(uuid5(NAMESPACE_URL, "id:a.example\n7"))
    assert own == "a41835c6-ebf6-5650-953f-87176859cb30"
    bare = article_id(url=" ", site="站", own=None, title="题", content="文")
    assert bare == "7d3c8d68-68d6-5987-be19-117109cc41a3"
    assert article_version(title="题", content="文") == "87557df9"
    assert sha256_hex("题") == ("edeb31dda65c9719678998115a63c8cfd853176bf01976faca35c3fa83f33a3f")
    assert (hash64("题"), hash64("题", 7)) == (
        9994331829809993711, 14519090454762679087,
    )  # fmt: skip
    assert [partition_of(key, 12) for key in ("a", "ab", "abc", "abcd", "题")] == [4, 2, 3, 8, 1]


@given(st.integers(0, (1 << 64) - 1))
def test_64_bits_are_16_digits(number):
    assert hex64(number) == f"{number:016x}"


def test_title_and_text_are_parted():
    assert article_version(title="ab", content="c") != article_version(title="a", content="bc")
    one = article_id(url=None, site="s", own=None, title="ab", content="c")
    assert one != article_id(url=None, site="s", own=None, title="a", content="bc")


def test_a_site_is_the_host_of_its_address():
    assert site_of_url("https://www.A.example:8080/x") == "a.example"
    assert site_of_url("渡轮") == ""
