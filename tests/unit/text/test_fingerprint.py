import aiokafka.partitioner
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.fingerprint import (
    article_id,
    article_version,
    canonical_url,
    murmur2,
    partition_of,
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
    one = article_id(url="http://www.example.cn/a?from=app", site="x", title="t", content="c")
    two = article_id(url="http://example.cn/a", site="y", title="u", content="d")
    assert one == two
    bare = article_id(url=None, site="x", title="t", content="c")
    assert bare != article_id(url=" ", site="x", title="t", content="d")


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
