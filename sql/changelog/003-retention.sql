--liquibase formatted sql

-- Retention: how long PostgreSQL keeps an event before it goes to the archive. A function of organisation and event
-- timestamp alone, so that two copies of an event always meet in the same partition.

--changeset clacks:003-classes splitStatements:false stripComments:false
CREATE TABLE IF NOT EXISTS retention_days_allowed (
    days       integer NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT retention_days_allowed_pkey PRIMARY KEY (days),
    CONSTRAINT retention_days_allowed_range CHECK (days BETWEEN 1 AND 36500)
);
COMMENT ON TABLE retention_days_allowed IS 'The classes of retention; events has one child each. Add one with add_retention_class(days).';

CREATE TABLE IF NOT EXISTS retention_classes (
    tier text COLLATE "C" NOT NULL,
    days integer NOT NULL,
    CONSTRAINT retention_classes_pkey PRIMARY KEY (tier),
    CONSTRAINT retention_classes_days_fkey FOREIGN KEY (days) REFERENCES retention_days_allowed (days)
);
COMMENT ON TABLE retention_classes IS
    'Days by tier; * stands for every other tier. A change here counts for new organisations and changes of tier; '
    'apply_retention_classes() takes it to the existing ones.';

INSERT INTO retention_days_allowed (days) VALUES (30), (90), (365) ON CONFLICT DO NOTHING;
INSERT INTO retention_classes (tier, days)
VALUES ('free', 30), ('pro', 90), ('self-hosted', 90), ('business', 365), ('enterprise', 365), ('*', 90)
ON CONFLICT DO NOTHING;

--changeset clacks:003-org-retention splitStatements:false stripComments:false
CREATE TABLE IF NOT EXISTS org_retention (
    org_id         text COLLATE "C" NOT NULL,
    from_timestamp timestamptz NOT NULL,
    days           integer NOT NULL,
    created_at     timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT org_retention_pkey PRIMARY KEY (org_id, from_timestamp),
    CONSTRAINT org_retention_days_fkey FOREIGN KEY (days) REFERENCES retention_days_allowed (days),
    CONSTRAINT org_retention_from_midnight
        CHECK (CASE WHEN isfinite(from_timestamp) THEN (from_timestamp AT TIME ZONE 'UTC')::time = '00:00'
                    ELSE from_timestamp = '-infinity' END)
);
COMMENT ON TABLE org_retention IS
    'Append-only: the class of an event is the days of its organisation''s latest row with from_timestamp <= its timestamp. '
    'No foreign key: the rows outlive the organisation, as its events do.';
COMMENT ON COLUMN org_retention.from_timestamp IS
    'Midnight (UTC), at least 25 hours after the row was made: later than any timestamp the door had accepted by then, with an hour '
    'for the caches of the writers. -infinity for an organisation''s first row.';

--changeset clacks:003-append-only splitStatements:false stripComments:false
CREATE OR REPLACE FUNCTION refuse_retention_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'org_retention is append-only' USING ERRCODE = 'object_not_in_prerequisite_state',
        HINT = 'Stored events follow from its rows. Change the organisation''s tier, or insert a row that begins later.';
END $$;
CREATE OR REPLACE TRIGGER org_retention_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON org_retention
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_retention_change();

CREATE OR REPLACE FUNCTION refuse_retention_of_the_past() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF isfinite(NEW.from_timestamp) AND NEW.from_timestamp < now() + interval '25 hours' THEN
        RAISE EXCEPTION 'retention of % from % on: events of that time may be stored already', NEW.org_id, NEW.from_timestamp
            USING ERRCODE = 'check_violation', CONSTRAINT = 'org_retention_begins_later', TABLE = 'org_retention',
                  HINT = 'A change begins at a midnight (UTC) at least 25 hours ahead.';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER org_retention_begins_later BEFORE INSERT ON org_retention
    FOR EACH ROW EXECUTE FUNCTION refuse_retention_of_the_past();

--changeset clacks:003-schedule splitStatements:false stripComments:false
CREATE OR REPLACE FUNCTION schedule_retention(organization text, tier_now text) RETURNS timestamptz
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    wanted integer;
    latest public.org_retention;
    starts timestamptz;
BEGIN
    SELECT c.days INTO wanted FROM public.retention_classes c
    WHERE c.tier IN (tier_now, '*') ORDER BY (c.tier = '*') LIMIT 1;
    IF wanted IS NULL THEN
        RAISE EXCEPTION 'retention_classes has neither the tier % nor *', tier_now USING ERRCODE = 'undefined_object';
    END IF;
    SELECT * INTO latest FROM public.org_retention r WHERE r.org_id = organization ORDER BY r.from_timestamp DESC LIMIT 1;
    IF latest.org_id IS NULL THEN
        starts := '-infinity';
    ELSIF latest.days = wanted THEN
        RETURN NULL;
    ELSE
        -- The day after tomorrow; in a day's last hour one more. A second change for the same day follows a day later.
        starts := greatest(
            date_trunc('day', now() + interval '1 hour', 'UTC') + interval '48 hours',
            CASE WHEN isfinite(latest.from_timestamp) THEN latest.from_timestamp + interval '24 hours' END);
    END IF;
    INSERT INTO public.org_retention (org_id, from_timestamp, days) VALUES (organization, starts, wanted);
    RETURN starts;
END $$;
REVOKE EXECUTE ON FUNCTION schedule_retention(text, text) FROM PUBLIC;
COMMENT ON FUNCTION schedule_retention(text, text) IS
    'Appends to org_retention what the tier asks for; returns from when on it holds, NULL where nothing changes.';

CREATE OR REPLACE FUNCTION follow_tier() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.schedule_retention(NEW.org_id, NEW.tier);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER organizations_retention AFTER INSERT OR UPDATE OF tier ON organizations
    FOR EACH ROW EXECUTE FUNCTION follow_tier();

CREATE OR REPLACE FUNCTION apply_retention_classes() RETURNS bigint LANGUAGE sql AS $$
    SELECT count(public.schedule_retention(org_id, tier)) FROM public.organizations
$$;
REVOKE EXECUTE ON FUNCTION apply_retention_classes() FROM PUBLIC;
COMMENT ON FUNCTION apply_retention_classes() IS 'After a change of retention_classes: schedules it for all organisations; returns for how many.';

CREATE OR REPLACE FUNCTION retention_of(organization text, event_timestamp timestamptz) RETURNS integer LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(
        (SELECT r.days FROM public.org_retention r
         WHERE r.org_id = organization COLLATE "C" AND r.from_timestamp <= event_timestamp
         ORDER BY r.from_timestamp DESC LIMIT 1),
        (SELECT c.days FROM public.retention_classes c WHERE c.tier = '*'))
$$;
COMMENT ON FUNCTION retention_of(text, timestamptz) IS 'The class of an event; that of * for an organisation nobody ever made.';
