"""`fazhi audit`: a random sample, judged one by one, tells how precise extraction is on one's own corpus."""

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.commands.asking import Ended, ask, choose, needed
from flows.commands.common import Home, console, plain_errors, resolved

if TYPE_CHECKING:
    from flows.judgements import JudgementRow, Sample

CHOICES = {"y": "全对", "n": "有错", "s": "跳过", "q": "结束"}
VERDICTS = {"y": "right", "n": "wrong"}


def audit(
    *,
    n: Annotated[int, typer.Option("--n", min=1, help="抽多少个数；已抽的样本接着判，不再抽")] = 200,
    seed: Annotated[
        int, typer.Option("--seed", help="随机种子；种子即样本的名称，同一仓库同一种子抽得相同")
    ] = 1,
    result: Annotated[bool, typer.Option("--result", help="只报告结果，不接着判")] = False,
    author: Annotated[str | None, typer.Option("--author", help="核对人；不写则询问")] = None,
    home: Home = None,
) -> None:
    """分层随机抽样核对，估计本库抽取的精确率及其区间；随时可以停下，下次接着做。"""
    from warehouse import WarehouseError

    with plain_errors(WarehouseError, ValueError):
        place = resolved(home)
        sample = _sample(place, n, str(seed))
        if not result:
            sample = _judge(place, sample, author)
        _tell(sample)


def _sample(home: Path, n: int, name: str) -> "Sample":
    """The sample of this name, drawn where there is none."""
    from flows.judgements import Sample, audit_file, audits, save

    known = {one.name: one for one in audits(home)}
    if name in known:
        return known[name]
    rows = _drawn(home, n, name)
    if not rows:
        raise ValueError("已发布的仓库里没有计量可抽")
    path = audit_file(home, name)
    save(path, rows)
    console().print(f"抽取 {len(rows)} 个，写入 {path}", markup=False, soft_wrap=True)
    return Sample(path, name, rows)


def _drawn(home: Path, n: int, name: str) -> list["JudgementRow"]:
    """A sample, by kinds of issuers and domains."""
    from flows.auditing import allocate
    from flows.published import named

    strata = named(home, "audit_strata")
    types, domains = strata["issuer_type"].to_list(), strata["domain"].to_list()
    counts = allocate(strata["size"].to_list(), n)
    drawn = named(home, "audit_draw", [name, types, domains, counts]).to_dicts()
    rows = [_row(one) for one in drawn]
    return list(
        {(row.series, row.quote, row.occurrence, row.value, row.indicator): row for row in rows}.values()
    )


def _row(drawn: dict[str, Any]) -> "JudgementRow":
    from flows.judgements import JudgementRow
    from warehouse.anchors import Words

    anchor = Words(drawn["text"]).anchor(drawn["start"], drawn["end"])
    return JudgementRow(
        series=drawn["series_id"],
        quote=anchor.quote,
        occurrence=anchor.occurrence,
        value=drawn["value"],
        unit=drawn["unit"] or "",
        indicator=drawn["indicator"],
        issuer_type=drawn["issuer_type"],
        domain=drawn["domain"],
        stratum_size=drawn["stratum_size"],
    )


def _judge(home: Path, sample: "Sample", author: str | None) -> "Sample":
    """Ask for each row that is not judged, in turn; each answer is saved at once."""
    from dataclasses import replace

    from flows.judgements import save

    rows = list(sample.rows)
    try:
        who = author or needed("核对人", getpass.getuser())
        for place, row in enumerate(rows):
            if row.verdict or not _show(home, row, f"{place + 1}/{len(rows)}"):
                continue
            answer = choose("读得对吗", CHOICES)
            if answer == "q":
                break
            if answer != "s":
                rows[place] = _judged(row, VERDICTS[answer], who)
                save(sample.path, rows)
    except Ended:
        console().print("")
    return replace(sample, rows=rows)


def _judged(row: "JudgementRow", verdict: str, author: str) -> "JudgementRow":
    from datetime import UTC, datetime

    wrong = ask("错在哪里（数值、单位、指标、口径、本不该算…）") if verdict == "wrong" else ""
    today = datetime.now(UTC).date().isoformat()
    return row.model_copy(update={"verdict": verdict, "wrong": wrong, "author": author, "judged_on": today})


def _show(home: Path, row: "JudgementRow", number: str) -> bool:
    """Show the measure as it was drawn; False where the warehouse reads it otherwise now."""
    from flows.commands.review import show, words_of
    from flows.published import named
    from warehouse.anchors import Anchor

    found = [
        one
        for one in named(home, "audit_measure", [row.series]).to_dicts()
        if (one["value"], one["unit"] or "", one["indicator"]) == (row.value, row.unit, row.indicator)
    ]
    words = words_of(home, found[0]["report_id"]) if found else None
    span = words.find(Anchor.read(row.quote, row.occurrence)) if words else None
    mine = [one for one in found if (one["start"], one["end"]) == span]
    if not mine or words is None:
        console().print(f"[{number}] “{row.quote}”现已读得不同，略过。", markup=False, soft_wrap=True)
        return False
    show(mine[0], words, number)
    return True


def _tell(sample: "Sample") -> None:
    from flows.auditing import precision

    found = precision(sample.rows)
    if found is None:
        console().print(f"样本 {sample.name}：{len(sample.rows)} 个，还没有判。")
        return
    console().print(
        f"样本 {sample.name}：抽 {found.drawn} 个，判 {found.judged} 个，全对 {found.right} 个；"
        f"精确率 {found.share:.1%}，95% 区间 {found.low:.1%} 至 {found.high:.1%}（按机关类型与领域加权）。",
        soft_wrap=True,
    )
    for row in sample.rows:
        if row.verdict == "wrong":
            console().print(
                f"  错：{row.quote} 读作 {row.value:g}{row.unit} {row.indicator}"
                + (f"，{row.wrong}" if row.wrong else ""),
                markup=False, soft_wrap=True,
            )  # fmt: skip
