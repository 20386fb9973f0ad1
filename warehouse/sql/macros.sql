-- The words of a span: code points, 0-based, end exclusive.
CREATE OR REPLACE MACRO fazhi_span(text, s, e) AS text[s + 1 : e];
COMMENT ON MACRO fazhi_span IS '取原文片段：fazhi_span(原文, 起位, 止位)，位置从 0 起，止位不含';
