--liquibase formatted sql

-- What a tombstone of a whole application covers is removed from where it is stored, in steps that anybody may go on with.

--changeset clacks:013-unfinished splitStatements:false stripComments:false
ALTER TABLE tombstones
    ADD COLUMN IF NOT EXISTS waits_for       text[] COLLATE "C",
    ADD COLUMN IF NOT EXISTS erased_events   bigint NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS erased_failures bigint NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS erased_at       timestamptz;
CREATE INDEX IF NOT EXISTS tombstones_unfinished_idx ON tombstones (tombstone_id) WHERE erased_at IS NULL AND user_id IS NULL;
COMMENT ON COLUMN tombstones.waits_for IS
    'The transactions that may not have seen the tombstone, noted after it was committed; NULL: nobody has looked yet.';
COMMENT ON COLUMN tombstones.erased_events IS 'Rows of events removed so far; erased_failures those of failed_events.';
COMMENT ON COLUMN tombstones.erased_at IS 'When all that it covers had been removed. Of a whole application''s tombstone alone: see erase_tombstoned().';

--changeset clacks:013-erase-leaf splitStatements:false stripComments:false
-- What was counted is taken back in the statement that removes the rows. A type counted as (other) is taken from there.
CREATE OR REPLACE FUNCTION erase_from_leaf(leaf text, counted boolean, stone tombstones, at_most bigint) RETURNS bigint
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    doomed text := format('DELETE FROM %1$s WHERE ctid = ANY (ARRAY(SELECT ctid FROM %1$s
                           WHERE org_id = $1 AND app_id = $2 AND received_at < $3 LIMIT $4)) RETURNING ', leaf);
    gone   bigint;
BEGIN
    IF NOT counted THEN
        EXECUTE 'WITH gone AS (' || doomed || '1) SELECT count(*) FROM gone' INTO gone
            USING stone.org_id, stone.app_id, stone.received_before, at_most;
    ELSE
        EXECUTE 'WITH gone AS (' || doomed || $sql$event_type, date_bin('1 hour', "timestamp", '2000-01-01 00:00:00+00') AS hour,
                     (received_at AT TIME ZONE 'UTC')::date AS received_on
            ), taken AS (
                INSERT INTO public.event_counts (org_id, app_id, event_type, hour, received_on, events)
                SELECT $1, $2, CASE WHEN EXISTS (SELECT FROM public.event_counts c WHERE c.org_id = $1 AND c.app_id = $2
                                                 AND c.hour = g.hour AND c.event_type = g.event_type AND c.received_on = g.received_on)
                                    THEN g.event_type ELSE '(other)' END, g.hour, g.received_on, -count(*)
                FROM gone g GROUP BY g.event_type, g.hour, g.received_on
                RETURNING -events AS events
            )
            SELECT coalesce(sum(events), 0) FROM taken$sql$ INTO gone
            USING stone.org_id, stone.app_id, stone.received_before, at_most;
    END IF;
    -- The lock of the DELETE keeps an attached leaf attached. One that was detached before is the archiver's, who erases too.
    IF gone > 0 AND NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = leaf::regclass) THEN
        RAISE EXCEPTION '% was detached', leaf USING ERRCODE = 'undefined_table';
    END IF;
    RETURN gone;
END $$;
REVOKE EXECUTE ON FUNCTION erase_from_leaf(text, boolean, tombstones, bigint) FROM PUBLIC;

--changeset clacks:013-erase-groups splitStatements:false stripComments:false
-- Of a group that has failures of later too, those that are kept can be counted again; of those past the cap nothing is known
-- but the last. Rows are locked in the writers' order, and only then counted: what a writer adds meanwhile comes on top.
CREATE OR REPLACE FUNCTION erase_failure_groups(stone tombstones) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM FROM public.failure_groups g WHERE g.org_id = stone.org_id AND g.app_id = stone.app_id
    ORDER BY g.fingerprint FOR UPDATE;
    DELETE FROM public.failure_groups g
    WHERE g.org_id = stone.org_id AND g.app_id = stone.app_id AND g.last_seen < stone.received_before;
    UPDATE public.failure_groups g
    SET first_seen = coalesce(k.first_seen, g.last_seen), count = coalesce(k.count, 1), sample = NULL
    FROM public.failure_groups o LEFT JOIN (
        SELECT f.fingerprint, min(f.received_at) AS first_seen, count(*) AS count FROM public.failed_events f
        WHERE f.org_id = stone.org_id AND f.app_id = stone.app_id AND f.received_at >= stone.received_before
        GROUP BY f.fingerprint) k USING (fingerprint)
    WHERE g.ctid = o.ctid AND g.org_id = stone.org_id AND g.app_id = stone.app_id AND g.first_seen < stone.received_before;
    DELETE FROM public.failed_counts c
    WHERE c.org_id = stone.org_id AND c.app_id = stone.app_id
      AND c.received_on < (stone.received_before AT TIME ZONE 'UTC')::date;
END $$;
REVOKE EXECUTE ON FUNCTION erase_failure_groups(tombstones) FROM PUBLIC;

--changeset clacks:013-erase splitStatements:false stripComments:false
CREATE OR REPLACE FUNCTION erase_tombstoned(stone_id bigint, at_most integer DEFAULT 5000) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s' AS $$
DECLARE
    stone    public.tombstones;
    present  record;
    gone     bigint;
    events   bigint := 0;
    failures bigint := 0;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'erase_tombstoned() must see what was committed meanwhile: call it in READ COMMITTED'
            USING ERRCODE = 'invalid_transaction_state';
    END IF;
    SELECT * INTO stone FROM public.tombstones t
    WHERE t.tombstone_id = stone_id AND t.user_id IS NULL FOR NO KEY UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        IF NOT EXISTS (SELECT FROM public.tombstones t WHERE t.tombstone_id = stone_id AND t.user_id IS NULL) THEN
            RAISE EXCEPTION 'there is no tombstone % of a whole application', stone_id USING ERRCODE = 'no_data_found';
        END IF;
        RETURN 'waiting';
    ELSIF stone.erased_at IS NOT NULL THEN
        RETURN 'done';
    ELSIF stone.waits_for IS NULL THEN
        IF EXISTS (SELECT FROM public.tombstones t WHERE t.tombstone_id = stone_id AND t.xmin = pg_current_xact_id()::xid) THEN
            RAISE EXCEPTION 'the tombstone % has to be committed first', stone_id USING ERRCODE = 'invalid_transaction_state';
        END IF;
        UPDATE public.tombstones SET waits_for = ARRAY(
            SELECT DISTINCT l.virtualtransaction FROM pg_locks l
            WHERE l.locktype = 'relation' AND l.granted AND l.relation = 'public.tombstones'::regclass
              AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
              AND l.pid IS DISTINCT FROM pg_backend_pid())
        WHERE tombstone_id = stone_id RETURNING * INTO stone;
    END IF;
    IF EXISTS (SELECT FROM pg_locks l WHERE l.virtualtransaction = ANY (stone.waits_for)) THEN
        RETURN 'waiting';
    END IF;

    BEGIN
        FOR present IN SELECT l.leaf::text AS leaf, l.days IS NOT NULL AS counted FROM public.partition_leaves l
                       WHERE l.days IS NOT NULL OR l.lower < stone.received_before LOOP
            EXIT WHEN events + failures >= at_most;
            CONTINUE WHEN to_regclass(present.leaf) IS NULL;
            BEGIN
                gone := public.erase_from_leaf(present.leaf, present.counted, stone, at_most - events - failures);
                IF present.counted THEN
                    events := events + gone;
                ELSE
                    failures := failures + gone;
                END IF;
            EXCEPTION WHEN undefined_table THEN NULL;
            END;
        END LOOP;
        IF events + failures = 0 THEN
            PERFORM public.erase_failure_groups(stone);
            UPDATE public.tombstones SET erased_at = clock_timestamp() WHERE tombstone_id = stone_id;
            RETURN 'done';
        END IF;
    EXCEPTION WHEN lock_not_available THEN RETURN 'waiting';
    END;
    UPDATE public.tombstones SET erased_events = erased_events + events, erased_failures = erased_failures + failures
    WHERE tombstone_id = stone_id;
    RETURN 'erasing';
END $$;
REVOKE EXECUTE ON FUNCTION erase_tombstoned(bigint, integer) FROM PUBLIC;
COMMENT ON FUNCTION erase_tombstoned(bigint, integer) IS
    'One step of removing what a whole application''s tombstone covers from events (with its counts), failed_events and failure_groups: at '
    'most so many rows. Call it, a transaction each, until it says done; after a crash anybody goes on. waiting: transactions run that may '
    'not have seen the tombstone, a leaf is locked, or another is at it. Whoever inserts into events or failed_events reads tombstones first, '
    'in the same transaction (READ COMMITTED): its lock on the table is how it is known. Leaves on their way to the archive are the archiver''s.';

--changeset clacks:013-count splitStatements:false stripComments:false
CREATE OR REPLACE FUNCTION count_stored(organization text, application text, OUT events bigint, OUT failures bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT (SELECT count(*) FROM public.events e WHERE e.org_id = organization COLLATE "C" AND e.app_id = application COLLATE "C"),
           (SELECT count(*) FROM public.failed_events f WHERE f.org_id = organization COLLATE "C" AND f.app_id = application COLLATE "C")
$$;
REVOKE EXECUTE ON FUNCTION count_stored(text, text) FROM PUBLIC;
COMMENT ON FUNCTION count_stored(text, text) IS 'How many rows of events and failed_events are an application''s: what a promotion would erase.';
