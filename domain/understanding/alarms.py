"""Abnormal situations that a sentence reports; a denied, supposed, taught or settled one is none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.incidents import Category
from domain.understanding.brands import shipped

_WORDS: dict[Category, str] = {
    Category.PRICE: r"(?:价格?|卖价|零售价)(?:体系)?(?:很|太|有点|比较|特别)?(?:乱|异常|混乱|倒挂|不对|不正常|偏低|偏高|失控)|价签(?:很|太|有点|特别|比较|都|全|也)?(?:乱|错)"
    r"|(?:低于|高于)(?:指导价|零售价|建议价|标价)|低价(?:卖|销|抛|倾|出|甩)|乱价|抬价|涨价卖|加价卖|压价卖|高价卖|贱卖|甩卖|卖(?:得|的)?(?:太)?(?:低|便宜)了|卖低了|卖高了|砸价|不按(?:指导价|标价|价签)|比(?:指导|零售|建议|标|统一)价[^，,。;；]{0,2}(?:低|高|便宜|贵|少|多)|跑价|价格战|(?:私自|随意|乱)(?:涨价|定价|加价)|价签(?:不符|对不上)|(?:没有?|不)明码标价"
    r"|价格(?:卖|低|高)[^，,。;；]{0,4}(?:乱|离谱)|price disorder|below the (?:list )?price|prices? (?:is|are) (?:a mess|wrong)|under-?cut",
    Category.COUNTERFEIT: r"假烟|假货|假酒(?!店)|假冒|冒牌|山寨烟|假私非|走私|私烟|水货|(?<!除)(?<!是)非烟(?!商品|销售|业务|经营|食品|类|产品)|高仿|假(?:{BRANDS})|(?:免税|出口|老挝|越南|走私来的)烟|(?:喷码|激光码|32位码|打码)(?:对不上|不对|不符|被刮|刮掉|没有)|来路不明|来历不明|[窜串]货|没见过的[^，,。;；]{0,2}烟|外烟"
    r"|(?:烟|货)(?:是|像是|像|可能是|疑似)假的|疑似假|真假(?:难辨|不明)|不确定真假|外省烟|外地烟|counterfeits?|fake (?:cigarettes?|cartons?|packs?|brands?)|smuggled",
    Category.CLOSING: r"停业|歇业|关张|倒闭|转让|招租|关门了|关了门|关着门|门关着|(?:店|铺)(?:都|已经?)?关了|店面?关(?:着|掉)|(?:铁|大|店)?门锁着|锁着门|锁了门|卷帘门?(?:拉着|关着|没开|拉下)|关门(?!时|早|晚|前|以后|之后)(?:大吉|闭户)?"
    r"|(?<!上午)(?<!早上)(?<!中午)(?<!晚上)(?:没|未|没有)(?:开门|营业)|不开门了|大门紧闭|不干了|不做了|(?:要|准备)搬走|拆迁|清仓|盘出去|盘给|盘掉|不营业|(?:换了?|要换)老板(?!娘)|易主|过户|撤店|关店|人去楼空|不想(?:干|做|开)了|closing down|shop for sale|closed for good|(?:is|was|shop) (?:shut|closed)\b|shut down|(?<=□ )closed\b",
    Category.OUT_OF_STOCK: r"断货|缺货|断供|断档|断了?(?:{BRANDS})|缺(?:{BRANDS})|脱销|缺烟|卖断|卖空|没货|无货|货不够卖|不够卖|售罄|缺(?:\d+|[一二两三四五六七八九十百]+)[条包箱]|卖光了|拿不到货|供不上|紧缺|断了货|货断了|空柜|卖完了没|断了(?:两|三|几|好几|\d|一)[天周]|(?:已经|都)断了|一[条包]都没|out of stock|ran out|run out|sold out|no stock left",
    Category.BACKLOG: r"积压|压货|压了[^，,。;；]{0,8}(?:条|箱|货|件|烟|□)|滞销|卖不动|卖不掉|卖不出去|走不动|动销差|存货太多|压仓|囤(?:了|货)(?:太多|一堆|好多)|库存(?:太大|太高|过大|过高|偏高|偏大)|堆了(?:一|好)|backlog|overstock(?:ed)?|not selling",
    Category.COMPLAINT: r"投诉|举报(?!电话)|差评|(?:少|错|漏)(?:发|送|配)了|(?:发|送|配)(?:少|错|漏)了|(?:收货|到货|送来|配送|点货)[^，,。;；]{0,6}(?:少了|缺了|破了|压坏)|(?:反映|说)[^，,。;；]{0,10}(?:少了|破损|发霉|霉变|态度(?:差|不好))|讨(?:个)?说法|要个?说法|对(?:我们|送货|配送|服务|公司)[^，,。;；]{0,4}(?:有意见|不满)|12315|12313|complain(?:s|ed|t|ts|ing)?\b",
    Category.LICENCE: r"(?:许可证|专卖证|烟证|证照|证件|营业执照|执照|证)(?:[^，,。;；办]{0,5})(?:过期|到期|丢|遗失|注销|不符|没挂|没亮|没换|没办|吊销|失效|快到|不见|找不到|没续|没延续|要换|该换|撕)|没亮证|没挂证|(?:补|换|延续?|续)证|证快到期|无烟证"
    r"|licen[cs]e (?:has |is |was )?(?:expir\w+|missing|lost|out of date)|expired licen[cs]e",
    Category.BULK: r"无证(?:经营|卖|户|销售|的)|没证(?:也|还|在|就)?卖|卖烟(?:没|没有|无)证|大户|(?:一次性?|一下子?|一口气)(?:拉走|买走|提走|拿走|收走|要走|收了|买了)|大量(?:买走|收烟|套购|收购|购买|拿货)|套购|倒爷|黄牛|贩子|收烟(?:的|贩)|[来在]收烟|烟贩|拉走(?:了)?(?:□|\d|[一二三四五六七八九十百]+)[^，,。]{0,2}[条件箱□]|整车拉|unlicensed|bulk (?:dealing|buyer|buying|purchase)",
    Category.SAFETY: r"火灾|着火|起火|失火|火情|烧焦|(?:电线|线路|插座|插线板|电路)[^，,。;；]{0,4}(?:老化|裸露|短路|冒烟|烧|乱拉|破)|漏电|触电|消防(?:不|没|有|隐患|通道|过期|设施)|灭火器(?:没|过期|坏|不)|安全隐患|有隐患|燃气泄漏|煤气(?:味|泄漏)|抢劫|被抢|被偷|被盗|失窃|进(?:了)?(?:小偷|贼)|打架|打起来|斗殴|闹事|砸店|抢(?:烟|钱)|漏水严重|塌|跳闸|晕倒|冒(?:过)?(?:烟|火)|堵(?:住|着|了)?(?:消防|安全)?(?:通道|出口)|fire hazard|robbed|burgl\w+|stolen|on fire\b",
}  # fmt: skip
_BRANDS = "|".join(sorted((re.escape(name) for name in shipped()), key=len, reverse=True))
_PATTERNS = {
    category: re.compile(words.replace("{BRANDS}", _BRANDS), re.IGNORECASE) for category, words in _WORDS.items()
}
_DENIED = re.compile(
    r"(?:没有?(?!见过的|听过的|听说过的)(?:再|有)?(?:发现|看到|听说|出现|查到|见到|收到|见|发生|查出|存在|遇到|碰到)?|未(?:发现|见|出现|查到|发生)?|无|不是|并非|不存在|不会|从不|从来不|从没|绝不|绝没|不(?!干|做|按|够|确定|对)|别|勿|防(?:止|范)?|杜绝|排除|避免|谨防|以免|免得|哪有|暂无|不用担心)"
    r"(?:有|任何|什么|过|的|新的|卖|要|再|会|是|出现|存在|发生|客户|顾客|情况|、|和|或|及|与|也|都|人|等|售|进|经营|销售|搞|乱|假烟|假货|私烟|非烟|走私烟?|窜货|串货|断货|积压|投诉|乱价|滞销|缺货|隐患|价格|异常|,){0,7}$"
    r"|(?:\bno|\bnot|n't|without|never|free of)\b(?: \w+){0,3} $",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"会不会|是不是|是否|有没有|有无|如果|要是|万一|假如|若是?|倘若|一旦|担心|怕|生怕|恐怕?要|谣传|可能会|以后会|将来|谨防|为了不|免得|省得|(?:^|[^不])想知道|\bif\b|whether|afraid|worr(?:y|ied)|in case|might",
    re.IGNORECASE,
)
_TAUGHT_BEFORE = re.compile(
    r"(?:宣传|讲了?|讲解|学习|培训|识别|辨别|鉴别|拒绝|抵制|打击|(?<!来)(?<!抽)(?<!检)查(?!出|到|获)|教|预防|怎么认|如何认|什么叫|什么是|关于|严禁|禁止|不得|远离|拒卖)[^，,。;；]{0,4}$"
)
_OVER_BEHIND = re.compile(
    r"[^，,。;；]{0,4}?(?:识别|鉴别|知识|宣传|危害|辨别|检查|演练|培训|(?<![打接通回来])(?:电话|热线)|政策|规定|已?解决|已经?处理|处理(?:好|完|掉)|已补|补(?:上|齐|好)了|恢复|缓解|没有|没了|消除|的?问题没有|撤(?:销|了)|好(?:多|转)|有没有|怎么(?:办|处理)|吗|么|\?)|(?:不存在|的?(?:可能|风险)不大|的?事(?:已|没有))|[^，,。;；]{0,3}?(?:is )?(?:resolved|solved|settled|fixed|over\b)",
    re.IGNORECASE,
)
_OVER_NEXT = re.compile(
    r"[^，,。;；]{0,6}[，, ](?:现在|已经?|今天)?(?:已)?(?:处理好|解决|补上|补齐|到货|恢复(?:正常|营业)|澄清|撤销)了?"
)
_REOPENED = re.compile(r"[^，,。;；]{0,3}[，, ]?(?:现在|今天)?(?:重新|又|已经)开(?:门|业|张)")
_OFF_TIMES = re.compile(r"(?:[点时半]|每天|晚上|早上|中午|几点)(?:就|才|左右)?$")
_CLAUSE_START = re.compile(r"[，,。;；!！?？\n]")


def _reported(text: str, category: Category, match: re.Match[str]) -> bool:
    start = max(
        (m.end() for m in _CLAUSE_START.finditer(text, max(0, match.start() - 40), match.start())),
        default=max(0, match.start() - 40),
    )
    before, end = text[start : match.start()], match.end()
    if _DENIED.search(before) or _SUPPOSED.search(before) or _TAUGHT_BEFORE.search(before):
        return False
    if _also_denied(text, start, before):
        return False
    if category is Category.CLOSING and (_OFF_TIMES.search(before) or _REOPENED.match(text, end)):
        return False
    if (
        category is Category.COMPLAINT
        and match[0] == "举报"
        and (match.start() == 0 or re.match(r"[^，,。;；]{0,3}卖?[假私]", text[end:]))
    ):
        return False
    return _OVER_BEHIND.match(text, end) is None and _OVER_NEXT.match(text, end) is None


def _also_denied(text: str, start: int, before: str) -> bool:
    """没有发现假烟，也没有…; 无假烟、私烟、窜货: a list under one denial, told apart by 、 or 和."""
    if re.search(r"(?:、|和|或者?|以及|及|与)[^，,。;；]{0,3}$", before) is None:
        return False
    return re.search(r"没有?(?:发现|看到|见)?|未(?:发现|见)|无(?!证)|不存在|不卖|\bno\b", before) is not None


def heard(text: str) -> Iterator[tuple[Category, int, int]]:
    """Category and place of what is reported in a normalised text whose shop is masked, in the catalogue's order."""
    for category, pattern in _PATTERNS.items():
        for match in pattern.finditer(text):
            if _reported(text, category, match):
                yield category, match.start(), match.end()
                break


def alarms(text: str) -> tuple[Category, ...]:
    """Categories reported in a normalised text whose shop is masked, in the catalogue's order."""
    return tuple(category for category, _start, _end in heard(text))


_CLOSED_FOR_NOW = re.compile(
    r"(?:铁|大|店)?门锁着|锁着门|锁了门|门关着|关着门|卷帘门?(?:拉着|关着|没开|拉下)|(?:没|未|没有)(?:开门|营业)|大门紧闭|关门|(?:is|was|shop) (?:shut|closed)",
    re.IGNORECASE,
)


def closed_for_now(text: str, category: Category, start: int, end: int) -> bool:
    """A door that is only shut today: the visit was missed, and no incident is offered."""
    return category is Category.CLOSING and _CLOSED_FOR_NOW.fullmatch(text[start:end]) is not None
