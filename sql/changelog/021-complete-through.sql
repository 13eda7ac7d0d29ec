--liquibase formatted sql

-- Up to when everything received is stored, topic by topic: the writers keep it, everybody else only reads it.

--changeset clacks:021-topic-progress splitStatements:false stripComments:false
CREATE TABLE IF NOT EXISTS topic_progress (
    topic            text COLLATE "C" NOT NULL,
    topic_id         uuid NOT NULL,
    partitions       integer NOT NULL,
    seen_at          timestamptz NOT NULL,
    complete_through timestamptz,
    CONSTRAINT topic_progress_pkey PRIMARY KEY (topic),
    CONSTRAINT topic_progress_partitions_positive CHECK (partitions > 0)
) WITH (fillfactor = 20, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0);
COMMENT ON TABLE topic_progress IS
    'Each topic as the writers last saw it in Kafka, and how far all its partitions together are stored. writer_progress alone '
    'cannot tell: a partition that no writer has claimed yet has no row there, and rows of a deleted topic stay.';
COMMENT ON COLUMN topic_progress.topic_id IS 'The topic that counts: rows of writer_progress of another id are of one that was deleted.';
COMMENT ON COLUMN topic_progress.partitions IS 'How many it had at seen_at.';
COMMENT ON COLUMN topic_progress.seen_at IS 'By the clock of the writer that asked Kafka, before it asked.';
COMMENT ON COLUMN topic_progress.complete_through IS
    'Everything acknowledged that was received before is stored. Never moves back; NULL until every partition has once been '
    'caught up or stored from.';
