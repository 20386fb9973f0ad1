-- The reports whose rows in the store give way, and those whose accepted rows take their place: copies and
-- conflicts (`verdict`) are not kept.
CREATE OR REPLACE TEMP TABLE renewed AS
SELECT report_id FROM incoming WHERE taken
UNION
SELECT report_id FROM verdict;

CREATE OR REPLACE TEMP TABLE kept AS
SELECT report_id FROM incoming WHERE taken AND report_id NOT IN (SELECT report_id FROM verdict);
