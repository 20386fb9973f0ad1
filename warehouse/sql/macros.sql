-- Macros for people who write SQL; docs/sql.md shows each at work. A place is a district's name or code, an indicator
-- its code or Chinese name. They work where the published file itself is opened, not where it is attached to another.

-- The words of a span: code points, 0-based, end exclusive.
CREATE OR REPLACE MACRO fazhi_span(text, s, e) AS text[s + 1 : e];
COMMENT ON MACRO fazhi_span IS '取原文片段：fazhi_span(原文, 起位, 止位)，位置从 0 起，止位不含';

-- A span with the words around it, on one line.
CREATE OR REPLACE MACRO fazhi_context(text, s, e, width := 20) AS regexp_replace(
    text[greatest(s - width, 0) + 1 : s] || '【' || text[s + 1 : e] || '】' || text[e + 1 : e + width], '\s+', ' ', 'g'
);
COMMENT ON MACRO fazhi_context IS '片段连同前后各若干字：fazhi_context(原文, 起位, 止位, width := 20)';

-- A part of a whole in percent, one decimal.
CREATE OR REPLACE MACRO fazhi_percent(part, whole) AS round(100 * part / nullif(whole, 0), 1);
COMMENT ON MACRO fazhi_percent IS '占比（%，一位小数）：fazhi_percent(部分, 全体)；全体为零时为空';

-- A district's figure over the townships that state it; rates are no sums and give null.
CREATE OR REPLACE MACRO fazhi_per_township(value, townships_stating, across_issuers := 'sum') AS
    CASE WHEN across_issuers = 'sum' THEN round(value / nullif(townships_stating, 0), 2) END;
COMMENT ON MACRO fazhi_per_township IS '平均每个写明的乡镇：fazhi_per_township(数值, 有数值乡镇数, across_issuers := 跨机关合并)；不相加的指标为空';

-- Districts by an indicator in a year, the largest first, with what the figure rests on.
CREATE OR REPLACE MACRO fazhi_ranking(wanted, in_year) AS TABLE
    SELECT
        rank() OVER (PARTITION BY unit_family ORDER BY value DESC) AS rank, province, city, district, value, unit,
        value_is, fazhi_per_township(value, townships_stating, across_issuers := across_issuers) AS per_township,
        townships_stating, townships_reporting, townships_total, region_code
    FROM mart.district_indicator_year
    WHERE wanted IN (indicator, indicator_name) AND report_year = in_year AND value IS NOT NULL
    ORDER BY unit_family, value DESC, region_code;
COMMENT ON MACRO TABLE fazhi_ranking IS '区县排名：FROM fazhi_ranking(指标代码或名称, 年度)';

-- A district's figure year on year; only townships that speak in both years are compared.
CREATE OR REPLACE MACRO fazhi_year_on_year(place, wanted) AS TABLE
    SELECT
        t.report_year, t.value, t.unit, t.previous_value, t.compared, t.difference,
        round(100 * t.relative_change, 1) AS change_percent, t.value_is = 'exact' AND t.previous_value_is = 'exact' AS is_exact
    FROM mart.indicator_trend AS t JOIN mart.region AS g ON g.region_code = t.region_code
    WHERE t.entity_type = 'district' AND place IN (g.district, g.region_code, g.full_name)
        AND wanted IN (t.indicator, t.indicator_name)
    ORDER BY t.unit_family, t.report_year;
COMMENT ON MACRO TABLE fazhi_year_on_year IS '同比：FROM fazhi_year_on_year(区县名或代码, 指标代码或名称)';

-- The statements behind a district's figure, those not used with the reason.
CREATE OR REPLACE MACRO fazhi_evidence(place, wanted, in_year) AS TABLE
    SELECT
        e.township, e.text, i.value, e.unit, i.used, i.why_not, e.sentence, e.file, e."start", e."end", e.report_id
    FROM mart.report_indicator_input AS i JOIN mart.measure_evidence AS e ON e.measure_id = i.measure_id
    WHERE e.issuer_type = 'township' AND e.report_year = in_year
        AND place IN (e.district, left(e.region_code, 6) || '000000')
        AND wanted IN (e.indicator, e.indicator_name)
    ORDER BY e.township, e.report_id, e."start", e.measure_id;
COMMENT ON MACRO TABLE fazhi_evidence IS '区县数字的依据：FROM fazhi_evidence(区县名或代码, 指标代码或名称, 年度)；used 为假的没有算入，why_not 是理由';

-- The townships of a district without a report of a year.
CREATE OR REPLACE MACRO fazhi_missing(place, in_year) AS TABLE
    SELECT g.district, g.township, g.region_code
    FROM mart.region AS g
    WHERE g.level = 'township' AND place IN (g.district, g.district_code) AND NOT EXISTS (
        FROM core.report AS r
        WHERE r.is_current AND r.issuer_type = 'township' AND r.region_code = g.region_code AND r.report_year = in_year
    )
    ORDER BY g.region_code;
COMMENT ON MACRO TABLE fazhi_missing IS '没有报告的乡镇街道：FROM fazhi_missing(区县名或代码, 年度)';

-- Current reports that say something, with the words around the first place; reads every text.
CREATE OR REPLACE MACRO fazhi_search(words) AS TABLE
    SELECT
        r.report_year, r.issuer, fazhi_context(t.text, position(words IN t.text) - 1, position(words IN t.text) - 1 + length(words)) AS context,
        (length(t.text) - length(replace(t.text, words, ''))) // length(words) AS times, r.file, r.report_id
    FROM core.report AS r JOIN core.report_text AS t ON t.report_id = r.report_id
    WHERE r.is_current AND contains(t.text, words)
    ORDER BY r.report_year, r.report_id;
COMMENT ON MACRO TABLE fazhi_search IS '原文检索：FROM fazhi_search(''字句'')，逐篇查找，列出首次出现处的上下文与次数';

-- The reports that were current on a day: join it with any table that has a report_id.
CREATE OR REPLACE MACRO fazhi_as_of(day) AS TABLE
SELECT report_id FROM core.report
WHERE coalesce(valid_from <= CAST(day AS DATE), true) AND coalesce(CAST(day AS DATE) < valid_to, true);
COMMENT ON MACRO TABLE fazhi_as_of IS '某日现行的报告：JOIN fazhi_as_of(DATE ''2025-03-01'') USING (report_id)';
