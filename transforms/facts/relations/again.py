"""The same thing told in two sentences: in the opening and in the body, in the body and in a table."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from transforms.facts.relations.about import FILLER
from transforms.facts.relations.setting import setting
from transforms.facts.relations.told import Relation, Told

DEEDS = re.compile(  # say nothing of what is counted
    r"兑现|发放|支付|办理|发生|配备|拥有|[共建]?设有?(?=[^，。；]{6})|活动|总额|班(?=$|[，。])|街道(?=共|累计)|(?<![我本全])[镇乡县区市局](?=共)"
    r"|[“”（）]"
)
SAME = tuple(  # wordings of one thing, and the one that they are read as
    (re.compile(words), read)
    for words, read in (
        ("法[治制]宣传(?:教育)?|普法教育|普法(?!宣传)", "普法宣传"),
        ("矛盾纠纷|民间纠纷", "纠纷"),
        ("群众来信来访|来信来访|群众来访来信|信访(?:事项|案件|件)", "信访事项"),
        ("(?:接收|收到|接到|接待)(?=[^，。；]{2})", "受理"),
        ("审结|结案", "办结"),
        ("应诉案件", "诉讼案件"),
        ("行政机关负责人|单位负责人|负责人", "负责人"),
        ("出庭应诉", "出庭"),
        ("行政规范性文件", "规范性文件"),
        ("调处", "调解"),
        ("派发|印发(?=[^，。；]{0,6}(?:资料|手册|折页|单))", "发放"),
        ("资料|材料(?=$)|宣传品|宣传册|宣传单", "资料"),
        ("立案查处|查处|作出(?=[^，。；]{0,4}处罚)|处罚决定(?!书)", "处罚"),
        ("(?<!行政)(?=处罚|复议|诉讼|许可|执法人员)", "行政"),
        ("(?<!人民)(?=调解员)", "人民"),
        ("(?:主动)?公开(?:政府|各类)*信息", "主动公开政府信息"),
        ("审核(?=[^，。；]{0,6}(?:合同|协议|文件))", "审查"),
        ("罚没金额|罚没收入|罚没入库|罚没款(?:总额)?", "罚没款项"),
        ("法治教育培训|法治业务培训|法律培训", "法治培训"),
    )
)
STAGES = re.compile(
    r"受理|收到|排查|发现|成功|化解|办结|审结|结案|立案|整改|答复|出庭|败诉|撤销|纠错|维持|预算|计划|编制|核定|实有|在岗|新增"
)
LEAST_WORDS, LEAST_RATE, LEAST_ALONE = (
    3,
    5,
    6,
)  # characters that must be the same, and where nothing else shows it
CAPTION = 4  # characters in a row that the caption of a table shares with a sentence about the same
LEAST_DIGITS = 3  # of numbers that differ by a slip
LEAST_NEAR = 2  # characters that a wording has at least that is near another
MOST = 12  # figures of one indicator that are laid beside each other


@dataclass(frozen=True, slots=True)
class Again:
    """Reads what one text tells twice."""

    told: Told

    def again(self) -> Iterator[Relation]:
        """Numbers of the same thing told in two places."""
        said = {index: self._words(index) for index in self._plain()}
        words = {index: one for index, one in said.items() if len(one) >= self._least(index)}
        pairs: set[tuple[int, int]] = set()
        for several, first, second in (*self._worded(words), *self._elided(words), *self._slips(said)):
            if (first, second) not in pairs:
                pairs.add((first, second))
                doubt = "several" if several else self._doubt(first, second, said)
                terms = self.told.term("first", first), self.told.term("second", second)
                yield Relation("again", terms, doubt)

    def _plain(self) -> Iterator[int]:
        """Counts that are parts of nothing, and rates of what was done."""
        for index, one in enumerate(self.told.measures):
            rate = one.family == "percent" and one.kind == "level" and one.modality == "actual"
            deed = self.told.counts(index) and STAGES.search(self.told.clause(index)) is not None
            if one.unit is not None and (self.told.plain(index) or deed or (rate and one.period == "year")):
                yield index

    def _least(self, index: int) -> int:
        """The characters that tell of what a number is: more for a rate, which many things have."""
        return LEAST_RATE if self.told.measures[index].family == "percent" else LEAST_WORDS

    def _words(self, index: int) -> str:
        """What the clause of a number says of the thing counted."""
        said = self.told.clause(index)
        for wording, read in SAME:
            said = wording.sub(read, said)
        return DEEDS.sub("", FILLER.sub("", DEEDS.sub("", said)))

    def _worded(self, words: dict[int, str]) -> Iterator[tuple[bool, int, int]]:
        """Numbers told in the same words, in whatever order: whether they have several values, two places."""
        groups: dict[tuple[str | None, str], list[int]] = defaultdict(list)
        for index, said in words.items():
            groups[self.told.measures[index].family, "".join(sorted(set(said)))].append(index)
        for found in groups.values():
            alike = [one for one in found if one == found[0] or self._kin(found[0], one, words)]
            if len({self.told.sentence[index] for index in alike}) == len(alike):
                several = len({self.told.measures[index].canonical for index in alike}) > 2
                yield from ((several, alike[0], index) for index in alike[1:])

    def _kin(self, first: int, second: int, words: dict[int, str]) -> bool:
        """Whether two numbers in the same words may be of one thing."""
        one, other = self.told.measures[first], self.told.measures[second]
        if min(len(words[first]), len(words[second])) >= LEAST_ALONE:
            return True
        return (one.indicator == other.indicator != "other") or self._captioned(first, second)

    def _captioned(self, first: int, second: int) -> bool:
        """Whether the caption of a table and the sentence of another number speak of the same."""
        for index, other in ((first, second), (second, first)):
            head = self.told.measures[index].words
            if head and not self.told.measures[other].words:
                low, high = self.told.sentences.span(self.told.sentence[other])
                said, caption = self.told.text[low:high], head[0]
                return any(caption[at : at + CAPTION] in said for at in range(len(caption) - CAPTION + 1))
        return False

    def _elided(self, words: dict[int, str]) -> Iterator[tuple[bool, int, int]]:
        """受理纠纷181件，调解成功176件; 调解纠纷成功168件: what one clause leaves out is told before it."""
        for found in self._of_one_indicator(words).values():
            for first, second in combinations(found[:MOST], 2):
                apart = self.told.sentence[first] != self.told.sentence[second]
                if apart and self._left_out(first, second, words):
                    yield False, first, second

    def _slips(self, said: dict[int, str]) -> Iterator[tuple[bool, int, int]]:
        """受理1583件 and 受理1538件: a slip of the pen in one place, in whatever words they are told."""
        counts = (index for index in said if self.told.measures[index].family != "percent")
        for found in self._of_one_indicator(counts).values():
            for first, second in combinations(found[:MOST], 2):
                apart = self.told.sentence[first] != self.told.sentence[second]
                if apart and self._slip(first, second) and self._near(first, second, said):
                    yield False, first, second

    def _of_one_indicator(self, indices: Iterable[int]) -> dict[tuple[str, str | None], list[int]]:
        """Numbers by indicator and unit family, without those of none."""
        groups: dict[tuple[str, str | None], list[int]] = defaultdict(list)
        for index in indices:
            one = self.told.measures[index]
            if one.indicator != "other":
                groups[one.indicator, one.family].append(index)
        return groups

    def _near(self, first: int, second: int, said: dict[int, str]) -> bool:
        """Whether two numbers are of the same bodies and stage, and told in half the same words."""
        if setting(self.told, first).named != setting(self.told, second).named:
            return False
        one, other = said[first], said[second]
        same = set(STAGES.findall(one)) == set(STAGES.findall(other))
        short, long = sorted((set(one), set(other)), key=len)
        return same and len(short) >= LEAST_NEAR and 2 * len(short & long) >= len(short)

    def _left_out(self, first: int, second: int, words: dict[int, str]) -> bool:
        short, long = sorted((first, second), key=lambda index: len(words[index]))
        rest = set(words[long]) - set(words[short])
        if not rest or not set(words[short]) <= set(words[long]):
            return False
        if sorted(STAGES.findall(words[short])) != sorted(STAGES.findall(words[long])):
            return False
        low, _ = self.told.sentences.span(self.told.sentence[short])
        return rest <= set(self.told.text[low : self.told.measures[short].start])

    def _slip(self, first: int, second: int) -> bool:
        return slip(self.told.measures[first].canonical, self.told.measures[second].canonical)

    def _doubt(self, first: int, second: int, said: dict[int, str]) -> str | None:
        """Whether time or body may differ."""
        one, other = setting(self.told, first), setting(self.told, second)
        long = min(len(said[first]), len(said[second])) >= LEAST_ALONE
        summed_up = (
            (one.sums_up or other.sums_up)
            if long or self._slip(first, second)
            else (one.sums_up and other.sums_up)
        )
        return None if summed_up and one.named == other.named else "context"


def slip(one: float | None, other: float | None) -> bool:
    """Whether two numbers of as many digits, three or more, differ as a slip of the pen does.

    Two neighbouring digits are changed round (583, 538) or one digit is another (1246, 1346). Zeros that
    both end in do not count: of 5万 and 6万 only one digit is told.
    """
    if one is None or other is None:
        return False
    a, b = f"{one:.4f}", f"{other:.4f}"
    while a and b and a[-1] == b[-1] and a[-1] in "0.":
        a, b = a[:-1], b[:-1]
    differing = [at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y]
    if len(a) != len(b) or len(a.replace(".", "")) < LEAST_DIGITS or not differing:
        return False
    first, last = differing[0], differing[-1]
    changed_round = last == first + 1 and (a[first], a[last]) == (b[last], b[first])
    return len(differing) == 1 or changed_round
