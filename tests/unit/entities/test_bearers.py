"""Persons behind words for persons that no list has; what stands there and is none."""

import pytest

from pipeline.entities.extractor import Extractor


def people(extractor: Extractor, text: str) -> list[str]:
    return [m.surface for m in extractor.recognize(text)[0] if m.type == "person"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # A trade by its ending, whatever the words are.
        ("山东烟台的赶海人修怀瑾在礁石缝里捡到一只瓶子。", "修怀瑾"),
        ("这位民宿客高禾摇摇头。", "高禾"),
        ("收荞人罕来喜也来了。", "罕来喜"),
        ("制茶师傅罕若谷用手背试了试锅温。", "罕若谷"),
        ("盘扣匠郏知远把账本翻给大家看。", "郏知远"),
        ("渔嫂竹三妹一家住进了楼房。", "竹三妹"),
        ("福建泉州的骑行客皇甫一鸣用手背试了试锅温。", "皇甫一鸣"),
        # What follows a subject says where the name is over.
        ("放映员申屠磊正忙着装车。", "申屠磊"),
        ("租客郁毅攒了三年钱。", "郁毅"),
        ("灯塔工昝疏影夫妇守着这片林子。", "昝疏影"),
        ("新生张朵家的灯亮着。", "张朵"),
        ("中学教师廉京平用一个小问题开场。", "廉京平"),
        ("資深攝影家應映雪一邊擦汗一邊說。", "應映雪"),
        # Spelt by its sounds.
        ("法国主厨拉维涅去年挣了八万元。", "拉维涅"),
        ("葡萄牙前锋布兰德利蹲在场边。", "布兰德利"),
        ("乡村医生泽仁拉姆蹲在田埂上。", "泽仁拉姆"),
        ("世代住在此地的牧民才让加说,从前没有草。", "才让加"),
        # Japan and Korea by the clause.
        ("乒乓球名将击败日本选手早濑千夏,晋级决赛。", "早濑千夏"),
        ("日本气象厅预报官三轮田千寻在会上说。", "三轮田千寻"),
        ("日本首相辅佐官西园寺隆介14日在东京说。", "西园寺隆介"),
        ("日本驻华公使加贺谷直树一边翻书一边说。", "加贺谷直树"),
        ("来访的韩国外交部次官补河承宰举行会谈。", "河承宰"),
        # Named by a clause.
        ("她叫安宁,在镇上教书。", "安宁"),
        ("她叫澹台沛泽,在镇上教书。", "澹台沛泽"),
        ("老板娘本名佴朵,客人叫她阿朵。", "佴朵"),
        ("一个叫战永顺的年轻人站了出来。", "战永顺"),
    ],
)
def test_who_is_named_behind_a_word_for_a_person(
    extractor: Extractor, text: str, name: str
) -> None:
    assert name in people(extractor, text)


@pytest.mark.parametrize(
    "text",
    [
        "工作人员应急处置得当。",
        "消费者花光了积蓄。",
        "许多职工向记者表达了看法。",
        "业内人士连名字都没有听过。",
        "求职者应勇敢说不。",
        "军人保家卫国。",
        "老品牌家喻户晓。",
        "农家乐亮起了灯。",
        "专业队伍赋能乡村。",
        "证实了商王朝的存在。",
        "良师在传道,如伯乐扬鞭。",
        "家具代理商夏先生表示生意难做。",
        "残疾人唐叔叔来到这里。",
        "送到唐人万寿园的墓前。",
        "TCL智家原计划在东南亚建厂。",
        "他特意派人来南开拍摄。",
        "各民宿的工会会员普惠服务走深走实。",
        "污水处理能力不足,收集率偏低。",
        "这时候人特别多,要排队。",
        "金融数据服务商东方财富的统计。",
        "这条街原名石板街,如今改了。",
        "湖南省会长沙房价上涨。",
        "他叫苦不迭,她叫停了施工。",
    ],
)
def test_what_stands_there_and_is_nobody(extractor: Extractor, text: str) -> None:
    assert people(extractor, text) == []


def test_who_is_known_stands(extractor: Extractor) -> None:
    # What joins is no family name where a name stands behind it; what follows is none of a name.
    assert "沈悦" in people(extractor, "大哥向沈悦展示了绝技,沈悦笑了。")
    assert people(extractor, "中国人民外交学会副会长史玲在会上公布了名单。") == ["史玲"]


def test_a_word_that_goes_on_is_no_member_of_a_list(extractor: Extractor) -> None:
    text = "英超豪门签下葡萄牙前锋鲁本·塔瓦雷斯,周薪高达32万镑。"
    assert people(extractor, text) == ["鲁本·塔瓦雷斯"]


def test_a_dotted_name_ends_before_the_verb(extractor: Extractor) -> None:
    text = "法院裁定总理差猜·披他那停职,副总理素拉蓬代行职权。"
    assert people(extractor, text) == ["差猜·披他那", "素拉蓬"]
