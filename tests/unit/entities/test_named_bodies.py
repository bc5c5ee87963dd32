"""Companies behind their kind, bodies by their heads, houses behind a place, papers that report."""

import pytest

from pipeline.entities.extractor import Extractor


def found(extractor: Extractor, text: str, kind: str = "organisation") -> list[str]:
    return [m.surface for m in extractor.recognize(text)[0] if m.type == kind]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("智能驾驶公司深驰科技创始人卢岩在会上说。", "深驰科技"),
        ("西班牙时装品牌贝尔特拉莫正考虑出售股权。", "贝尔特拉莫"),
        ("智利矿业集团安托法索5月3日宣布减产。", "安托法索"),
        ("德国汽车零部件供应商施特克尔将裁员两千人。", "施特克尔"),
        ("瑞士制药公司诺瓦泰克周二公布业绩。", "诺瓦泰克"),
        ("國內機器人企業擎岳智能完成新一輪融資。", "擎岳智能"),
        ("骏沣汽车回应刹车门。", "骏沣汽车"),
        ("拓纬激光收涨5%。", "拓纬激光"),
        ("昨天,澜桥租赁推出按小时计费的新车型。", "澜桥租赁"),
        ("证监会对恒澜光电时任财务总监出具警示函。", "恒澜光电"),
        ("裁判文书显示,汇岑信托前总经理已被起诉。", "汇岑信托"),
        ("岭源煤业2月25日晚披露业绩快报。", "岭源煤业"),
        ("午后,骏沣重装跌逾7%。", "骏沣重装"),
        ("原汇岑证券首席经济学家尤岚加盟。", "汇岑证券"),
        ("在香港明德醫院留醫。", "香港明德醫院"),
        ("他毕业于成都树德中学,后来出国。", "成都树德中学"),
        ("桃園市交通局長蔡孟翰受訪表示。", "桃園市交通局"),
        ("渔荃署署长黎子欣说。", "渔荃署"),
        ("据英国《每日电讯报》援引官员的话。", "每日电讯报"),
        ("国台办发布会上,发言人回应提问。", "国台办"),
        ("国际乒联公布新规则。", "国际乒联"),
    ],
)
def test_bodies(extractor: Extractor, text: str, name: str) -> None:
    assert name in found(extractor, text)


@pytest.mark.parametrize(
    "text",
    [
        "多家公司股价大跌。",
        "公司管理层表示乐观。",
        "这家企业生产数据公布。",
        "企业在责任管理和信息披露方面有进步。",
        "一家外国公司李明表示不认识。",
        "人工智能股价走高。",
        "孩子第一次接触美甲是在小学四年级。",
        "馆方被评为“美国必看博物馆”。",
        "该院院长吴一戎表示。",
        "金融租赁推出新规。",
        "对高端装备时任负责人来说,路还长。",
        "读《回声报》的人少了。",
    ],
)
def test_what_is_no_body(extractor: Extractor, text: str) -> None:
    assert found(extractor, text) == []


def test_a_place_before_a_kind_of_company_is_one(extractor: Extractor) -> None:
    assert found(extractor, "巴西矿业公司米纳斯科普6月17日宣布。", "place") == ["巴西"]


def test_what_a_body_holds_every_week_is_no_event(extractor: Extractor) -> None:
    assert found(extractor, "财政部部长助理在国新办发布会上表示。", "event") == []
