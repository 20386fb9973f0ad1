"""The web application: addresses to pages and downloads.

A page is drawn from one edition from top to bottom. Text of reports reaches a page only through templates,
which escape it; the policy sent with each page lets no script run but our own file.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import jinja2
import polars as pl
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from dashboard import download, words
from dashboard.asked import AddressError, Asked, encoded, parse
from dashboard.edition import Edition, Editions, Row
from dashboard.guard import HEADERS, HOSTS, Headers, Hosts
from dashboard.listing import Listing
from dashboard.pages import compare, dictionary, district, evidence, overview, quality, reports, trend
from warehouse.adhoc import LIMITS, Limits
from warehouse.errors import WarehouseError

HERE = Path(__file__).resolve().parent
MENU = {
    "/": "概览", "/district": "区县统计", "/trend": "趋势", "/compare": "比较", "/reports": "报告",
    "/quality": "质量", "/sql": "SQL",
}  # fmt: skip
# The first part of an address to the entry of the menu that it belongs to.
PLACES = {path.removeprefix("/"): path for path in MENU} | {"report": "/reports", "evidence": "/reports"}
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LISTINGS: dict[str, Listing] = {
    one.name: one
    for one in (
        overview.COVERAGE, district.RANKING, district.TOWNSHIPS, district.INDICATORS, trend.TREND,
        compare.COMPARISON, reports.REPORTS, reports.MEASURES, evidence.EVIDENCE, quality.RUN, quality.COUNTS,
        *quality.LISTINGS.values(),
    )
}  # fmt: skip
# What a page says that could not be drawn: its heading and what to do, by status.
TROUBLE = {
    400: ("看不懂这个地址", "请从页面上的链接或选项进入，不要改动地址中的字。"),
    404: ("没有找到", "可能是地址抄错，或报告已更换编号、被撤回。请从概览进入，或搜索报告。"),
    500: ("这一页没有画成", "请刷新一次；仍然如此，请管理员运行 fazhi doctor，并看看板所在终端的记录。"),
}
Records = Callable[[], Sequence[Row]]


class Dashboard:
    """The pages of one data home.

    `records` gives what is known of its runs, failed ones too; `limits` are those of typed SQL.
    """

    def __init__(self, home: Path, records: Records, limits: Limits) -> None:
        self.home = home
        self.limits = limits
        self.records = records
        self.templates = _templates()
        self.editions = Editions(home, self._warm)

    def _warm(self, edition: Edition) -> None:
        """Ask beforehand what the entries of the menu ask, so that nobody waits for a new version."""
        for name in self.templates.list_templates():
            self.templates.get_template(name)
        for draw in (overview.page, trend.page, compare.page, reports.page):
            draw(edition, Asked())
        district.page(edition, Asked(), self.home)

    def overview(self, request: Request) -> Response:
        """概览."""
        last = next(reversed(self.records()), None)
        return self._page(request, "overview", overview.page, last=last)

    def district(self, request: Request) -> Response:
        """区县统计."""
        return self._page(
            request, "district", lambda edition, asked: district.page(edition, asked, self.home)
        )

    def trend(self, request: Request) -> Response:
        """趋势."""
        return self._page(request, "trend", trend.page)

    def compare(self, request: Request) -> Response:
        """比较."""
        return self._page(request, "compare", compare.page)

    def reports(self, request: Request) -> Response:
        """报告."""
        return self._page(request, "reports", reports.page)

    def report(self, request: Request) -> Response:
        """One report."""
        given = request.path_params["report"]
        return self._page(
            request, "reader", lambda edition, asked: reports.reader(edition, asked.but(report=given))
        )

    def evidence(self, request: Request) -> Response:
        """出处."""
        return self._page(request, "evidence", evidence.page)

    def quality(self, request: Request) -> Response:
        """质量, which has something to tell before anything was published."""
        return self._drawn(
            request,
            "quality",
            self.editions.newest(),
            lambda edition, asked: quality.page(edition, asked, self.records()),
        )

    def sql(self, request: Request) -> Response:
        """SQL."""
        return self._page(
            request,
            "sql",
            lambda edition, asked: dictionary.page(edition, asked, self.home, self.limits),
        )

    def suggest(self, request: Request) -> Response:
        """Names of regions and issuers that have the words of `q`, as JSON."""
        edition, asked = self.editions.newest(), parse(request.query_params.multi_items())
        found = (
            edition.rows("entities", words=asked.words, rows=20, skip=0) if edition and asked.words else []
        )
        return JSONResponse([{"entity": row["entity"], "name": row["name"]} for row in found])

    def version(self, _request: Request) -> Response:
        """Which version is published, for pages that stay open."""
        edition = self.editions.newest()
        return JSONResponse({"run": edition.published.run_id if edition else None})

    def download(self, request: Request) -> Response:
        """A listing, or the answer to a statement, as a file."""
        name, kind = request.path_params["name"], request.path_params["kind"]
        edition = self.editions.newest()
        known = name == quality.RUN.name or (edition and (name in LISTINGS or name == "answer"))
        if kind not in KINDS or not known:
            return self.trouble(request, 404, "没有这个下载。")
        try:
            asked = parse(request.query_params.multi_items())
            frame, title = self._table(edition, name, asked)
        except (AddressError, WarehouseError) as error:
            return self.trouble(request, 400, str(error))
        data = download.csv(frame) if kind == "csv" else download.xlsx(frame, title)
        version = edition.published.run_id if edition else "none"
        told = f'attachment; filename="{name}-{version}.{kind}"'
        return Response(data, media_type=KINDS[kind], headers={"Content-Disposition": told})

    def _table(self, edition: Edition | None, name: str, asked: Asked) -> tuple[pl.DataFrame, str]:
        if edition is None or name == quality.RUN.name:
            return quality.runs_frame(self.records()), quality.RUN.title
        if name == "answer":
            return dictionary.whole(self.home, asked.q, self.limits), "查询结果"
        return LISTINGS[name].whole(edition, asked), LISTINGS[name].title

    def _page(
        self,
        request: Request,
        name: str,
        draw: Callable[[Edition, Asked], dict[str, Any] | None],
        **more: object,
    ) -> Response:
        """A page that needs a published version; says what to do where there is none."""
        edition = self.editions.newest()
        if edition is None:
            return self._answer(request, "empty", None, {"asked": Asked(), "home": str(self.home)})
        return self._drawn(request, name, edition, draw, **more)

    def _drawn(
        self,
        request: Request,
        name: str,
        edition: Edition | None,
        draw: Callable[[Any, Asked], dict[str, Any] | None],
        **more: object,
    ) -> Response:
        try:
            asked = parse(request.query_params.multi_items())
            drawn = draw(edition, self._resolved(edition, asked))
        except AddressError as error:
            return self.trouble(request, 400, f"{error}。")
        if drawn is None:
            return self.trouble(request, 404, "没有这份报告。")
        return self._answer(request, name, edition, {"asked": asked, **more, **drawn})

    @staticmethod
    def _resolved(edition: Edition | None, asked: Asked) -> Asked:
        """Adds the region or issuer that somebody typed: that of the name, else the first with its words."""
        if not asked.add or edition is None:
            return asked
        found = edition.rows("entities", words=tuple(asked.add.split()), rows=200, skip=0)
        best = next((row for row in found if row["name"] == asked.add), found[0] if found else None)
        return asked.but(add="", e=(*asked.e, best["entity"])) if best else asked

    def trouble(self, request: Request, status: int, message: str = "") -> Response:
        """Why there is no such page, and what to do. Asks no warehouse: it may be what is broken."""
        heading, advice = TROUBLE[status]
        said = {"heading": heading, "message": message, "advice": advice}
        return self._answer(request, "nothing", None, said, status)

    def missing(self, request: Request, _error: Exception) -> Response:
        """An address that leads nowhere."""
        return self.trouble(request, 404)

    def broken(self, request: Request, _error: Exception) -> Response:
        """A page that broke; the error itself goes to the log of the server."""
        answer = self.trouble(request, 500)
        answer.headers.update(HEADERS)
        return answer

    def _answer(
        self, request: Request, name: str, edition: Edition | None, drawn: dict[str, Any], status: int = 200
    ) -> Response:
        page = self.templates.get_template(f"{name}.html")
        here = PLACES.get(request.url.path.split("/")[1], "/")
        published = edition.published if edition else None
        return HTMLResponse(page.render(menu=MENU, here=here, published=published, **drawn), status)


def _templates() -> jinja2.Environment:
    """Templates that escape everything, and break where a name is wrong."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"number": words.number, "share": words.share, "query": encoded}
    environment.globals |= {"words": words, "zip": zip}
    return environment


def create_app(
    home: Path, records: Records, hosts: Sequence[str] = HOSTS, limits: Limits = LIMITS
) -> Starlette:
    """The application; it answers only under the names in `hosts`: no other site reaches it by a browser."""
    pages = Dashboard(home, records, limits)
    pages.editions.newest()
    routes = [
        Route("/", pages.overview),
        Route("/district", pages.district),
        Route("/trend", pages.trend),
        Route("/compare", pages.compare),
        Route("/reports", pages.reports),
        Route("/report/{report}", pages.report),
        Route("/evidence", pages.evidence),
        Route("/quality", pages.quality),
        Route("/sql", pages.sql),
        Route("/suggest", pages.suggest),
        Route("/version", pages.version),
        Route("/download/{name}.{kind}", pages.download),
        Mount("/static", StaticFiles(directory=HERE / "static")),
    ]
    layers = [
        Middleware(Hosts, allowed=[*hosts]),
        Middleware(Headers),
        Middleware(GZipMiddleware),
    ]
    troubles = {404: pages.missing, 405: pages.missing, Exception: pages.broken}
    return Starlette(routes=routes, middleware=layers, exception_handlers=troubles)
