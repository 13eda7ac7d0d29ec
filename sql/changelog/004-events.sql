--liquibase formatted sql

-- Events, in two levels of partitions: by class of retention, then by day, so that aged data always leaves as a whole
-- table. Neither level has a default partition: it would forbid DETACH ... CONCURRENTLY.

--changeset clacks:004-events splitStatements:false stripComments:false
-- Columns of fixed width come first: no padding between them, and the server finds them without walking the row.
CREATE TABLE IF NOT EXISTS events (
    event_id                 uuid NOT NULL,
    "timestamp"              timestamptz NOT NULL,
    received_at              timestamptz NOT NULL,
    created_at               timestamptz NOT NULL DEFAULT now(),
    kafka_offset             bigint NOT NULL,
    kafka_partition          integer NOT NULL,
    retention_days           integer NOT NULL,
    kafka_topic_id           uuid NOT NULL,
    ci                       boolean,
    org_id                   text COLLATE "C" NOT NULL,
    app_id                   text COLLATE "C" NOT NULL,
    user_id                  text COLLATE "C" NOT NULL,
    session_id               text COLLATE "C",
    event_type               text COLLATE "C" NOT NULL,
    event_category           text COLLATE "C",
    service_name             text NOT NULL,
    service_version          text NOT NULL,
    service_language         text,
    service_language_version text,
    os                       text,
    os_version               text,
    arch                     text,
    shell                    text,
    sdk_version              text,
    schema_version           text NOT NULL,
    event_data               jsonb NOT NULL,
    extra                    jsonb,
    CONSTRAINT events_pkey PRIMARY KEY (event_id, app_id, org_id, "timestamp", retention_days)
) PARTITION BY LIST (retention_days);
CREATE INDEX IF NOT EXISTS events_org_app_timestamp_idx ON events (org_id, app_id, "timestamp" DESC);
COMMENT ON TABLE events IS
    'Accepted events, each once. The key begins with the event id, where a comparison ends; the application is part of it, so that one '
    'never swallows another''s event; retention_days, which follows from organisation and timestamp, stands there because partitions need it.';
COMMENT ON COLUMN events."timestamp" IS 'When it happened, by the client''s clock, truncated to microseconds.';
COMMENT ON COLUMN events.received_at IS 'When the door took it: the Kafka record''s timestamp.';
COMMENT ON COLUMN events.created_at IS 'When the transaction that stored it began.';
COMMENT ON COLUMN events.kafka_topic_id IS 'With partition and offset: the record it came from. It leaves PostgreSQL only after it left Kafka.';
COMMENT ON COLUMN events.retention_days IS 'retention_of(org_id, timestamp).';
COMMENT ON COLUMN events.event_data IS 'event.data as sent, any JSON value.';
COMMENT ON COLUMN events.extra IS 'Members the protocol does not know, and metadata; NULL where there are none.';

--changeset clacks:004-partitions splitStatements:false stripComments:false
CREATE SCHEMA IF NOT EXISTS partitions;
COMMENT ON SCHEMA partitions IS 'Leaf partitions, attached or detached, and nothing else.';
CREATE SEQUENCE IF NOT EXISTS partitions.leaf_serial;
COMMENT ON SEQUENCE partitions.leaf_serial IS 'Ends the names of leaves: a name is never used again, while a leaf of it may still be detached and on its way to the archive.';

CREATE OR REPLACE VIEW partition_leaves AS
SELECT p.oid::regclass AS parent, l.oid::regclass AS leaf, c.days, b.lower, b.upper, (b.lower AT TIME ZONE 'UTC')::date AS day,
       i.inhdetachpending AS detach_pending, l.reltuples AS estimated_rows
FROM pg_inherits i
JOIN pg_class l ON l.oid = i.inhrelid AND l.relkind = 'r' AND l.relpartbound IS NOT NULL
JOIN pg_class p ON p.oid = i.inhparent
LEFT JOIN (SELECT ci.inhrelid, substring(pg_get_expr(cc.relpartbound, cc.oid) FROM '\((?:'')?(\d+)')::integer AS days
           FROM pg_inherits ci JOIN pg_class cc ON cc.oid = ci.inhrelid
           WHERE ci.inhparent = 'public.events'::regclass) c ON c.inhrelid = p.oid
CROSS JOIN LATERAL regexp_match(pg_get_expr(l.relpartbound, l.oid), 'FROM \(''([^'']+)''\) TO \(''([^'']+)''\)') AS m
CROSS JOIN LATERAL (SELECT m[1]::timestamptz AS lower, m[2]::timestamptz AS upper) b
WHERE c.inhrelid IS NOT NULL OR p.oid = to_regclass('public.failed_events');
COMMENT ON VIEW partition_leaves IS
    'The attached leaves of events (days: their class) and failed_events (days NULL), from the catalogue; detach_pending: a concurrent '
    'detach was begun and has to be finalised.';

--changeset clacks:004-hand-over splitStatements:false stripComments:false
-- An owner who may create in public but not pass that right on can still give something away: by way of a schema of its own.
CREATE OR REPLACE FUNCTION hand_over(kind text, object text, schema_name text, owner oid) RETURNS boolean LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF to_regrole('clacks_partitions') IS NULL OR NOT pg_has_role(current_user, 'clacks_partitions', 'USAGE') THEN
        RETURN false;
    ELSIF owner = to_regrole('clacks_partitions') THEN
        RETURN true;
    ELSIF schema_name = 'partitions' THEN
        EXECUTE format('ALTER %s partitions.%s OWNER TO clacks_partitions', kind, object);
    ELSE
        EXECUTE format('ALTER %s %I.%s SET SCHEMA partitions', kind, schema_name, object);
        EXECUTE format('ALTER %s partitions.%s OWNER TO clacks_partitions', kind, object);
        EXECUTE format('ALTER %s partitions.%s SET SCHEMA %I', kind, object, schema_name);
    END IF;
    RETURN true;
END $$;
CREATE OR REPLACE FUNCTION hand_over(object regclass) RETURNS boolean LANGUAGE sql AS $$
    SELECT public.hand_over('TABLE', quote_ident(relname), relnamespace::regnamespace::text, relowner) FROM pg_class WHERE oid = object
$$;
CREATE OR REPLACE FUNCTION hand_over(object regprocedure) RETURNS boolean LANGUAGE sql AS $$
    SELECT public.hand_over('FUNCTION', quote_ident(proname) || '(' || pg_get_function_identity_arguments(oid) || ')',
                     pronamespace::regnamespace::text, proowner) FROM pg_proc WHERE oid = object
$$;
REVOKE EXECUTE ON FUNCTION hand_over(text, text, text, oid), hand_over(regclass), hand_over(regprocedure) FROM PUBLIC;
COMMENT ON FUNCTION hand_over(regclass) IS
    'Makes clacks_partitions the owner of a table, view or sequence; false where that role is absent or not ours to give to.';

--changeset clacks:004-classes splitStatements:false stripComments:false
-- CREATE ... PARTITION OF would take an ACCESS EXCLUSIVE lock on events; ATTACH lets inserts go on.
CREATE OR REPLACE FUNCTION add_retention_class(class integer) RETURNS text LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp SET lock_timeout = '5s' AS $$
DECLARE
    child text := 'events_r' || class;
BEGIN
    INSERT INTO public.retention_days_allowed (days) VALUES (class) ON CONFLICT DO NOTHING;
    IF to_regclass('public.' || child) IS NULL THEN
        EXECUTE format('CREATE TABLE public.%I (LIKE public.events INCLUDING DEFAULTS INCLUDING STORAGE INCLUDING COMPRESSION)
                        PARTITION BY RANGE ("timestamp")', child);
        EXECUTE format('ALTER TABLE public.events ATTACH PARTITION public.%I FOR VALUES IN (%s)', child, class);
        EXECUTE format('COMMENT ON TABLE public.%I IS %L', child, 'Events kept for ' || class || ' days; one leaf a day in schema partitions.');
        PERFORM public.hand_over(to_regclass('public.' || child));
    END IF;
    RETURN child;
END $$;
REVOKE EXECUTE ON FUNCTION add_retention_class(integer) FROM PUBLIC;
COMMENT ON FUNCTION add_retention_class(integer) IS 'For the owner: allows a class of retention and makes its child of events; again: does nothing.';

SELECT add_retention_class(30);
SELECT add_retention_class(90);
SELECT add_retention_class(365);

--changeset clacks:004-ensure-event-partition splitStatements:false stripComments:false
-- Shared by events and failed_events. Locks wait two seconds at most: whoever holds them longer is a reader to be waited for
-- outside, by retrying, not with every later statement queued behind us.
CREATE OR REPLACE FUNCTION ensure_leaf(parent regclass, stem text, day date) RETURNS text LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO' SET lock_timeout = '2s' AS $$
DECLARE
    present record;
    leaf    text;
    starts  timestamptz;
BEGIN
    IF day IS NULL OR NOT isfinite(day) THEN
        RAISE EXCEPTION 'no partition of % for the day %', parent, day USING ERRCODE = 'invalid_datetime_format';
    END IF;
    starts := day::timestamp AT TIME ZONE 'UTC';
    FOR attempt IN 1..2 LOOP
        SELECT l.leaf, l.detach_pending INTO present FROM public.partition_leaves l
        WHERE l.parent = ensure_leaf.parent AND l.lower <= starts AND l.upper > starts;
        IF present.detach_pending THEN
            RAISE EXCEPTION '% is being detached from %', present.leaf, parent
                USING ERRCODE = 'object_not_in_prerequisite_state',
                      HINT = format('If nobody is at it any more: ALTER TABLE %s DETACH PARTITION %s FINALIZE', parent, present.leaf);
        END IF;
        IF present.leaf IS NOT NULL THEN
            RETURN present.leaf::text;
        END IF;
        EXIT WHEN attempt = 2;
        PERFORM pg_advisory_xact_lock(hashtextextended('clacks partitions of ' || parent, 0));
    END LOOP;
    leaf := format('partitions.%I', stem || to_char(starts, '_YYYYMMDD_') || nextval('partitions.leaf_serial'));
    EXECUTE format('CREATE TABLE %s (LIKE %s INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING COMPRESSION)', leaf, parent);
    EXECUTE format('ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)', parent, leaf, starts, starts + interval '24 hours');
    RETURN leaf;
END $$;
REVOKE EXECUTE ON FUNCTION ensure_leaf(regclass, text, date) FROM PUBLIC;

CREATE OR REPLACE FUNCTION ensure_event_partition(days integer, day date) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    child regclass := to_regclass('public.events_r' || days);
BEGIN
    IF child IS NULL THEN
        RAISE EXCEPTION 'there is no retention class of % days', days
            USING ERRCODE = 'undefined_object', HINT = format('As the owner: SELECT add_retention_class(%s)', days);
    END IF;
    RETURN public.ensure_leaf(child, 'events_r' || days, day);
END $$;
REVOKE EXECUTE ON FUNCTION ensure_event_partition(integer, date) FROM PUBLIC;
COMMENT ON FUNCTION ensure_event_partition(integer, date) IS
    'The leaf of events for a class and a day (UTC), made where it is missing. Call it in a transaction of its own (READ COMMITTED). '
    '55000: a detach of that day is pending; 55P03: a lock was not to be had in 2 s; 42P17: a detach got in between. Retry all three. '
    '42704: no such class.';
