--liquibase formatted sql

-- Which types an application has on a day is asked from type to type along this index, by whoever meets a new one: however
-- many rows a type has, it costs one look. It serves the sums of a quota as the one before it did.

--changeset clacks:024-types-of-a-day
CREATE INDEX IF NOT EXISTS event_counts_types_of_a_day_idx ON event_counts (app_id, received_on, org_id, event_type);

--changeset clacks:024-one-index-less
DROP INDEX IF EXISTS event_counts_app_received_idx;
