--liquibase formatted sql

-- Organisations and applications. Each has two names, its id and a UUID; both are valid wherever one is asked for.

--changeset clacks:001-pgcrypto splitStatements:false stripComments:false
-- gen_random_bytes, which the self-hosting guide's statements call. The extension is trusted: an owner who may
-- create in the database may install it.
CREATE EXTENSION IF NOT EXISTS pgcrypto;

--changeset clacks:001-schema-version splitStatements:false stripComments:false
CREATE TABLE IF NOT EXISTS schema_version (
    version         integer NOT NULL,
    compatible_from integer NOT NULL,
    applied_at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT schema_version_pkey PRIMARY KEY (version),
    CONSTRAINT schema_version_range CHECK (compatible_from BETWEEN 1 AND version)
);
COMMENT ON TABLE schema_version IS 'The highest row is the schema''s version; 012-version.sql adds to it after everything else.';
COMMENT ON COLUMN schema_version.compatible_from IS
    'The oldest build that still runs on it, named by the version that build was made for: old and new run side by side during an update.';

--changeset clacks:001-organizations splitStatements:false stripComments:false
CREATE TABLE IF NOT EXISTS organizations (
    org_id     text COLLATE "C" NOT NULL,
    org_uuid   uuid NOT NULL DEFAULT gen_random_uuid(),
    name       text NOT NULL,
    tier       text COLLATE "C" NOT NULL DEFAULT 'free',
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT organizations_pkey PRIMARY KEY (org_id),
    CONSTRAINT organizations_org_uuid_key UNIQUE (org_uuid),
    CONSTRAINT organizations_org_id_form CHECK (org_id ~ '^[A-Za-z0-9._-]{1,255}$'),
    CONSTRAINT organizations_name_form CHECK (char_length(name) BETWEEN 1 AND 255),
    CONSTRAINT organizations_tier_form CHECK (tier ~ '^[a-z0-9][a-z0-9_-]{0,62}$')
);
COMMENT ON TABLE organizations IS 'Tenants. Ids and UUIDs are final: events bear the id.';
COMMENT ON COLUMN organizations.org_id IS 'The canonical name: what record headers, events and counts bear.';
COMMENT ON COLUMN organizations.org_uuid IS 'The second name: the crate telemetry-kit 0.3.0 sends to nothing but UUIDs.';
COMMENT ON COLUMN organizations.tier IS 'A key into the configured tiers (rates, quotas) and into retention_classes.';

--changeset clacks:001-applications splitStatements:false stripComments:false
CREATE TABLE IF NOT EXISTS applications (
    app_id                   text COLLATE "C" NOT NULL,
    app_uuid                 uuid NOT NULL DEFAULT gen_random_uuid(),
    org_id                   text COLLATE "C" NOT NULL,
    name                     text NOT NULL,
    hmac_secret              text,
    hmac_secret_last_used_at timestamptz,
    environment              text COLLATE "C" NOT NULL DEFAULT 'production',
    disabled_at              timestamptz,
    promoted_at              timestamptz,
    created_at               timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT applications_pkey PRIMARY KEY (app_id),
    CONSTRAINT applications_app_uuid_key UNIQUE (app_uuid),
    CONSTRAINT applications_org_id_fkey FOREIGN KEY (org_id) REFERENCES organizations (org_id),
    CONSTRAINT applications_app_id_form CHECK (app_id ~ '^[A-Za-z0-9._-]{1,255}$'),
    CONSTRAINT applications_name_form CHECK (char_length(name) BETWEEN 1 AND 255),
    CONSTRAINT applications_hmac_secret_form CHECK (octet_length(hmac_secret) BETWEEN 1 AND 1024),
    CONSTRAINT applications_environment_known CHECK (environment IN ('production', 'staging')),
    CONSTRAINT applications_promotion_is_permanent CHECK (promoted_at IS NULL OR environment = 'production')
);
CREATE INDEX IF NOT EXISTS applications_org_id_idx ON applications (org_id);
COMMENT ON TABLE applications IS 'What sends events. An application is found by its id or its UUID.';
COMMENT ON COLUMN applications.app_uuid IS 'The second name, see organizations.org_uuid.';
COMMENT ON COLUMN applications.hmac_secret IS
    'The first of at most two live secrets, in plain text, where it is set (the guide''s SQL sets it); its UTF-8 bytes '
    'are the HMAC key, a base64-looking text is not decoded. NULL where app_secrets holds all of them.';
COMMENT ON COLUMN applications.environment IS 'A staging application has a small monthly quota of its own.';
COMMENT ON COLUMN applications.disabled_at IS 'Set: the door answers 403 app_disabled.';
COMMENT ON COLUMN applications.promoted_at IS 'When staging became production: for good, its staging data erased by a tombstone.';

--changeset clacks:001-names splitStatements:false stripComments:false
-- All names in one column, so that a unique index (and no check that two transactions could pass at once) keeps one
-- application's id from being another's UUID.
CREATE TABLE IF NOT EXISTS organization_names (
    name   text COLLATE "C" NOT NULL,
    org_id text COLLATE "C" NOT NULL,
    CONSTRAINT organization_names_pkey PRIMARY KEY (name),
    CONSTRAINT organization_names_org_id_fkey FOREIGN KEY (org_id) REFERENCES organizations (org_id) ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS organization_names_org_id_idx ON organization_names (org_id);
CREATE TABLE IF NOT EXISTS application_names (
    name   text COLLATE "C" NOT NULL,
    app_id text COLLATE "C" NOT NULL,
    CONSTRAINT application_names_pkey PRIMARY KEY (name),
    CONSTRAINT application_names_app_id_fkey FOREIGN KEY (app_id) REFERENCES applications (app_id) ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS application_names_app_id_idx ON application_names (app_id);
COMMENT ON TABLE organization_names IS 'Both names of every organisation, kept by trigger; names in the form of a UUID in lower case.';
COMMENT ON TABLE application_names IS 'Both names of every application, kept by trigger; names in the form of a UUID in lower case.';

CREATE OR REPLACE FUNCTION normal_name(id text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN id ~ '^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$' THEN lower(id) ELSE id END
$$;
COMMENT ON FUNCTION normal_name(text) IS 'An id as organization_names and application_names spell it: a UUID in lower case, all else as it is.';

--changeset clacks:001-names-kept splitStatements:false stripComments:false
CREATE OR REPLACE FUNCTION record_organization_names() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO public.organization_names (name, org_id)
    SELECT DISTINCT n, NEW.org_id FROM unnest(ARRAY[public.normal_name(NEW.org_id), NEW.org_uuid::text]) AS n;
    RETURN NULL;
EXCEPTION WHEN unique_violation THEN
    RAISE EXCEPTION 'the organisation % bears a name of another one', NEW.org_id
        USING ERRCODE = 'unique_violation', CONSTRAINT = 'organization_names_pkey', TABLE = 'organizations',
              HINT = 'An id must not be the UUID of another organisation, nor the reverse.';
END $$;
CREATE OR REPLACE TRIGGER organizations_names AFTER INSERT ON organizations
    FOR EACH ROW EXECUTE FUNCTION record_organization_names();

CREATE OR REPLACE FUNCTION record_application_names() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO public.application_names (name, app_id)
    SELECT DISTINCT n, NEW.app_id FROM unnest(ARRAY[public.normal_name(NEW.app_id), NEW.app_uuid::text]) AS n;
    RETURN NULL;
EXCEPTION WHEN unique_violation THEN
    RAISE EXCEPTION 'the application % bears a name of another one', NEW.app_id
        USING ERRCODE = 'unique_violation', CONSTRAINT = 'application_names_pkey', TABLE = 'applications',
              HINT = 'An id must not be the UUID of another application, nor the reverse.';
END $$;
CREATE OR REPLACE TRIGGER applications_names AFTER INSERT ON applications
    FOR EACH ROW EXECUTE FUNCTION record_application_names();

CREATE OR REPLACE FUNCTION refuse_renaming() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ids of a row of % are final', TG_TABLE_NAME
        USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'Events bear them; make a new one instead.';
END $$;
CREATE OR REPLACE TRIGGER organizations_ids_are_final BEFORE UPDATE ON organizations FOR EACH ROW
    WHEN (OLD.org_id <> NEW.org_id OR OLD.org_uuid <> NEW.org_uuid)
    EXECUTE FUNCTION refuse_renaming();
CREATE OR REPLACE TRIGGER applications_ids_are_final BEFORE UPDATE ON applications FOR EACH ROW
    WHEN (OLD.app_id <> NEW.app_id OR OLD.app_uuid <> NEW.app_uuid OR OLD.org_id <> NEW.org_id)
    EXECUTE FUNCTION refuse_renaming();
