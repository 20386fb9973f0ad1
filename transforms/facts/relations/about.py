"""What a number is of: whether two counts are of the same thing, and whether a sentence explains a misfit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.facts.cues import Cues
from transforms.facts.relations.known import Known
from transforms.facts.relations.told import Told

FILLER = re.compile(
    r"20\d\d年度?|全[年镇县区市乡局委]|全街道|今年(?:以来|来)?|本年度?|年内|一年来|以来|[我本][镇县区市乡局委]|[我本]街道|"
    r"截至[^，。]{0,8}?底?|目前|累计|总计|合计|共计|共有|一共|共|已|先后|达到?|各[类级项种]|各|组织|开展|举办|召开|完成|"
    r"现有|依法|有效|及时|全部|全面|进行|总[数量]|数量|的|了|均|有|为|约|余|件|次|场|[ 　“”]"
)
GENERAL = re.compile(
    r"案件|事项|矛盾|纠纷|问题|人员|干部|负责人|行政|机关|被|率|其中|经|最终|共|调解|工作|实际|成功|全部|均|已|由|"
    r"成绩|考试|报送|上报|当年|本年|新收|[按准及如]时|如?期|当场|就地|顺利|圆满|书面|申请|当年|当事人|各方|双方|群众|结果|数量|总数"
)

BEFORE = 60  # characters before a sentence in which what a rate is of may be named
LEAST_NOUN = 5  # characters of a noun by which a count is known again
DENIED = re.compile(r"(?:无|没有|不含|不包括|未发生|不存在|均非|非)[^，。；]{0,4}$")  # 无上年结转案件
COMPARED = re.compile(r"(?:[较比同与]|环比)[^，。；]{0,2}$")  # 较上年下降12%
NOTHING = re.compile(  # 上年无结转, 上年结转0件, 上年下降12%
    r"(?:没有|无|未有)|[^，。；\d]{0,5}(?:为零|零[件起宗]|0 ?[件起宗])"
    r"|(?:度|同期|同比)?[^，。；\d]{0,4}(?:下降|增长|上升|增加|减少|持平)"
)
AFTER = re.compile(r"[^。；，（]*(?:[，（][^。；，]*){0,2}")  # the clauses right behind a number
CLAUSES_BEFORE = re.compile(r"[^，；]*(?:，[^，；]*)?$")


@dataclass(frozen=True, slots=True)
class About:
    """Reads what the numbers of one text are of."""

    told: Told
    cues: Cues

    def same_thing(self, part: int, whole: int, known: Known) -> bool:
        """Whether the words of the part name nothing that those of the whole do not."""
        said = set(self.told.own(whole))
        words = self.named(part, (known.part, known.whole, FILLER))
        if len(words) <= 1 or set(words) <= said or self.alike(part, whole, LEAST_NOUN):
            return True
        words = self.named(part, (known.part, known.whole, GENERAL, FILLER))
        return (len(words) <= 1 or set(words) <= said) and self._one_field(part, whole)

    def _one_field(self, part: int, whole: int) -> bool:
        """Whether the indicators of two numbers are of one domain, as far as they are known."""
        fields = {self.told.measures[one].indicator.partition(".")[0] for one in (part, whole)}
        return len(fields - {"other"}) <= 1

    def of_what_went_before(self, rate: int, known: Known) -> bool:
        """Whether a rate names nothing that was not named before it: 初次信访化解率 is not of 纠纷."""
        words = self.named(rate, (known.rate, known.part, GENERAL, FILLER))
        low, _ = self.told.sentences.span(self.told.sentence[rate])
        end = self.told.measures[rate].start - len(self.told.clause(rate))
        return len(words) <= 1 or set(words) <= set(self.told.text[max(low - BEFORE, 0) : max(end, low)])

    def named(self, part: int, known: Sequence[re.Pattern[str]]) -> str:
        """What the clause of a part names beside what is known."""
        words = self.told.clause(part)
        for said in known:
            words = said.sub("", words)
        return self.cues.without("filler", words).strip("，、：；（） ")

    def unless(self, index: int, whole: int, known: Known) -> str | None:
        """Whether the words around a number explain, not in those for the whole, why they do not fit."""
        low, high = self._around(index, whole)
        said, text = self.told.own(whole), self.told.text
        found = (one[0] for one in known.unless.finditer(text, low, high) if not self._explains_nothing(one))
        return "explained" if any(words not in said for words in found) else None

    def _around(self, index: int, whole: int) -> tuple[int, int]:
        """From the clauses before the whole, or the number's sentence, to the clauses behind the number."""
        low, high = self.told.sentences.span(self.told.sentences.at(self.told.measures[index].start))
        end = self.told.measures[index].end
        stop = AFTER.match(self.told.text, end, high)
        before = CLAUSES_BEFORE.search(self.told.text[low : min(self.told.measures[whole].start, end)])
        near = low + before.start() if before and low <= self.told.measures[whole].start else low
        return near, stop.end() if stop else high

    def _explains_nothing(self, one: re.Match[str]) -> bool:
        """无上年结转案件, 上年无结转, 较上年下降12%: words that only deny, or compare."""
        text, low, end = one.string, max(one.start() - 6, 0), one.end()
        said = DENIED.search(text, low, one.start()) or COMPARED.search(text, low, one.start())
        return said is not None or NOTHING.match(text, end, end + 10) is not None

    def alike(self, a: int, b: int, least: int) -> bool:
        """Whether the clauses of two numbers share so many characters in a row, filler apart."""
        one, other = (FILLER.sub("", self.told.own(index)) for index in (a, b))
        return any(one[low : low + least] in other for low in range(len(one) - least + 1))
