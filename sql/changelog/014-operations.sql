--liquibase formatted sql

-- What operators have the writers do: replays and discards that outlive a kill, and skips.

--changeset clacks:014-operations splitStatements:false stripComments:false
CREATE TABLE IF NOT EXISTS operations (
    operation_id uuid NOT NULL,
    kind         text COLLATE "C" NOT NULL,
    arguments    jsonb NOT NULL,
    actor        text NOT NULL,
    state        text COLLATE "C" NOT NULL DEFAULT 'running',
    claim        uuid NOT NULL,
    position     text COLLATE "C" NOT NULL DEFAULT '',
    total        bigint NOT NULL,
    counts       jsonb NOT NULL DEFAULT '{}',
    error        text,
    started_at   timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL DEFAULT now(),
    finished_at  timestamptz,
    CONSTRAINT operations_pkey PRIMARY KEY (operation_id),
    CONSTRAINT operations_state_known CHECK (state IN ('running', 'done', 'cancelled', 'failed'))
);
CREATE INDEX IF NOT EXISTS operations_started_at_idx ON operations (started_at);
COMMENT ON TABLE operations IS
    'Replays and discards. Position and counts move in the transaction of the rows they speak of, from exactly where they stood and under '
    'the claim of whoever runs it: one that was killed is resumed where it stopped, and never run by two.';
COMMENT ON COLUMN operations.claim IS 'Drawn anew whenever it is started or resumed; only its bearer goes on.';
COMMENT ON COLUMN operations.position IS 'What was done last, in the kind''s own terms; empty: nothing yet.';
COMMENT ON COLUMN operations.total IS 'How much there was to look at when it began: offsets, or failed events.';
COMMENT ON COLUMN operations.state IS 'running (also while nobody is at it: see updated_at), done, cancelled, failed: see error.';

--changeset clacks:014-skips splitStatements:false stripComments:false
ALTER TABLE writer_progress ADD COLUMN IF NOT EXISTS skipped_from bigint, ADD COLUMN IF NOT EXISTS skipped_to bigint;
COMMENT ON COLUMN writer_progress.skipped_from IS
    'An operator skipped ahead from here to skipped_to. Kafka may still hold a committed offset of in between: no wish to rewind, so not '
    'believed. NULL: no skip, or Kafka knows of it.';
