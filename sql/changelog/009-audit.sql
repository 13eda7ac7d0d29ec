--liquibase formatted sql

--changeset clacks:009-audit-log splitStatements:false stripComments:false
CREATE TABLE IF NOT EXISTS audit_log (
    audit_id bigint GENERATED ALWAYS AS IDENTITY,
    at       timestamptz NOT NULL DEFAULT now(),
    actor    text NOT NULL,
    action   text COLLATE "C" NOT NULL,
    org_id   text COLLATE "C",
    app_id   text COLLATE "C",
    details  jsonb NOT NULL DEFAULT '{}',
    CONSTRAINT audit_log_pkey PRIMARY KEY (audit_id)
);
CREATE INDEX IF NOT EXISTS audit_log_at_idx ON audit_log (at);
CREATE INDEX IF NOT EXISTS audit_log_org_idx ON audit_log (org_id, at);
COMMENT ON TABLE audit_log IS 'Every administrative change. The services'' roles may only add to it.';
COMMENT ON COLUMN audit_log.details IS 'What changed; never a secret or a token.';
