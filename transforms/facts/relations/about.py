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
    r"案件|事项|矛盾|纠纷|问题|人员|干部|负责人|行政|机关|被|率|其中|经|最终|共|调解|工作|实际|成功|全部|均|已|由"
)


@dataclass(frozen=True, slots=True)
class About:
    """Reads what the numbers of one text are of."""

    told: Told
    cues: Cues

    def same_thing(self, part: int, whole: int, known: Known) -> bool:
        """Whether the words of the part name nothing that those of the whole do not."""
        words = self.named(part, (known.part, known.whole, GENERAL, FILLER))
        return len(words) <= 1 or set(words) <= set(self.told.own(whole))

    def named(self, part: int, known: Sequence[re.Pattern[str]]) -> str:
        """What the clause of a part names beside what is known."""
        words = self.told.clause(part)
        for said in known:
            words = said.sub("", words)
        return self.cues.without("filler", words).strip("，、：；（） ")

    def unless(self, index: int, whole: int, known: Known) -> str | None:
        """Whether the sentence of a number explains, not in the words for the whole, why they do not fit."""
        low, high = self.told.sentences.span(self.told.sentence[index])
        said = self.told.own(whole)
        found = (one[0] for one in known.unless.finditer(self.told.text, low, high))
        return "explained" if any(words not in said for words in found) else None
