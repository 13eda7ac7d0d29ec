--liquibase formatted sql

-- Which types an application has on a day is asked from type to type along this index, by whoever meets a new one: however
-- many rows a type has, it costs one look. It serves the sums of a quota as the one before it did. Writers wait for these
-- locks: rather than wait for a long reader before them, the migration fails after two seconds, and is run again.

--changeset clacks:024-types-of-a-day
SET LOCAL lock_timeout = '2s';
CREATE INDEX IF NOT EXISTS event_counts_types_of_a_day_idx ON event_counts (app_id, received_on, org_id, event_type);

--changeset clacks:024-one-index-less
SET LOCAL lock_timeout = '2s';
DROP INDEX IF EXISTS event_counts_app_received_idx;
