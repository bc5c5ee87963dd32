"""What the head of a page says: headline, address, keywords, tags."""

import pytest

from pipeline.cleaning.page.meta import find_title, first_part, read_meta
from pipeline.cleaning.page.tree import take_apart

TITLE = "老早市换了新模样"


def meta(head, body=""):
    return read_meta(take_apart(f"<html><head>{head}</head><body>{body}</body></html>"))


def title(body, page_title="", given=""):
    return find_title(take_apart(f"<body>{body}</body>"), page_title, given)


@pytest.mark.parametrize(
    ("body", "page_title", "given", "wanted"),
    [
        # A line that is the first part of the document's title, or what the markup gives.
        (f"<p>{TITLE}</p>", f"{TITLE}_城西网", "", (TITLE, True)),
        (f"<p>{TITLE}</p>", "城西网", TITLE, (TITLE, True)),
        (f"<p>{TITLE}</p>", "城西网", "", ("城西网", False)),
        # One that begins the title, but for spaces and width.
        ("<p>老早市 换了</p>", TITLE, "", ("老早市 换了", True)),
        ("<p>老早市换了，新</p>", "老早市换了,新模样", "", ("老早市换了，新", True)),
        # What stands in its midst confirms nothing, unless the site stands before it.
        ("<p>早市换了新模样,好</p>", "老早市换了新模样,好得很", "", ("老早市换了新模样,好得很", False)),
        ("<p>老早市换了新模样</p>", "城西日报数字报-老早市换了新模样", "", (TITLE, True)),
        # Of two that fit a heading, the first before a lower one, and one whose class says so.
        ("<p>老早市换了新模样</p><h1>老早市换了新</h1>", TITLE, "", (TITLE, True)),
        ("<p>老早市换了新</p><h1>老早市换了</h1>", TITLE, "", ("老早市换了", True)),
        ("<h2>老早市换了新</h2><h1>老早市换了</h1>", TITLE, "", ("老早市换了", True)),
        ("<p>老早市换了新</p><p class='Title'>老早市换了</p>", TITLE, "", ("老早市换了", True)),
        ("<p>老早市换了</p><p>老早市换了新</p>", TITLE, "", ("老早市换了新", True)),
        # A link is no headline, a linked heading may be.
        (f"<p><a href='/'>{TITLE}</a></p>", TITLE, "", (TITLE, False)),
        (f"<h1><a href='/'>{TITLE}</a></h1>", TITLE, "", (TITLE, True)),
        # Four characters to a hundred and twenty.
        ("<p>早市</p>", "早市新貌", "", ("早市新貌", False)),
        ("<p>早市新貌</p>", "早市新貌_网", "", ("早市新貌", True)),
        ("<p>早市新</p>", "早市新貌_网", "", ("早市新貌", False)),
        (f"<p>{'新' * 120}</p>", "新" * 120, "", ("新" * 120, True)),
        (f"<p>{'新' * 121}</p>", "新" * 121, "", ("新" * 121, False)),
    ],
)  # fmt: skip
def test_the_headline_is_a_line_that_the_documents_title_names(body, page_title, given, wanted):
    assert title(body, page_title, given) == wanted


@pytest.mark.parametrize(
    ("page_title", "headline"),
    [
        # A first part of seven characters may be the channel, one of eight is the headline.
        ("早市换了新样子|老早市换了新模样了", "老早市换了新模样了"),
        ("老早市换了新模样|早市换了新样子的好", "老早市换了新模样"),
        # A hyphen parts a tail of two to twelve characters, or two, behind six.
        ("老早市换了新-城西", "老早市换了新"),
        ("老早市换了新-城", "老早市换了新-城"),
        ("老早市换了-城西网", "老早市换了-城西网"),
        ("老早市换了新模样-城西-某某网", "老早市换了新模样"),
        ("老早市换了新模样-" + "城" * 12, "老早市换了新模样"),
        ("老早市换了新模样-" + "城" * 13, "老早市换了新模样-" + "城" * 13),
        ("老早市换了新模样 « 城西网", "老早市换了新模样"),
        ("_老早市换了新模样", "老早市换了新模样"),
        ("___", "___"),
    ],
)
def test_channel_and_site_are_parted_from_the_headline(page_title, headline):
    assert first_part(page_title) == headline


def test_meta_tags_are_read_by_their_first_name_in_lower_case():
    found = meta(
        "<meta property='OG:Title' content=' 老早市 '><meta name='og:title' content='别的'>"
        "<meta itemprop='datePublished' content='2023-05-03'>"
        "<meta http-equiv='Content-Language' content='zh'><meta name='empty' content=' '>"
    )
    assert found.tags == {
        "og:title": "老早市", "datepublished": "2023-05-03", "content-language": "zh",
    }  # fmt: skip
    assert (found.title, found.sure, found.language) == ("老早市", False, "zh")


def test_a_title_in_the_markup_goes_by_rank():
    tag = "<meta name='{}' content='{}'>"
    linked = '<script type="application/ld+json">[1, {"datePublished": 1, "headline": "头条三"}]</script>'
    both = tag.format("twitter:title", "标题二") + linked
    assert meta(tag.format("og:title", "标题一") + both).title == "标题一"
    assert meta(both).title == "标题二"
    assert meta(linked).title == "头条三"
    assert meta("<title>网页四</title>").title == "网页四"


def test_the_address_is_the_canonical_link_or_the_tag():
    link = "<link rel='Canonical' href=' https://a.example/1 '>"
    tag = "<meta property='og:url' content='https://a.example/2'>"
    assert meta(tag + link).canonical_url == "https://a.example/1"
    assert meta(tag + "<link rel='canonical'><link rel='icon' href='/i'>").canonical_url == (
        "https://a.example/2"
    )
    assert meta("").canonical_url is None


def test_keywords_are_twenty_at_most_and_told_once():
    words = [f"词{n}" for n in range(25)]
    found = meta(f"<meta name='keywords' content='词0，{'、'.join(words)} 词1;词2'>").keywords
    assert found == tuple(words[:20])


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ('{"datePublished": "2023-05-03"}', True),
        ('{"pubDate": "2023-05-03"}', True),
        ('{"@graph": [{"name": "城西网"}, {"datePublished": "2023-05-03"}]}', True),
        ('{"name": "城西网"}', False),
        ('{"datePublished": ', False),
        ("[" * 5000, False),
        ('"datePublished"', False),
    ],
)
def test_linked_data_is_that_of_an_article(script, found):
    page = meta(f"<script type='application/LD+JSON'>{script}</script>")
    assert bool(page.linked) is found
    assert not meta(f"<script>{script}</script>").linked


def test_a_page_without_markup_says_nothing():
    assert read_meta(take_apart("")).tags == {}
