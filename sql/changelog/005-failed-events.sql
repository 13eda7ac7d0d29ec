--liquibase formatted sql

-- What the door quarantined and what PostgreSQL refused.

--changeset clacks:005-failed-events splitStatements:false stripComments:false
CREATE TABLE IF NOT EXISTS failed_events (
    received_at      timestamptz NOT NULL,
    kafka_offset     bigint NOT NULL,
    kafka_partition  integer NOT NULL,
    kafka_topic_id   uuid NOT NULL,
    created_at       timestamptz NOT NULL DEFAULT now(),
    state_changed_at timestamptz,
    event_id         uuid,
    "timestamp"      timestamptz,
    raw_length       bigint NOT NULL,
    org_id           text COLLATE "C",
    app_id           text COLLATE "C",
    state            text COLLATE "C" NOT NULL DEFAULT 'failed',
    stage            text COLLATE "C" NOT NULL,
    code             text COLLATE "C" NOT NULL,
    field            text COLLATE "C" NOT NULL DEFAULT '',
    message          text NOT NULL DEFAULT '',
    fingerprint      text COLLATE "C" NOT NULL,
    raw_sha256       bytea NOT NULL,
    raw              bytea NOT NULL,
    CONSTRAINT failed_events_pkey PRIMARY KEY (kafka_topic_id, kafka_partition, kafka_offset, received_at),
    CONSTRAINT failed_events_state_known CHECK (state IN ('failed', 'replayed', 'discarded')),
    CONSTRAINT failed_events_stage_known CHECK (stage IN ('door', 'writer', 'replay')),
    CONSTRAINT failed_events_raw_length_range CHECK (raw_length >= octet_length(raw)),
    CONSTRAINT failed_events_raw_sha256_form CHECK (octet_length(raw_sha256) = 32)
) PARTITION BY RANGE (received_at);
CREATE INDEX IF NOT EXISTS failed_events_org_app_received_idx ON failed_events (org_id, app_id, received_at DESC);
CREATE INDEX IF NOT EXISTS failed_events_event_id_idx ON failed_events (event_id);
CREATE INDEX IF NOT EXISTS failed_events_fingerprint_idx ON failed_events (fingerprint, received_at DESC);
COMMENT ON TABLE failed_events IS
    'Events that are not in events, with the reason, kept 90 days, capped per application and day (see failed_counts). The key is the '
    'Kafka record''s, its timestamp included, so a record read twice is stored once.';
COMMENT ON COLUMN failed_events.received_at IS 'The Kafka record''s timestamp.';
COMMENT ON COLUMN failed_events.org_id IS 'NULL where the record did not say; the same for app_id.';
COMMENT ON COLUMN failed_events.event_id IS 'NULL where it cannot be read; the same for timestamp.';
COMMENT ON COLUMN failed_events.stage IS 'Who refused it: the door''s rules, the writer (undecodable, or PostgreSQL would not have it), or a replay.';
COMMENT ON COLUMN failed_events.code IS 'A rejection code of the protocol, or the writer''s.';
COMMENT ON COLUMN failed_events.field IS 'JSON path of the member at fault; empty: the event as a whole.';
COMMENT ON COLUMN failed_events.fingerprint IS 'Stage, code and field as one: see failure_groups.';
COMMENT ON COLUMN failed_events.raw IS 'The event''s bytes as sent, cut at 256 KiB; a cut one (raw_length is larger) cannot be replayed.';
COMMENT ON COLUMN failed_events.raw_length IS 'True length in bytes; raw_sha256 is the digest of all of them.';
COMMENT ON COLUMN failed_events.state IS 'replayed: it is in events now and no longer counts as failed; discarded: given up by an operator.';

--changeset clacks:005-ensure-failed-partition splitStatements:false stripComments:false
CREATE OR REPLACE FUNCTION ensure_failed_partition(day date) RETURNS text
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT public.ensure_leaf('public.failed_events', 'failed_events', day)
$$;
REVOKE EXECUTE ON FUNCTION ensure_failed_partition(date) FROM PUBLIC;
COMMENT ON FUNCTION ensure_failed_partition(date) IS 'The leaf of failed_events for a day (UTC) of received_at; else as ensure_event_partition.';

--changeset clacks:005-failed-counts splitStatements:false stripComments:false
-- Only the writer that holds a Kafka partition touches that partition's rows: no two of them wait for each other.
CREATE TABLE IF NOT EXISTS failed_counts (
    org_id          text COLLATE "C",
    app_id          text COLLATE "C",
    received_on     date NOT NULL,
    kafka_topic_id  uuid NOT NULL,
    kafka_partition integer NOT NULL,
    kept            bigint NOT NULL DEFAULT 0,
    over_cap        bigint NOT NULL DEFAULT 0,
    counted_through bigint NOT NULL DEFAULT -1,
    CONSTRAINT failed_counts_key UNIQUE NULLS NOT DISTINCT (app_id, org_id, received_on, kafka_topic_id, kafka_partition),
    CONSTRAINT failed_counts_range CHECK (kept >= 0 AND over_cap >= 0)
);
CREATE INDEX IF NOT EXISTS failed_counts_received_on_idx ON failed_counts (received_on);
COMMENT ON TABLE failed_counts IS
    'How many failed events of an application and UTC day of receipt were kept and, past the cap, only counted; by Kafka partition. '
    'The cap holds for the sum of kept.';
COMMENT ON COLUMN failed_counts.counted_through IS
    'The highest offset counted. A record at or below it was decided before: read again, it is neither counted nor kept anew.';

--changeset clacks:005-failure-groups splitStatements:false stripComments:false
CREATE TABLE IF NOT EXISTS failure_groups (
    org_id      text COLLATE "C",
    app_id      text COLLATE "C",
    fingerprint text COLLATE "C" NOT NULL,
    stage       text COLLATE "C" NOT NULL,
    code        text COLLATE "C" NOT NULL,
    field       text COLLATE "C" NOT NULL DEFAULT '',
    first_seen  timestamptz NOT NULL,
    last_seen   timestamptz NOT NULL,
    count       bigint NOT NULL,
    sample      text,
    state       text COLLATE "C" NOT NULL DEFAULT 'open',
    CONSTRAINT failure_groups_key UNIQUE NULLS NOT DISTINCT (org_id, app_id, fingerprint),
    CONSTRAINT failure_groups_state_known CHECK (state IN ('open', 'muted', 'resolved'))
);
COMMENT ON TABLE failure_groups IS 'Failures of one kind: how many, since when. Writers that touch several rows do it in the order of the key.';
COMMENT ON COLUMN failure_groups.count IS 'All of them, those past the cap included.';
COMMENT ON COLUMN failure_groups.sample IS 'One of them with its values blotted out.';
