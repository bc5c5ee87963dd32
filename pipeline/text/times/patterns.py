"""The forms in which Chinese news writes dates and times, as one pattern.

Every repeat is bounded and every alternative begins with a character that it alone may begin
with, so one pass over a text costs time linear in it.
"""

from __future__ import annotations

import re
from functools import cache

from pipeline.text.times.festivals import FESTIVALS
from pipeline.text.times.words import DAY_AFTER

# ASCII and full-width digits; `int()` reads both.
D = "[0-9０-９]"
# Chinese numerals as dates use them; 〇 is written in four ways.
C = "[〇○零Ｏ一二三四五六七八九十廿卅]"
_BEFORE = "(?<![0-9０-９.．/])"
_AFTER = "(?![0-9０-９])"
_DASH = "[-－/／.．]"
# Between a date and its time of day: a weekday in brackets, a space, a T, a comma.
_GAP = (
    r"(?:[ \t\u3000]{0,3}(?:[(（][^()（）\n]{1,6}[)）]|(?:星期|周)[一二三四五六日天]))?"
    r"[ \t\u3000\xa0]{0,4}[,，]?"
)
_PERIOD = (
    "凌晨|清晨|早晨|早上|早间|上午|午间|中午|正午|下午|午后|傍晚|晚间|晚上|夜间|深夜|夜里|午夜|半夜"
)
WEEKDAY = "[一二三四五六日天1-7１-７]"

_CLOCK = (
    rf"(?:(?P<period>{_PERIOD}|[早晚])[ \t\u3000]{{0,2}}(?:大?[约約])?)?(?:"
    rf"(?P<hour>{D}{{1,2}})[:：∶](?P<minute>[0-5０-５]{D})(?![0-9０-９])"
    rf"(?:[:：∶](?P<second>[0-6０-６]{D})(?:[.,]{D}{{1,9}})?(?:{_AFTER}|(?={D}{{1,3}}[\u4e00-\u9fff])))?"
    rf"(?:[ ]?(?P<half>[AaPp][Mm])(?![A-Za-z]))?"
    r"(?:[ ]?(?P<zone>Z(?![A-Za-z])|(?:UTC|GMT)?[+＋-](?:1[0-4]|0[0-9])(?::?[0-5][0-9])?(?![0-9])"
    r"|(?:UTC|GMT)(?![A-Za-z])))?"
    rf"|(?P<cnhour>{D}{{1,2}}|{C}{{1,3}}|两(?=[ ]?[点點]))[ ]?"
    r"(?P<unit>[时時点點])(?![候代期段机機尚常刻间間针光速评評子])"
    rf"(?:整|[ ]?(?P<cnminute>半|一刻|三刻|(?:{D}{{1,2}}|{C}{{1,3}})[ ]?(?:分(?![之钟鐘])))"
    rf"(?:[ ]?(?P<cnsecond>{D}{{1,2}}|{C}{{1,3}})秒)?)?"
    r")"
)
_YEAR_WORD = "今年|本年|去年|上年(?![纪岁])|前年|明年|后年|後年|当年|當年|同年|翌年|次年"
_MONTH_WORD = "本月|当月|當月|同月|上个?月|上個月|下个?月|下個月|次月"
# 后天性, 先天和后天
_AFTER_TOMORROW = "(?<!先天)(?<!先天[和、与与])[后後]天(?![性免习努因形培养])"
_DAY_WORD = (
    "今天|今日|今[早晨晚夜]|今儿个?|昨天|昨日|昨[早晨晚夜]|昨儿个?|前天|前日|前晚|明天(?!系)|明日|明[早晨晚]|明儿个?"
    "|(?<![今如似非若])昨(?=出席|宣[布佈]|公[布佈]|在|[与與](?![今日])|会见|會見|会晤|會晤|召[开開]|[联聯][同合]|举[行办]|舉[行辦]|抵[达達]|指出?|[参參]加|[开開]始|主持|首次|下午|上午|到)|"
    f"{_AFTER_TOMORROW}"
    "|当天|當天|当日|當日|当晚|當晚|同日|次日|翌日|大前天|大[后後]天"
    # The second day of a meeting or of a feast is not the day after the date told.
    "|(?<![\u4e00-\u9fff])第二天"
)
# 日本周日, 基本周期
_WEEK_WORD = "(?:(?<![日基样版成])本|这|這|上上?|下下?)(?:个|個)?(?:周(?!边)|週|星期|礼拜|禮拜)"
_LUNAR = (
    "(?:农历[正腊冬一二三四五六七八九十]{1,2}|[正腊])月"
    "(?:初[一二三四五六七八九十]|[一二三四五六七八九十廿]{1,3})?|大年初[一二三四五六七八九十]"
)
# 五一村, 国庆路, 八一小学 are places; 感恩节餐桌 is of no day.
_NO_PLACE = (
    "(?![村路街镇鎮乡鄉桥]|巾帼|劳动奖|奖章|奖状|口号|广场|大道|小学|中学|社区|大桥|水库"
    "|餐桌|大餐|贺卡|习俗|元素)"
)

_MONTHS = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    "|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
)
TO = "[-–—~～至到]"
_QUARTER = "(?:第[ ]?[一二三四1-4][ ]?个?|[一二三四1-4])季度"
_PART = f"上半年|下半年|前三季度|前三季(?=[,，、])|首三季度?|[一1]{TO}[三3]季度|{_QUARTER}"
_QUARTER_WORD = "(?:上一?个?|下一?个?|本|当)季度"
# 今年初中 and 今年中国 go on in a word.
_EDGE = (
    "初(?![中级步始衷赛次创审稿])|中(?=[,，。;；、)）]|期|$)"
    "|底(?![气层盘部特板线薪价])|末(?![端班]|日(?!均))|杪"
)
# 前9个月 are counted from January, 此前9个月 from today.
_FIRST_MONTHS = (
    "(?<![此之以目日年提生当报市])[前头][ ]?"
    "(?P<FM>1[0-2]|[1-9]|十[一二]?|[二三四五六七八九两])[ ]?"
    f"(?:个月|月(?![ ]?(?:{D}|{C})))(?![前后後])"
)
# In a list or a range of days only the last has its 日: 2月14、15日, 2月14-16日.
_DAY = (
    f"(?:{D}{{1,2}}|{C}{{1,3}})[ ]?[日号號]"
    f"|{D}{{1,2}}(?=(?:(?:{TO}|[、,，和与及]){D}{{1,2}}){{1,4}}日)"
    # 8月1上午
    f"|{D}{{1,2}}(?=[上下]午|晚[上间]|凌晨|中午)"
)
# 1月至10月 is one range, 1月至10月5日 two dates.
_ONLY_MONTH = rf"(?={D}{{1,2}}[ ]?月份?(?![ ]?{D}))"
_MONTHS_TO = rf"(?:{TO}|(?:[ ]月[ ]?{TO}[ ]?|[ ]?月份?{TO}){_ONLY_MONTH})"
# 10月下旬至11月中旬 is one range of months.
_TENTH_TO = f"{TO}(?P<TT>1[0-2]|0?[1-9])月(?:[上中下]旬|[初中底末](?![0-9级级期]))"
# 月球, 月薪; the months of contracts are delivered in another year: 白糖1月合约.
_NO_MONTH = "(?!天(?!气)|[球亮饼餅薪均租供嫂老色牙]|革命|街(?!头)|合约|合約|期货|期貨|交割|主力)"
_CLOCK_NEXT = rf"(?=[ ]{{1,3}}[0-2]?{D}[:：][0-5]{D}{_AFTER})"

# 2022-02-14, 2022/2/14, 2022.02.14
_ISO = (
    rf"{_BEFORE}(?P<y1>(?:19|20|１９|２０){D}{{2}})(?P<sep>{_DASH})(?P<m1>{D}{{1,2}})(?P=sep)"
    rf"(?P<d1>{D}{{1,2}}){_AFTER}(?![.．]{D})"
)
# 18-03-08 23:16: a year of two digits only where a time of day follows
_SHORT = (
    r"(?<![0-9０-９.．/-])(?P<y3>[0-3][0-9])-(?P<m5>[01][0-9])-(?P<d6>[0-3][0-9])"
    rf"{_CLOCK_NEXT}"
)
# 10-08 12:00, 2/14 09:30: a score or a fraction unless a time of day follows
_MONTH_DAY = rf"{_BEFORE}(?P<m4>1[0-2]|0?[1-9])[-/](?P<d5>[12]{D}|3[01]|0?[1-9]){_CLOCK_NEXT}"
# 民國111年5月3日, from 1912; 2022年2月14日, 22年2月, 2022年上半年, 今年3月, 二〇二二年二月十四日
# 建于1451年; 1451年历史 counts years.
_EARLY = rf"(?<=[于自在从至元])1[0-4]{D}{{2}}(?=年(?![前间来历以的之]))"
_YEAR = (
    rf"(?:{_BEFORE}(?P<y2>{_EARLY}|(?:1[5-9]|20|１[５-９]|２０){D}{{2}}"
    # 2880年3月16日 is written so, however far off.
    rf"|2[1-9]{D}{{2}}(?=年{D}{{1,2}}月)"
    rf"|{D}{{2}}(?=年[ ]?{D}{{1,2}}月)"
    r"|(?:一[五六七八九]|二[〇○零Ｏ])[〇○零Ｏ一二三四五六七八九]{2})(?:[ ]?年(?![级級龄齡代])"
    rf"|(?={TO}(?:19|20){D}{{2}}年))|(?P<yw>{_YEAR_WORD})"
    rf"|(?P<era>民[国國]|令和|平成|昭和)[ ]?(?P<yr>{D}{{1,3}}|{C}{{1,4}}|元)[ ]?年)"
    rf"[ ]?(?:的(?=(?:{D}{{1,2}}|{C}{{1,3}})[ ]?月|{_PART}))?"
    rf"(?:(?P<m2>{D}{{1,2}}|{C}{{1,3}})(?:{_MONTHS_TO}(?P<mr1>{D}{{1,2}}))?"
    r"[ ]?月(?!份?[球亮饼餅])份?"
    rf"(?:[ ]?(?P<d2>{_DAY})|(?P<mp>[上中下]旬|{_EDGE})(?:{_TENTH_TO.replace('TT', 'mr3')})?)?"
    rf"|(?P<yp>{_PART}|(?<=年)(?:Q[1-4]|H[12])(?![0-9A-Za-z])|年?(?:{_EDGE}))"
    rf"|{_FIRST_MONTHS.replace('FM', 'fm1').replace('年提', '提')})?"
)
# 2月14日, 二月十四日, 3月, 本月5日, 上月底
_MONTH = (
    rf"(?:{_BEFORE}(?P<m3>1[0-2]|0?[1-9]|１[０-２]|０?[１-９]"
    rf"|(?<!{C})(?<!怀胎|懷胎)(?:十[一二]?|[一二三四五六七八九]))"
    rf"(?:{_MONTHS_TO}(?P<mr2>{D}{{1,2}}))?[ ]?月{_NO_MONTH}份?"
    rf"|(?P<mw>{_MONTH_WORD}))"
    rf"(?:[ ]?(?P<d3>{_DAY})|(?P<mq>[上中下]旬|{_EDGE})(?:{_TENTH_TO.replace('TT', 'mr4')})?)?"
)
# 昨天, 当日; 上周三; 周五, 星期天; not 数周一直, but 指数周二; not 周二二, but 周一一早
_RELATIVE = (
    rf"(?P<dw>{_DAY_WORD})|(?P<ww>{_WEEK_WORD})(?:(?P<wd1>{WEEKDAY})|(?P<we>末))?(?![年岁])"
    r"|(?:(?<=指数)|(?<=指數)|(?<![每逢两二三四五六七八九十几多数一0-9周个個]))(?:周|週|星期|礼拜|禮拜)"
    rf"(?P<wd2>{WEEKDAY})(?![年岁期0-9围良鸣福仙]|餐厅|餐馆|酒吧|酒馆|咖啡|书店|乐队|唱片|影业|花店|民宿|(?P=wd2)(?![早大]))(?<![周週]天)"
)
# 14日; what counts days (近3日, 3日内) or numbers them (第3日) is no date
_ONLY_DAY = (
    r"(?<![0-9０-９.．/月第近续續每过過去来來约約共期达達长長])"
    r"(?<!第 )"
    rf"(?P<d4>[12]{D}|3[01]|0?[1-9]|[１２]{D}|３[０１]|[１-９]"
    rf"|(?<!{C})(?:二?十[一二三四五六七八九]|[二三]?十|三十一|廿[一二三四五六七八九])"
    rf")[ ]?日{DAY_AFTER}"
)
# 3小时前, 两天后, 半小时前
_COUNTED = (
    r"(?<![0-9０-９.．一二两三四五六七八九十几数])(?<!个(?=半))"
    rf"(?P<n>{D}{{1,3}}|[一二两三四五六七八九十半]{{1,3}}|数|几)(?:[ ](?!日))?"
    "(?P<nu>秒钟?|分钟|个?半?小时|个?钟头|天|日|个?星期|周|个?半?月|年)[之以]?(?P<nd>前|后|後)"
)
# 2024年Q2, 24H1; a Q2 alone may be a car
_YEAR_QUARTER = (
    rf"(?<![0-9A-Za-z])(?P<yq>(?:20)?{D}{{2}})[ ]?年?[ ]?(?P<yqp>Q[1-4]|H[12])(?![0-9A-Za-z])"
)
# Whose year that is nobody can tell: 2025财年第一季度.
_FISCAL = (
    rf"(?P<fiscal>(?<![0-9A-Za-z])(?:FY[ ]?(?:20)?{D}{{2}}"
    rf"|(?:20)?{D}{{2}}(?:[/-](?:20)?{D}{{2}})?[ ]?财政?年度?)"
    rf"(?:的?(?:{_PART}|[ ]?Q[1-4]))?|[本上该]财年(?:的?(?:{_PART}))?)"
)
# Q3 alone may be a car; the figures of one are told right behind it.
_LONE_PART = (
    "(?P<lp>(?<![0-9A-Za-z])(?:Q[1-4]|H[12])"
    "(?=[ ]?(?:季度|财报|业绩|营收|收入|净利|毛利|利润|出货|销量|同比|环比|单季|GDP)))"
)
# 上半年, 一季度; 20世纪90年代, 90年代
_AGE = (
    rf"{_FISCAL}|{_LONE_PART}|(?P<qw>{_QUARTER_WORD})|{_FIRST_MONTHS.replace('FM', 'fm2')}|"
    rf"(?P<part>{_PART})|(?P<century>(?:(?<!公元前){_BEFORE}{D}{{1,2}}|(?<!{C})[一二三四五六七八九十]{{1,3}})世纪(?!经济报|不动产|福克斯)"
    r"|上世纪|本世纪)"
    r"(?:[二三四五六七八九]?(?P<dec1>[1-9０-９]0|[二三四五六七八九]十)年代)?"
    rf"|(?<!{D})(?P<dec2>(?:19|20)?[1-9]0|(?<!{C})[二三四五六七八九]十)年代"
)
# February 14, 2022; 14 Feb 2022
_ENGLISH = (
    rf"(?<![A-Za-z])(?P<em1>{_MONTHS})\.?[ ](?P<ed1>[0-3]?[0-9])(?:st|nd|rd|th)?"
    r"(?:,?[ ](?P<ey1>(?:19|20)[0-9]{2}))?(?![0-9A-Za-z])"
    rf"|(?<![0-9A-Za-z])(?P<ed2>[0-3]?[0-9])[ ](?P<em2>{_MONTHS})\.?,?[ ]"
    r"(?P<ey2>(?:19|20)[0-9]{2})(?![0-9])"
)
_DATE = (
    f"{_ISO}|{_SHORT}|{_MONTH_DAY}|{_YEAR_QUARTER}|{_YEAR}|{_MONTH}|{_RELATIVE}|{_ONLY_DAY}|{_COUNTED}|{_AGE}"
    f"|{_ENGLISH}"
)

# A time of day that follows a date; and one that stands alone, and is no score and no count.
TAIL = re.compile(
    rf"{_GAP}(?:T?[ \t]?)(?P<clock>{_CLOCK}|(?P<bare>{_PERIOD}|晚)(?!报|報|会|會|宴))"
)
_ALONE = (
    rf"(?<![0-9０-９:：∶.．第比以/])(?P<clock>{_CLOCK})"
    rf"(?![:：∶]|[.．]{D}|的?比分|战胜|击败|领先|险胜|获胜)"
)


@cache
def date_or_clock() -> re.Pattern[str]:
    """Return the pattern of every date, festival and free-standing time of day, to be matched."""
    names = "|".join(sorted(map(re.escape, FESTIVALS), key=len, reverse=True))
    return re.compile(rf"{_DATE}|(?P<festival>(?:{names}|{_LUNAR}){_NO_PLACE})|{_ALONE}")
