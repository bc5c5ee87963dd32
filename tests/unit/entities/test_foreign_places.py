"""Chains of places abroad, each a place of its own; who bears such a name is none."""

import pytest

from pipeline.entities.extractor import Extractor


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("马来西亚霹雳州怡保市的老街修好了。", ["马来西亚", "霹雳州", "怡保市"]),
        ("日本新潟县长冈市的烟花大会八月举行。", ["日本", "新潟县", "长冈市"]),
        ("印度喀拉拉邦科钦的港口停摆。", ["印度", "喀拉拉邦", "科钦"]),
        ("澳大利亞昆士蘭州湯斯維爾遭遇洪水。", ["澳大利亞", "昆士蘭州", "湯斯維爾"]),
        ("荷兰奈梅亨一家芯片厂罢工。", ["荷兰", "奈梅亨"]),
        ("肯尼亚纳库鲁发生车祸,十一人死亡。", ["肯尼亚", "纳库鲁"]),
        ("他从法国格勒诺布尔,坐车到里昂。", ["法国", "格勒诺布尔", "里昂"]),
        ("飞往荷兰飞利浦一家工厂。", ["荷兰"]),
        ("荷兰埃因霍温发生爆炸。", ["荷兰", "埃因霍温"]),
        # No chain, no city.
        ("法国拉卡泽特的进球来得太晚。", ["法国"]),
        ("德国勃安格一款新药上市。", ["德国"]),
    ],
)
def test_chains_abroad(extractor: Extractor, text: str, places: list[str]) -> None:
    found = [m.surface for m in extractor.recognize(text)[0] if m.type == "place"]
    assert found == places


@pytest.mark.parametrize("name", ["日本列岛", "美国西海岸", "印度洋", "伊朗沿海各省"])
def test_lands_of_a_country_stay_whole(extractor: Extractor, name: str) -> None:
    found = [m.surface for m in extractor.recognize(f"{name}昨天下了雨。")[0]]
    assert not set(found) & {"列岛", "西海岸", "沿海各省"}
