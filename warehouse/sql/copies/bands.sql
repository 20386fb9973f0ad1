-- Every paragraph by its bands.
CREATE OR REPLACE TEMP VIEW band AS
SELECT report_id, position, unnest([band_1, band_2, band_3, band_4, band_5, band_6]) AS band FROM core.paragraph;
