--liquibase formatted sql

-- Exact counts. Quotas, usage and statistics read these, never the events.

--changeset clacks:006-event-counts splitStatements:false stripComments:false
CREATE TABLE IF NOT EXISTS event_counts (
    hour        timestamptz NOT NULL,
    events      bigint NOT NULL,
    received_on date NOT NULL,
    folded      boolean NOT NULL DEFAULT false,
    org_id      text COLLATE "C" NOT NULL,
    app_id      text COLLATE "C" NOT NULL,
    event_type  text COLLATE "C" NOT NULL,
    CONSTRAINT event_counts_hour_full CHECK (hour = date_bin('1 hour', hour, '2000-01-01 00:00:00+00'))
);
CREATE INDEX IF NOT EXISTS event_counts_app_received_idx ON event_counts (app_id, received_on);
CREATE INDEX IF NOT EXISTS event_counts_org_app_hour_idx ON event_counts (org_id, app_id, hour);
CREATE INDEX IF NOT EXISTS event_counts_unfolded_idx ON event_counts (received_on) WHERE NOT folded;
CREATE UNIQUE INDEX IF NOT EXISTS event_counts_folded_key ON event_counts (org_id, app_id, hour, event_type, received_on) WHERE folded;
COMMENT ON TABLE event_counts IS
    'Differences, to be summed: written in the transaction of the rows they count, so that writers never fight for a hot row. A negative '
    'one takes back what a replay or the archiver found to be a copy. fold_event_counts() sums them up.';
COMMENT ON COLUMN event_counts.hour IS 'Of the event''s timestamp, UTC.';
COMMENT ON COLUMN event_counts.received_on IS 'The UTC day of receipt: quotas sum by it, so that backdating evades nothing.';
COMMENT ON COLUMN event_counts.event_type IS '(other) past an application''s 1,000 types of a day.';
COMMENT ON COLUMN event_counts.folded IS 'Set by fold_event_counts alone: the one row of a key that later differences are added to.';

--changeset clacks:006-fold splitStatements:false stripComments:false
-- One statement: whoever reads sees the differences or their sum, never both, and what is inserted meanwhile is left for the
-- next time. The lock keeps two folds from waiting for each other's rows.
CREATE OR REPLACE FUNCTION fold_event_counts(at_most integer DEFAULT 100000) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    taken bigint;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtextextended('clacks fold event_counts', 0)) THEN
        RETURN 0;
    END IF;
    WITH gone AS (
        DELETE FROM public.event_counts
        WHERE ctid = ANY (ARRAY(SELECT ctid FROM public.event_counts WHERE NOT folded ORDER BY received_on LIMIT at_most))
        RETURNING org_id, app_id, hour, event_type, received_on, events
    ), sums AS (
        INSERT INTO public.event_counts AS f (org_id, app_id, hour, event_type, received_on, events, folded)
        SELECT org_id, app_id, hour, event_type, received_on, sum(events), true FROM gone
        GROUP BY org_id, app_id, hour, event_type, received_on
        ON CONFLICT (org_id, app_id, hour, event_type, received_on) WHERE folded DO UPDATE SET events = f.events + EXCLUDED.events
    )
    SELECT count(*) INTO taken FROM gone;
    RETURN taken;
END $$;
REVOKE EXECUTE ON FUNCTION fold_event_counts(integer) FROM PUBLIC;
COMMENT ON FUNCTION fold_event_counts(integer) IS
    'Upkeep: adds the oldest differences to their key''s folded row; returns how many it took, 0 while another fold runs.';
