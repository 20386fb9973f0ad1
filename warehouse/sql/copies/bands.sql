-- Every paragraph by its bands.
CREATE OR REPLACE TEMP VIEW band AS
SELECT report_id, position, band_1 AS band FROM core.paragraph
UNION ALL
SELECT report_id, position, band_2 FROM core.paragraph
UNION ALL
SELECT report_id, position, band_3 FROM core.paragraph
UNION ALL
SELECT report_id, position, band_4 FROM core.paragraph
UNION ALL
SELECT report_id, position, band_5 FROM core.paragraph
UNION ALL
SELECT report_id, position, band_6 FROM core.paragraph;
