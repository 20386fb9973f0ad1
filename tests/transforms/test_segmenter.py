"""rjieba stands in for jieba (it is many times faster): both must cut the words of these reports alike."""

import jieba
import rjieba

from tests.transforms.texts import SENTENCES


def test_rjieba_cuts_as_jieba_does():
    jieba.setLogLevel("ERROR")
    assert [rjieba.cut(text) for text in SENTENCES] == [jieba.lcut(text) for text in SENTENCES]
