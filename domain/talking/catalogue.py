"""The seed catalogue of talking points (SCREENS 10) in Chinese and English; an administrator reviews it before use."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from string import Formatter

from domain.shops import Segment


class Extra(StrEnum):
    """A further condition of a line, not spoken."""

    NONE = ""
    OUTSIDE_UNORDERED = "outside_unordered"
    OLD_OWNER = "old_owner"
    CHESS = "chess"
    AFTERNOON = "afternoon"
    PRICE_PROMISE = "price_promise"


@dataclass(frozen=True, slots=True)
class Template:
    """One line: `situation` letter, segments it is for, text per language; `private` lines are a hint, never spoken."""

    id: str
    situation: str
    segments: frozenset[Segment]
    text: dict[str, str]
    extra: Extra = Extra.NONE
    private: bool = False

    @property
    def fields(self) -> frozenset[str]:
        """Names of the records the text is filled from."""
        return frozenset(name for _, name, _, _ in Formatter().parse(self.text["zh_CN"]) if name)


_ALL = frozenset(Segment)
_FOR = {
    "提": frozenset({Segment.DEVELOP}),
    "维": frozenset({Segment.RETAIN}),
    "指": frozenset({Segment.GUIDE}),
    "关": frozenset({Segment.WATCH}),
    "全": _ALL,
}


def _line(id: str, for_: str, zh: str, en: str, extra: Extra = Extra.NONE, private: bool = False) -> Template:
    return Template(id, id[0], _FOR[for_], {"zh_CN": zh, "en": en}, extra, private)


CATALOGUE: tuple[Template, ...] = (
    _line("P1", "全", "上次说好的：{promise}", "Agreed last time: {promise}"),
    _line(
        "A1",
        "提",
        "上次货剩 {stock} 条，先看哪两个牌子卖断过，下回订货排前头",
        "{stock} cartons were left; see which two brands ran out and put them first in the next order",
    ),
    _line(
        "A2",
        "提",
        "订货前一天点一遍货，比凭印象准；今天陪着点一遍",
        "A count the day before ordering beats memory; do one together today",
    ),
    _line(
        "A3",
        "维",
        "货见底那几天，有没有熟客空手走？多半差的就是一两个牌子",
        "When stock ran low, did regulars leave with nothing? Mostly it is one or two brands that lack",
    ),
    _line(
        "A4",
        "指",
        "一起画张小表：每天卖几条、剩几条、哪天订，贴柜台里",
        "Draw a small table together: sold a day, left, order day; stick it inside the counter",
    ),
    _line(
        "A5",
        "指",
        "常卖的三个牌子各定一条“底线”，到底了就记进订货本",
        "Set a floor for each of the three best sellers; at the floor it goes into the order book",
    ),
    _line(
        "A6",
        "关",
        "够街坊买就行，问问缺哪一个，别为凑数压钱",
        "Enough for the neighbours is enough; ask which one lacks, no money tied up to fill shelves",
    ),
    _line(
        "B1",
        "提",
        "{brand} 想不想试？先少摆两周看动静，留不留老板定",
        "Care to try {brand}? A few on show for two weeks; the owner decides whether it stays",
    ),
    _line(
        "B2",
        "提",
        "店里 {brands} 个品规，{brand} 那一档正好空着，问问有没有人要",
        "{brands} brand items here, and the slot of {brand} is empty; ask whether anyone wants it",
    ),
    _line(
        "B3",
        "维",
        "{brand} 不催着订，只问一句：最近有没有客人打听",
        "No push to order {brand}, one question only: has any customer asked for it lately",
    ),
    _line(
        "B4",
        "指",
        "{brand} 摆在付钱时看得见的那一格，价签一起放好",
        "Put {brand} in the slot seen while paying, with its price tag",
    ),
    _line(
        "B5",
        "指",
        "教老板用三句话介绍 {brand}：哪一档价、什么规格、接近哪个老牌子",
        "Teach three sentences on {brand}: its price range, its kind, which old brand it is close to",
    ),
    _line(
        "B6",
        "关",
        "{brand} 认识一下就好，不用进；有人问，知道怎么订",
        "{brand}: good to know, no need to stock it; if someone asks, the owner knows how to order",
    ),
    _line(
        "C1",
        "全",
        "这几个省外牌子从哪里来的？一起翻翻订货单，对得上就好",
        "Where do the brands from other provinces come from? Look through the orders together",
    ),
    _line(
        "C2",
        "提",
        "省外牌子是谁在买，图价位还是习惯？记下来就是市场信息",
        "Who buys the brands from other provinces, for price or habit? Noted, it is market information",
    ),
    _line(
        "C3",
        "指",
        "省外牌子占了好位置，卖得快的反倒要弯腰找，换过来试一周",
        "Outside brands have the good place and the fast ones are down low; swap them for a week",
    ),
    _line(
        "C4",
        "全",
        "留意：订货单里没有来处，别在店里争，点“异常”报上去",
        "Mind: the orders show no source; no argument in the shop, report it with “Incident”",
        Extra.OUTSIDE_UNORDERED,
        private=True,
    ),
    _line(
        "D1",
        "维",
        "问问转行看到哪一步了，铺面租到几时，烟证打算怎么办",
        "Ask how far the change of trade has come, how long the lease runs, what happens to the licence",
    ),
    _line(
        "D2",
        "维",
        "一起比一比：烟回款快，天天带人进店；{trade}要垫多少、几时回本，让老板自己算",
        "Compare: tobacco pays back fast; {trade} needs how much, pays when? Let the owner do the sum",
    ),
    _line(
        "D3",
        "维",
        "最烦的是进货、压钱还是守店？能改的，今天先改一样",
        "What tires most: buying, money tied up, minding the shop? Change one thing today",
    ),
    _line(
        "D4",
        "维",
        "不一定二选一：留一节柜台卖烟，店和证怎么办，先问清再动",
        "It need not be one or the other: keep one counter; ask about shop and licence before moving",
    ),
    _line(
        "D5",
        "提",
        "生意正顺怎么想走？多半有件具体的事，先听老板说完",
        "Trade is good, so why leave? There is mostly one concrete thing; hear the owner out first",
    ),
    _line(
        "D6",
        "指",
        "是卖得少，还是守得累？算算上月守店几小时、落下多少钱",
        "Too few sales or too long hours? Work out last month's hours and what was left",
    ),
    _line(
        "D7",
        "关",
        "不劝，只问做到几时；要停业的话，手续我帮着问清楚",
        "No persuading; ask until when. If the shop closes, I find out about the formalities",
    ),
    _line(
        "E1",
        "提",
        "接班的人在就一起坐十分钟，订货和结算的手机操作走一遍",
        "If the successor is in, ten minutes together: ordering and settlement on the phone",
    ),
    _line(
        "E2",
        "全",
        "换人经营，证的手续先问清楚，别等交接完才想起来",
        "New hands need the licence changed: ask about it before the handover, not after",
    ),
    _line(
        "E3",
        "指",
        "年轻人想怎么摆、想卖什么，先听，挑一节柜照着试",
        "Hear how the young one would show and sell things, then try it on one counter",
    ),
    _line(
        "E4",
        "维",
        "接班定了没有？定了就约三个人见一面，没定先别动货",
        "Is the successor settled? If so, meet all three; if not, leave the stock as it is",
    ),
    _line("E5", "关", "平常谁守店？电话换成守店的人", "Who minds the shop? Take that person's number"),
    _line(
        "F1",
        "全",
        "一起对一遍价签，先对卖得最快的十个",
        "Check the price tags together, the ten fastest first",
    ),
    _line(
        "F2",
        "指",
        "一烟一签，签在烟的正下方；缺几张记下来，下次带来",
        "One tag each, right below; note how many lack and bring them next time",
    ),
    _line(
        "F3",
        "提",
        "价签齐了，客人少问一句，老板也少答一句",
        "With all tags in place customers ask less and the owner answers less",
    ),
    _line(
        "F4",
        "维",
        "标价和订货单对不上的是哪几个，问问是几时换的",
        "Which prices differ from the orders? Ask when they were changed",
    ),
    _line(
        "F5",
        "关",
        "掉了的签补上就好，两三分钟的事，一起补",
        "Put back the tags that fell off, a matter of minutes, done together",
    ),
    _line(
        "G1",
        "提",
        "现在怎么结账，跑一趟要多久？线上扣款能省下这一趟",
        "How is payment done now, how long is the trip? Online debit saves it",
    ),
    _line(
        "G2",
        "提",
        "怕扣错的话，把一张账单从头到尾翻着看一遍",
        "Worried about wrong debits? Go through one statement from top to bottom",
    ),
    _line(
        "G3",
        "维",
        "办不办都行，先弄清最不放心的是哪一步",
        "Either way is fine; find out first which step feels unsafe",
    ),
    _line(
        "G4",
        "指",
        "要带什么材料，今天写下来；下次来一次办好",
        "Write down today which papers are needed; next time it is done in one go",
    ),
    _line(
        "G5",
        "指",
        "店里的手机是谁在用？教会那个人就行",
        "Who uses the phone in the shop? Teach that one person",
    ),
    _line(
        "G6",
        "关",
        "不用手机就不勉强，问问家里有没有人能帮着办",
        "No phone, no pressure; ask whether someone at home can help",
    ),
    _line("H1", "提", "当面订一单，数一数一共点几下", "Place one order together and count the taps"),
    _line(
        "H2",
        "提",
        "忙的时候不用守电话，空下来自己点，改主意也能改",
        "No waiting by the phone when busy; order when free, and change it later",
    ),
    _line(
        "H3",
        "维",
        "嫌麻烦就照上次的单子，只改两三个数",
        "If it is a bother, take the last order and change two or three figures",
    ),
    _line(
        "H4",
        "指",
        "今天老板报我点，下次老板点我看，第三次就不用我了",
        "Today the owner speaks and I tap, next time the other way, the third time without me",
    ),
    _line(
        "H5",
        "指",
        "步骤写一张大字的贴在柜台里",
        "Write the steps in large print and stick them inside the counter",
        Extra.OLD_OWNER,
    ),
    _line(
        "H6",
        "关",
        "订得少，学不学随意；孩子回来时教孩子也行",
        "Orders are small, so learn it or not; teaching the children on a visit will do",
    ),
    _line("I1", "全", "新消息：{news}", "News: {news}"),
    _line(
        "I2",
        "提",
        "{news}；听听老板的看法，有难处带回来",
        "{news}; hear what the owner thinks and bring difficulties back",
    ),
    _line("I3", "指", "{news}；对这家就一件事：{action}", "{news}; for this shop one thing: {action}"),
    _line(
        "I4",
        "关",
        "{news}；写在店里日历上，快到时我再提醒一次",
        "{news}; write it on the shop's calendar, I will say it once more when it is near",
    ),
    _line(
        "J1",
        "提",
        "量已经不小，今天不谈多订，只看库存和卖给了谁",
        "The volume is large already: no word of more orders, only stock and who buys",
    ),
    _line(
        "J2",
        "提",
        "一次要得多的客人常来吗、做什么用，听到什么记什么",
        "Do customers who take a lot come often, and what for? Note what is said",
    ),
    _line(
        "J3",
        "提",
        "只靠一样货撑着不稳，问问店里别的生意这个月怎么样",
        "One kind of goods alone is shaky; ask how the rest of the shop does this month",
    ),
    _line(
        "J4",
        "维",
        "想歇一歇也好，量缓下来，陈列和服务照旧就行",
        "Slowing down is fine: less volume, the same display and service",
    ),
    _line(
        "K1",
        "维",
        "留意：{dist}外的{near}（指导型，意愿 {will} 分），趁早带一带",
        "Mind: {near}, {dist} away (guide, willingness {will}); support it in good time",
        private=True,
    ),
    _line(
        "K2",
        "维",
        "留意：这家要是停了，街坊会去{near}，下周看看那边货够不够",
        "Mind: if this shop closes, neighbours go to {near}; see next week whether its stock will do",
        private=True,
    ),
    _line(
        "K3",
        "指",
        "留意：离{shop}最近的就是这家，今天教一样：{skill}",
        "Mind: this is the nearest to {shop}; teach one thing today: {skill}",
        private=True,
    ),
    _line("L1", "提", "上次说到“{topic}”，问问后来怎么样了", "Last time it was “{topic}”; ask how that went"),
    _line(
        "L2",
        "维",
        "先坐五分钟，听老板说说这个月，不急着谈事",
        "Sit for five minutes and hear about the month; business can wait",
    ),
    _line("L3", "指", "夸一处看得见的变化：{change}", "Praise one change that shows: {change}"),
    _line(
        "L4",
        "关",
        "留个电话：有人上门推来路不明的烟，先打给我",
        "Leave a number: if someone offers cigarettes of unknown origin, call me first",
    ),
    _line(
        "L5",
        "全",
        "老板爱下棋，看一步再谈正事",
        "The owner loves chess: watch a move, then talk",
        Extra.CHESS,
    ),
    _line(
        "L6",
        "全",
        "上午不开门，走前约好下次下午几点来",
        "Closed in the mornings: agree on an afternoon hour before leaving",
        Extra.AFTERNOON,
    ),
    _line(
        "L7",
        "全",
        "看重价，先把上次答应查的价拿出来",
        "Price matters here: start with the price promised last time",
        Extra.PRICE_PROMISE,
    ),
    _line(
        "L8",
        "提",
        "一起看看陈列：卖得最快的三个，在不在伸手的地方",
        "Look at the display: are the three fastest within reach",
    ),
    _line(
        "L9",
        "提",
        "问问这个月客人有什么变化，听到什么记什么",
        "Ask what changed with customers this month and note what is said",
    ),
    _line(
        "L10",
        "维",
        "最费事的是哪一样？能帮着办的，今天办一样",
        "What is the most bother here? Of what I can do, do one thing today",
    ),
    _line(
        "L11",
        "指",
        "站到门口看一眼陈列，进门先看见的该是卖得最快的",
        "Look in from the door: the fastest sellers should be seen first",
    ),
    _line(
        "L12",
        "指",
        "问问这周哪个牌子走得快、哪个没动，记下来比一比",
        "Which brand moved fast this week, which not at all? Note it and compare",
    ),
    _line(
        "L13",
        "关",
        "问问街坊最近爱要哪一个，缺不缺",
        "Ask what the neighbours want these days, and whether it lacks",
    ),
)
