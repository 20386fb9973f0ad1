-- The reports whose rows in the store give way, and those whose accepted rows take their place: copies and
-- conflicts (`verdict`) are not kept. Of a file that was read again nothing stays but what it says now.
CREATE OR REPLACE TEMP TABLE renewed AS
SELECT report_id FROM incoming WHERE taken
UNION
SELECT report_id FROM verdict
UNION
SELECT report_id FROM reread;

CREATE OR REPLACE TEMP TABLE kept AS
SELECT report_id FROM incoming WHERE taken AND report_id NOT IN (SELECT report_id FROM verdict);
