"""A crawler of a news site whose articles go to `news.raw.v1`: python scrapy_news.py URL."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterator
from typing import Any, Self
from urllib.parse import urlsplit

import scrapy
from itemadapter import ItemAdapter
from scrapy.crawler import Crawler, CrawlerProcess
from scrapy.http import Response

from pipeline.client import Publisher
from pipeline.errors import BrokerError
from pipeline.settings import load_settings
from pipeline.types.articles import Origin, RawArticle

FIELDS = ("id", "url", "site", "title", "text", "html", "fetched_at", "published_at")


class NewsPipeline:
    """Sends each item and lets it go on when the broker has it; stops the crawl where it has not.

    An item has the fields of a raw article: `url`, and `html` or `text`.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        # The broker that restarts comes back within half a minute.
        self.publisher = Publisher(load_settings(), patience=30)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def open_spider(self) -> None:
        await self.publisher.__aenter__()

    async def close_spider(self) -> None:
        await self.publisher.__aexit__(None, None, None)

    async def process_item(self, item: Any) -> Any:
        fields = ItemAdapter(item)
        raw = RawArticle(
            origin=Origin(source_id=fields["url"]),
            **{name: fields[name] for name in FIELDS if fields.get(name)},
        )
        try:
            receipt = await self.publisher.send(raw)
        except BrokerError:
            # Scrapy would log it and crawl on, and every page from here on would be lost.
            self.crawler.stats.inc_value("news/not_sent")
            await self.crawler.stop_async()
            raise
        self.crawler.stats.inc_value("news/sent")
        print(receipt.id, receipt.partition, receipt.offset, fields["url"])
        return item


class NewsSpider(scrapy.Spider):
    """Follows the links of one page, on its own site, and takes each page behind them."""

    name = "news"
    custom_settings = {
        "ITEM_PIPELINES": {NewsPipeline: 900},
        "ROBOTSTXT_OBEY": True,
        "DOWNLOAD_DELAY": 0.1,
        "LOG_LEVEL": "WARNING",
    }

    def __init__(self, start: str = "", **more: Any) -> None:
        super().__init__(**more)
        self.start_page = start

    async def start(self) -> AsyncIterator[scrapy.Request]:
        yield scrapy.Request(self.start_page)

    def parse(self, response: Response) -> Iterator[scrapy.Request]:
        host = urlsplit(response.url).netloc
        for link in response.css("a::attr(href)").getall():
            if urlsplit(response.urljoin(link)).netloc == host and link.endswith(".html"):
                yield response.follow(link, self.parse_article)

    def parse_article(self, response: Response) -> Iterator[dict[str, Any]]:
        # Scrapy has found the charset out; the clean stage finds the article in the page.
        yield {"url": response.url, "html": response.text}


if __name__ == "__main__":
    process = CrawlerProcess()
    crawler = process.create_crawler(NewsSpider)
    process.crawl(crawler, start=sys.argv[1])
    process.start()
    sent = crawler.stats.get_value("news/sent", 0)
    sys.exit(3 if crawler.stats.get_value("news/not_sent") else 0 if sent else 1)
