# ruff: noqa: E501 (one text a line)
"""Signatures of paragraphs: like texts share a band, others do not, and figures do not matter."""

import random

from transforms.facts.paragraphs import bands, paragraphs

TEXT = "镇里把茶山纠纷的调处放在第一位由包村干部会同老茶农逐户走访查清界址画出简图当场写下协议办结后回访两次没有一起闹到县里"
WORDS = "山水田林路桥村组农工商学兵法治理案件人民调解服务中心窗口干部群众问题整改公开监督"


def shared(one: str, other: str) -> int:
    return len(set(bands(one)) & set(bands(other)))


def changed(text: str, share: float, rng: random.Random) -> str:
    return "".join(rng.choice(WORDS) if rng.random() < share else word for word in text)


def test_lines_that_are_long_enough_with_their_places():
    text = f"标题\n{TEXT}12起。\n\n二、短\n  {TEXT}，另有3起。"
    found = list(paragraphs(text))
    assert [text[one.start : one.end].strip()[:3] for one in found] == ["镇里把", "镇里把"]
    assert found[0].characters == len(TEXT) + 1


def test_digits_and_punctuation_do_not_matter():
    one, other = (next(iter(paragraphs(text))) for text in (f"{TEXT}12起。", f"{TEXT}，3456起；"))
    assert one.bands == other.bands


def test_signatures_are_the_same_on_every_machine():
    """They are kept in the warehouse: if these change, all reports must be read again."""
    assert bands("依法行政" * 12)[0] == FIRST


def test_near_duplicates_share_a_band_and_strangers_none():
    rng = random.Random(1)
    near = [shared(TEXT, changed(TEXT, 0.03, rng)) > 0 for _ in range(200)]
    far = [shared(TEXT, changed(TEXT, 0.6, rng)) > 0 for _ in range(200)]
    assert sum(near) > 180
    assert sum(far) == 0


FIRST = 1165215647686370377
