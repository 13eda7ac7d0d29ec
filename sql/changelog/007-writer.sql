--liquibase formatted sql

-- The writers' fence, and what they must not store.

--changeset clacks:007-writer-progress splitStatements:false stripComments:false
-- Updated with every transaction: room in the page keeps the updates off the index.
CREATE TABLE IF NOT EXISTS writer_progress (
    topic                   text COLLATE "C" NOT NULL,
    topic_id                uuid NOT NULL,
    partition               integer NOT NULL,
    next_offset             bigint NOT NULL,
    leader_epoch            integer,
    received_at             timestamptz,
    caught_up_at            timestamptz,
    end_offset_seen         bigint,
    claim                   uuid NOT NULL,
    claims_without_progress integer NOT NULL DEFAULT 0,
    in_hand_offset          bigint,
    in_hand_deaths          integer NOT NULL DEFAULT 0,
    updated_at              timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT writer_progress_pkey PRIMARY KEY (topic, topic_id, partition),
    CONSTRAINT writer_progress_range CHECK (next_offset >= 0 AND claims_without_progress >= 0 AND in_hand_deaths >= 0)
) WITH (fillfactor = 20, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0);
COMMENT ON TABLE writer_progress IS
    'How far each Kafka partition is stored. Every transaction of a writer moves its row from the offset it read to the next under its own '
    'claim; no row moved means that commits were lost or that another owns the partition.';
COMMENT ON COLUMN writer_progress.topic_id IS 'Offsets belong to it: a topic made again begins a row of its own.';
COMMENT ON COLUMN writer_progress.next_offset IS 'The first offset not stored yet.';
COMMENT ON COLUMN writer_progress.leader_epoch IS 'Of the last record stored: with it a truncated log is noticed.';
COMMENT ON COLUMN writer_progress.received_at IS 'Of the last record stored.';
COMMENT ON COLUMN writer_progress.caught_up_at IS 'When next_offset was last seen to be the log''s end, end_offset_seen.';
COMMENT ON COLUMN writer_progress.claim IS 'Drawn anew at every assignment; only its bearer moves the row.';
COMMENT ON COLUMN writer_progress.claims_without_progress IS 'Claims since the row last moved, while the database was reachable.';
COMMENT ON COLUMN writer_progress.in_hand_offset IS 'The single record being tried, marked before its transaction; NULL: none.';
COMMENT ON COLUMN writer_progress.in_hand_deaths IS 'How many writers died with it in hand.';

--changeset clacks:007-tombstones splitStatements:false stripComments:false
CREATE TABLE IF NOT EXISTS tombstones (
    tombstone_id    bigint GENERATED ALWAYS AS IDENTITY,
    org_id          text COLLATE "C" NOT NULL,
    app_id          text COLLATE "C" NOT NULL,
    user_id         text COLLATE "C",
    received_before timestamptz NOT NULL,
    reason          text COLLATE "C" NOT NULL DEFAULT 'erasure',
    created_at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT tombstones_pkey PRIMARY KEY (tombstone_id),
    CONSTRAINT tombstones_reason_known CHECK (reason IN ('erasure', 'promotion'))
);
CREATE INDEX IF NOT EXISTS tombstones_app_idx ON tombstones (app_id, org_id, user_id);
COMMENT ON TABLE tombstones IS
    'What was erased: events of the application (and the user) received before that time are skipped and counted by writer, replay and '
    'restore. Stored rows are removed after it is committed and every transaction that did not see it has ended.';
COMMENT ON COLUMN tombstones.user_id IS 'NULL: all users, which empties a promoted staging application.';
