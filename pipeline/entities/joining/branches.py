"""Bodies whose name holds a place that a tagger parts: 海关总署|广东|分署, 中国|男子篮球队."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from pipeline.entities.passage import Passage
from pipeline.entities.recognizer import Finding

_BRANCH = re.compile(
    "分署|分局|分行|分公司|分院|分校|分社|支行|营业部|办事处|代表处|特派办|特派员办事处|监管局|证监局"
)
_OF_PLACE = re.compile(f"[\u4e00-\u9fff]{{2,5}}(?:{_BRANCH.pattern})")
_TEAM = re.compile(
    "(?=[国青男女U足篮排乒羽])(?:国家|国奥|国青|青年)?(?:U[0-9]{2})?(?:男子|女子|男|女)?"
    "(?:(?:足球|篮球|排球|乒乓球|羽毛球|网球|橄榄球|冰球|手球|水球|曲棍球|棒球|垒球|游泳|田径|体操|跳水|射击|举重|冰壶|短道速滑)?"
    "(?:代表)?队(?![员长友伍列形医服里内史名歌旗])|(?<=[男女])[足篮排乒羽手](?![球联协]))"
)


def with_branches(findings: Sequence[Finding], passage: Passage) -> Iterator[Finding]:
    """Yield `findings`, branches and teams as one body with the place in their name."""
    text = passage.folded
    last: Finding | None = None
    for finding in findings:
        ready = finding
        if (
            last
            and finding.type == last.type == "organisation"
            and last.end == finding.start
            and _OF_PLACE.fullmatch(text, finding.start, finding.end)
        ):
            last = replace(last, end=finding.end)
            continue
        if finding.type == "place":
            branch = _BRANCH.match(text, finding.end)
            if branch and last and last.type == "organisation" and last.end == finding.start:
                last = replace(last, end=branch.end())
                continue
            if team := _TEAM.match(text, finding.end):
                ready = replace(finding, type="organisation", end=team.end())
        if last is not None:
            yield last
        last = ready
    if last is not None:
        yield last
