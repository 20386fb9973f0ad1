-- What a load without corrections has of them: nothing moved.
CREATE OR REPLACE TEMP TABLE moved (report_id VARCHAR);
