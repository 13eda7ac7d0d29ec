--liquibase formatted sql

-- Further indexes for those who query events by them. Not made by default, since each costs write speed: the GIN index alone
-- halves it. They are built under a lock that stops the writers; README.md says how to add them to a large table.

--changeset clacks:900-events-by-type splitStatements:false stripComments:false context:optional-indexes
--preconditions onFail:CONTINUE onFailMessage:not-asked-for
--precondition-sql-check expectedResult:yes SELECT '${clacks.optionalIndexes}'
CREATE INDEX IF NOT EXISTS events_type_idx ON events (org_id, app_id, event_type, "timestamp" DESC);

--changeset clacks:900-events-by-category splitStatements:false stripComments:false context:optional-indexes
--preconditions onFail:CONTINUE onFailMessage:not-asked-for
--precondition-sql-check expectedResult:yes SELECT '${clacks.optionalIndexes}'
CREATE INDEX IF NOT EXISTS events_category_idx ON events (org_id, app_id, event_category, "timestamp" DESC);

--changeset clacks:900-events-by-data splitStatements:false stripComments:false context:optional-indexes
--preconditions onFail:CONTINUE onFailMessage:not-asked-for
--precondition-sql-check expectedResult:yes SELECT '${clacks.optionalIndexes}'
CREATE INDEX IF NOT EXISTS events_event_data_idx ON events USING gin (event_data jsonb_path_ops);
