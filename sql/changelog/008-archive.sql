--liquibase formatted sql

-- The archive's manifest and the state machine that fills it.

--changeset clacks:008-archive-runs splitStatements:false stripComments:false
CREATE TABLE IF NOT EXISTS archive_runs (
    run_id         uuid NOT NULL,
    retention_days integer NOT NULL,
    day            date NOT NULL,
    part           integer NOT NULL,
    leaf           text COLLATE "C" NOT NULL,
    state          text COLLATE "C" NOT NULL DEFAULT 'planned',
    format         text COLLATE "C" NOT NULL DEFAULT 'parquet',
    rows           bigint,
    copies_dropped bigint NOT NULL DEFAULT 0,
    bytes          bigint,
    min_timestamp  timestamptz,
    max_timestamp  timestamptz,
    ids_digest     bytea,
    started_at     timestamptz NOT NULL DEFAULT now(),
    updated_at     timestamptz NOT NULL DEFAULT now(),
    finished_at    timestamptz,
    error          text,
    CONSTRAINT archive_runs_pkey PRIMARY KEY (run_id),
    CONSTRAINT archive_runs_state_known CHECK (state IN ('planned', 'detached', 'uploading', 'verified', 'done', 'failed')),
    CONSTRAINT archive_runs_part_range CHECK (part >= 1)
);
CREATE UNIQUE INDEX IF NOT EXISTS archive_runs_leaf_key ON archive_runs (leaf) WHERE state <> 'failed';
CREATE UNIQUE INDEX IF NOT EXISTS archive_runs_part_key ON archive_runs (retention_days, day, part) WHERE state <> 'failed';
COMMENT ON TABLE archive_runs IS
    'One leaf on its way to the archive. The run is stored before its first upload and resumed under the same id; done is written in the '
    'transaction that drops the leaf.';
COMMENT ON COLUMN archive_runs.day IS 'The UTC day of the events'' timestamps.';
COMMENT ON COLUMN archive_runs.part IS '1 for a day''s first leaf; late events make further ones.';
COMMENT ON COLUMN archive_runs.leaf IS 'Qualified name of the leaf partition.';
COMMENT ON COLUMN archive_runs.state IS 'planned, detached (no more rows come), uploading, verified (read back), done (dropped); failed: see error.';
COMMENT ON COLUMN archive_runs.copies_dropped IS 'Rows left out because an earlier part of the day has them; their counts were taken back.';
COMMENT ON COLUMN archive_runs.ids_digest IS 'Digest of the event ids, in the order of the rows.';

--changeset clacks:008-archive-files splitStatements:false stripComments:false
CREATE TABLE IF NOT EXISTS archive_files (
    run_id         uuid NOT NULL,
    file_no        integer NOT NULL,
    object_key     text COLLATE "C" NOT NULL,
    retention_days integer NOT NULL,
    day            date NOT NULL,
    part           integer NOT NULL,
    rows           bigint NOT NULL,
    bytes          bigint NOT NULL,
    sha256         bytea NOT NULL,
    ids_digest     bytea,
    min_timestamp  timestamptz,
    max_timestamp  timestamptz,
    uploaded_at    timestamptz NOT NULL DEFAULT now(),
    verified_at    timestamptz,
    CONSTRAINT archive_files_pkey PRIMARY KEY (run_id, file_no),
    CONSTRAINT archive_files_object_key_key UNIQUE (object_key),
    CONSTRAINT archive_files_run_id_fkey FOREIGN KEY (run_id) REFERENCES archive_runs (run_id),
    CONSTRAINT archive_files_sha256_form CHECK (octet_length(sha256) = 32)
);
CREATE INDEX IF NOT EXISTS archive_files_day_idx ON archive_files (day, retention_days);
COMMENT ON TABLE archive_files IS 'Objects of the archive; those of a run that is done are the only copy of their events.';
COMMENT ON COLUMN archive_files.file_no IS 'The n of part-<run>-<n>.';
COMMENT ON COLUMN archive_files.verified_at IS 'When it was read back and found equal; nothing is dropped before.';
