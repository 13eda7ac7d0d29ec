--liquibase formatted sql

-- What a stolen login must not be able to do. 011-grants.sql takes back what earlier versions granted.

--changeset clacks:022-trigger-functions splitStatements:false stripComments:false
-- A trigger fires whoever may execute its function; only who makes one must be allowed to. Nobody else shall: on a table of
-- his own he would run these with the owner's rights and rows of his choice.
REVOKE EXECUTE ON FUNCTION record_organization_names(), record_application_names(), refuse_third_secret(), record_credential_change(),
    follow_tier() FROM PUBLIC;

--changeset clacks:022-production-is-final splitStatements:false stripComments:false
-- Else an application could be made staging, and promoted, again: a tombstone would take its production data.
CREATE OR REPLACE FUNCTION refuse_demotion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the application % is a production application for good', OLD.app_id
        USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'For staging make a new one; the time of a promotion is final.';
END $$;
CREATE OR REPLACE TRIGGER applications_production_is_final BEFORE UPDATE ON applications FOR EACH ROW
    WHEN (OLD.environment = 'production' AND NEW.environment = 'staging'
          OR OLD.promoted_at IS NOT NULL AND NEW.promoted_at IS DISTINCT FROM OLD.promoted_at)
    EXECUTE FUNCTION refuse_demotion();

--changeset clacks:022-promote splitStatements:false stripComments:false
CREATE OR REPLACE FUNCTION promote_application(app text) RETURNS tombstones
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    staging public.applications;
    stone   public.tombstones;
    moment  timestamptz;
BEGIN
    SELECT * INTO staging FROM public.applications a WHERE a.app_id = app COLLATE "C" FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no application %', app USING ERRCODE = 'no_data_found';
    ELSIF staging.environment <> 'staging' THEN
        RAISE EXCEPTION 'the application % is a production application', app USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    -- Kafka keeps milliseconds: the next whole one is later than all that the door stamped up to now.
    moment := date_trunc('milliseconds', clock_timestamp()) + interval '1 millisecond';
    UPDATE public.applications a SET environment = 'production', promoted_at = moment WHERE a.app_id = staging.app_id;
    INSERT INTO public.tombstones (org_id, app_id, received_before, reason)
    VALUES (staging.org_id, staging.app_id, moment, 'promotion') RETURNING * INTO stone;
    RETURN stone;
END $$;
REVOKE EXECUTE ON FUNCTION promote_application(text) FROM PUBLIC;
COMMENT ON FUNCTION promote_application(text) IS
    'Makes production of a staging application, by its id, and writes the tombstone of what it received until then, which it returns. '
    'The only way for the door to write one.';

--changeset clacks:022-borrowed-rights splitStatements:false stripComments:false
-- Whoever owns a function may let it run as its caller, in names of his own choice. So those that belong to clacks_partitions and
-- that stronger roles call ask this first, which belongs to the schema's owner.
CREATE OR REPLACE FUNCTION refuse_borrowed_rights() RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    weak text := (SELECT pg_get_userbyid(c.relowner) FROM pg_class c WHERE c.oid = 'public.events'::regclass);
BEGIN
    IF weak = 'clacks_partitions' AND (current_user <> weak OR weak IN (session_user, current_setting('role'))) THEN
        RAISE EXCEPTION 'refused: it would not run with the rights of % alone', weak USING ERRCODE = 'insufficient_privilege',
            HINT = 'The function is SECURITY DEFINER, without a role of its own; if it was made otherwise, find out by whom.';
    END IF;
END $$;
COMMENT ON FUNCTION refuse_borrowed_rights() IS
    'Fails where the caller runs with other rights than those of the owner of events, or could take on others again.';

--changeset clacks:022-erase splitStatements:false stripComments:false
-- The body that erase_tombstoned() had in 013-erasure.sql, for the rights of whoever calls it.
CREATE OR REPLACE FUNCTION erase_step(stone_id bigint, at_most integer) RETURNS text
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s' AS $$
DECLARE
    stone    public.tombstones;
    present  record;
    gone     bigint;
    events   bigint := 0;
    failures bigint := 0;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'erase_tombstoned() must see what was committed meanwhile: call it in READ COMMITTED'
            USING ERRCODE = 'invalid_transaction_state';
    END IF;
    SELECT * INTO stone FROM public.tombstones t
    WHERE t.tombstone_id = stone_id AND t.user_id IS NULL FOR NO KEY UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        IF NOT EXISTS (SELECT FROM public.tombstones t WHERE t.tombstone_id = stone_id AND t.user_id IS NULL) THEN
            RAISE EXCEPTION 'there is no tombstone % of a whole application', stone_id USING ERRCODE = 'no_data_found';
        END IF;
        RETURN 'waiting';
    ELSIF stone.erased_at IS NOT NULL THEN
        RETURN 'done';
    ELSIF stone.waits_for IS NULL THEN
        IF EXISTS (SELECT FROM public.tombstones t WHERE t.tombstone_id = stone_id AND t.xmin = pg_current_xact_id()::xid) THEN
            RAISE EXCEPTION 'the tombstone % has to be committed first', stone_id USING ERRCODE = 'invalid_transaction_state';
        END IF;
        UPDATE public.tombstones SET waits_for = ARRAY(
            SELECT DISTINCT l.virtualtransaction FROM pg_locks l
            WHERE l.locktype = 'relation' AND l.granted AND l.relation = 'public.tombstones'::regclass
              AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
              AND l.pid IS DISTINCT FROM pg_backend_pid())
        WHERE tombstone_id = stone_id RETURNING * INTO stone;
    END IF;
    IF EXISTS (SELECT FROM pg_locks l WHERE l.virtualtransaction = ANY (stone.waits_for)) THEN
        RETURN 'waiting';
    END IF;

    BEGIN
        FOR present IN SELECT l.leaf::text AS leaf, l.days IS NOT NULL AS counted FROM public.partition_leaves l
                       WHERE l.days IS NOT NULL OR l.lower < stone.received_before LOOP
            EXIT WHEN events + failures >= at_most;
            CONTINUE WHEN to_regclass(present.leaf) IS NULL;
            BEGIN
                gone := public.erase_from_leaf(present.leaf, present.counted, stone, at_most - events - failures);
                IF present.counted THEN
                    events := events + gone;
                ELSE
                    failures := failures + gone;
                END IF;
            EXCEPTION WHEN undefined_table THEN NULL;
            END;
        END LOOP;
        IF events + failures = 0 THEN
            PERFORM public.erase_failure_groups(stone);
            UPDATE public.tombstones SET erased_at = clock_timestamp() WHERE tombstone_id = stone_id;
            RETURN 'done';
        END IF;
    EXCEPTION WHEN lock_not_available THEN RETURN 'waiting';
    END;
    UPDATE public.tombstones SET erased_events = erased_events + events, erased_failures = erased_failures + failures
    WHERE tombstone_id = stone_id;
    RETURN 'erasing';
END $$;
REVOKE EXECUTE ON FUNCTION erase_step(bigint, integer) FROM PUBLIC;

-- Nothing in these two comes before the refusal that a name or a type of another's could change.
CREATE OR REPLACE FUNCTION erase_tombstoned(stone_id bigint, at_most integer DEFAULT 5000) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.refuse_borrowed_rights();
    RETURN public.erase_step(stone_id, at_most);
END $$;

CREATE OR REPLACE FUNCTION count_stored(organization text, application text, OUT events bigint, OUT failures bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM public.refuse_borrowed_rights();
    events := (SELECT count(*) FROM public.events e WHERE e.org_id = organization COLLATE "C" AND e.app_id = application COLLATE "C");
    failures := (SELECT count(*) FROM public.failed_events f
                 WHERE f.org_id = organization COLLATE "C" AND f.app_id = application COLLATE "C");
END $$;
