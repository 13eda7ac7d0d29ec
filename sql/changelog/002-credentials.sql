--liquibase formatted sql

-- Secrets and tokens of applications, and how a reader learns that anything about them changed.

--changeset clacks:002-app-secrets splitStatements:false stripComments:false
CREATE TABLE IF NOT EXISTS app_secrets (
    secret_id    bigint GENERATED ALWAYS AS IDENTITY,
    app_id       text COLLATE "C" NOT NULL,
    secret       bytea NOT NULL,
    key_id       text COLLATE "C",
    created_at   timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz,
    expires_at   timestamptz,
    revoked_at   timestamptz,
    CONSTRAINT app_secrets_pkey PRIMARY KEY (secret_id),
    CONSTRAINT app_secrets_app_id_fkey FOREIGN KEY (app_id) REFERENCES applications (app_id) ON DELETE CASCADE,
    CONSTRAINT app_secrets_secret_form CHECK (octet_length(secret) BETWEEN 1 AND 2048)
);
CREATE INDEX IF NOT EXISTS app_secrets_app_id_idx ON app_secrets (app_id);
COMMENT ON TABLE app_secrets IS
    'HMAC secrets. Live: not revoked and not expired; at most two of an application at once, applications.hmac_secret included.';
COMMENT ON COLUMN app_secrets.secret IS 'Where key_id is NULL the key itself, its UTF-8 bytes; else what the master key made of it.';
COMMENT ON COLUMN app_secrets.key_id IS 'The master key that encrypted it; NULL: plain text.';
COMMENT ON COLUMN app_secrets.last_used_at IS 'Written at intervals, not at every request.';

--changeset clacks:002-two-live-secrets splitStatements:false stripComments:false
-- The application's row is locked first, so that two transactions cannot both find room for a third secret.
CREATE OR REPLACE FUNCTION refuse_third_secret() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    of_row  boolean;
    others  bigint;
BEGIN
    IF TG_TABLE_NAME = 'applications' THEN
        SELECT count(*) INTO others FROM public.app_secrets s
        WHERE s.app_id = NEW.app_id AND s.revoked_at IS NULL AND (s.expires_at IS NULL OR s.expires_at > now());
    ELSE
        SELECT a.hmac_secret IS NOT NULL INTO of_row FROM public.applications a WHERE a.app_id = NEW.app_id FOR NO KEY UPDATE;
        SELECT count(*) + CASE WHEN of_row THEN 1 ELSE 0 END INTO others FROM public.app_secrets s
        WHERE s.app_id = NEW.app_id AND s.secret_id <> NEW.secret_id
          AND s.revoked_at IS NULL AND (s.expires_at IS NULL OR s.expires_at > now());
    END IF;
    IF others >= 2 THEN
        RAISE EXCEPTION 'the application % has two live secrets', NEW.app_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'app_secrets_two_live', TABLE = TG_TABLE_NAME,
                  HINT = 'Revoke one of them first.';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER app_secrets_two_live BEFORE INSERT OR UPDATE OF app_id, expires_at, revoked_at ON app_secrets
    FOR EACH ROW WHEN (NEW.revoked_at IS NULL AND (NEW.expires_at IS NULL OR NEW.expires_at > now()))
    EXECUTE FUNCTION refuse_third_secret();
CREATE OR REPLACE TRIGGER applications_two_live_secrets BEFORE INSERT OR UPDATE OF hmac_secret ON applications
    FOR EACH ROW WHEN (NEW.hmac_secret IS NOT NULL)
    EXECUTE FUNCTION refuse_third_secret();

--changeset clacks:002-api-tokens splitStatements:false stripComments:false
CREATE TABLE IF NOT EXISTS api_tokens (
    token_id     bigint GENERATED ALWAYS AS IDENTITY,
    app_id       text COLLATE "C" NOT NULL,
    token_sha256 bytea NOT NULL,
    prefix       text COLLATE "C" NOT NULL,
    name         text NOT NULL DEFAULT '',
    scopes       text[] COLLATE "C" NOT NULL DEFAULT '{ingest}',
    created_at   timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz,
    expires_at   timestamptz,
    revoked_at   timestamptz,
    CONSTRAINT api_tokens_pkey PRIMARY KEY (token_id),
    CONSTRAINT api_tokens_token_sha256_key UNIQUE (token_sha256),
    CONSTRAINT api_tokens_app_id_fkey FOREIGN KEY (app_id) REFERENCES applications (app_id) ON DELETE CASCADE,
    CONSTRAINT api_tokens_token_sha256_form CHECK (octet_length(token_sha256) = 32),
    CONSTRAINT api_tokens_prefix_form CHECK (char_length(prefix) BETWEEN 1 AND 8),
    CONSTRAINT api_tokens_scopes_known CHECK (cardinality(scopes) > 0 AND scopes <@ '{ingest,read,read_org}'::text[])
);
CREATE INDEX IF NOT EXISTS api_tokens_app_id_idx ON api_tokens (app_id);
COMMENT ON TABLE api_tokens IS 'Bearer tokens, any number an application; the token itself is shown once and never stored.';
COMMENT ON COLUMN api_tokens.prefix IS 'The token''s first characters, so that people recognise it.';
COMMENT ON COLUMN api_tokens.scopes IS
    'ingest: send, staging-usage, doctor (ships inside client programs); read: the application''s statistics; read_org: its organisation''s.';
COMMENT ON COLUMN api_tokens.last_used_at IS 'Written at intervals, not at every request.';

--changeset clacks:002-credential-changes splitStatements:false stripComments:false
-- Plain SQL counts as much as the API: whatever changes a tenant or a credential notifies and leaves its transaction's id.
CREATE TABLE IF NOT EXISTS credential_changes (
    xid        xid8 NOT NULL DEFAULT pg_current_xact_id(),
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX IF NOT EXISTS credential_changes_xid_idx ON credential_changes (xid);
COMMENT ON TABLE credential_changes IS
    'One row per statement that changed organizations, applications, app_secrets or api_tokens (last use apart). A reader remembers '
    'pg_snapshot_xmin(pg_current_snapshot()) of the snapshot it loaded with; whatever that snapshot did not show bears an xid >= it. '
    'No lock, nothing missed, whatever the order of the commits. Rows of more than a day are pruned: a reader older than that loads anew.';

CREATE OR REPLACE FUNCTION record_credential_change() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO public.credential_changes DEFAULT VALUES;
    PERFORM pg_notify('clacks_credentials', TG_TABLE_NAME);
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION prune_credential_changes() RETURNS bigint
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH gone AS (DELETE FROM public.credential_changes WHERE changed_at < now() - interval '1 day' RETURNING 1)
    SELECT count(*) FROM gone
$$;
REVOKE EXECUTE ON FUNCTION prune_credential_changes() FROM PUBLIC;
COMMENT ON FUNCTION prune_credential_changes() IS 'Upkeep: forgets changes of more than a day ago; returns how many.';

--changeset clacks:002-notify splitStatements:false stripComments:false
CREATE OR REPLACE TRIGGER organizations_notify AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON organizations
    FOR EACH STATEMENT EXECUTE FUNCTION record_credential_change();
CREATE OR REPLACE TRIGGER applications_notify
    AFTER INSERT OR DELETE OR TRUNCATE
    OR UPDATE OF app_id, app_uuid, org_id, name, hmac_secret, environment, disabled_at, promoted_at, created_at ON applications
    FOR EACH STATEMENT EXECUTE FUNCTION record_credential_change();
CREATE OR REPLACE TRIGGER app_secrets_notify
    AFTER INSERT OR DELETE OR TRUNCATE OR UPDATE OF app_id, secret, key_id, created_at, expires_at, revoked_at ON app_secrets
    FOR EACH STATEMENT EXECUTE FUNCTION record_credential_change();
CREATE OR REPLACE TRIGGER api_tokens_notify
    AFTER INSERT OR DELETE OR TRUNCATE
    OR UPDATE OF app_id, token_sha256, prefix, name, scopes, created_at, expires_at, revoked_at ON api_tokens
    FOR EACH STATEMENT EXECUTE FUNCTION record_credential_change();
