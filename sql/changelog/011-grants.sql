--liquibase formatted sql

-- Who may do what, in one function, so that it can be run again: after roles were made later, or a class added.

--changeset clacks:011-grants splitStatements:false stripComments:false runOnChange:true
CREATE OR REPLACE FUNCTION apply_grants() RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $fn$
DECLARE
    -- What an earlier version granted and this one does not. A privilege of the table takes those of its columns along.
    revoked CONSTANT text[] := ARRAY[
        'clacks_api|UPDATE|TABLE applications',
        'clacks_api|INSERT|TABLE tombstones',
        'clacks_api|SELECT|TABLE writer_progress',
        'clacks_writer|SELECT|TABLE archive_runs, archive_files',
        'clacks_writer|EXECUTE|FUNCTION fold_event_counts(integer)'
    ];
    grants CONSTANT text[] := ARRAY[
        'clacks_api|SELECT, INSERT, UPDATE|TABLE organizations, app_secrets, api_tokens',
        'clacks_api|SELECT, INSERT, UPDATE (hmac_secret, hmac_secret_last_used_at, disabled_at)|TABLE applications',
        'clacks_api|SELECT|TABLE organization_names, application_names, credential_changes, retention_classes, retention_days_allowed, org_retention',
        'clacks_api|SELECT|TABLE event_counts, topic_progress, schema_version',
        'clacks_api|SELECT|TABLE tombstones',
        'clacks_api|SELECT, INSERT|TABLE audit_log',
        'clacks_api|EXECUTE|FUNCTION promote_application(text), erase_tombstoned(bigint, integer), count_stored(text, text)',
        'clacks_writer|SELECT, INSERT|TABLE events, event_counts, failed_events',
        'clacks_writer|UPDATE (state, state_changed_at)|TABLE failed_events',
        'clacks_writer|SELECT, INSERT, UPDATE|TABLE writer_progress, topic_progress, failure_groups, failed_counts, operations',
        'clacks_writer|SELECT|TABLE organization_names, application_names',
        'clacks_writer|SELECT|TABLE tombstones, org_retention, retention_classes, retention_days_allowed',
        'clacks_writer|SELECT|TABLE partition_leaves, schema_version',
        'clacks_writer|INSERT|TABLE audit_log',
        'clacks_writer|EXECUTE|FUNCTION ensure_event_partition(integer, date), ensure_failed_partition(date)',
        'clacks_archiver|SELECT, INSERT, UPDATE, DELETE|TABLE archive_runs, archive_files',
        'clacks_archiver|SELECT, INSERT, DELETE|TABLE event_counts',
        'clacks_archiver|SELECT, DELETE|TABLE failed_counts, failure_groups',
        'clacks_archiver|SELECT|TABLE org_retention, retention_classes, retention_days_allowed, tombstones, writer_progress',
        'clacks_archiver|SELECT|TABLE partition_leaves, schema_version',
        'clacks_archiver|INSERT|TABLE audit_log',
        'clacks_archiver|EXECUTE|FUNCTION ensure_event_partition(integer, date), ensure_failed_partition(date), fold_event_counts(integer)',
        'clacks_archiver|EXECUTE|FUNCTION prune_credential_changes(), erase_tombstoned(bigint, integer)',
        'clacks_partitions|SELECT|TABLE partition_leaves',
        'clacks_partitions|SELECT, UPDATE (waits_for, erased_events, erased_failures, erased_at)|TABLE tombstones',
        'clacks_partitions|SELECT, INSERT|TABLE event_counts',
        'clacks_partitions|SELECT, UPDATE (first_seen, count, sample), DELETE|TABLE failure_groups',
        'clacks_partitions|SELECT, DELETE|TABLE failed_counts',
        'clacks_partitions|EXECUTE|FUNCTION ensure_leaf(regclass, text, date), erase_step(bigint, integer)',
        'clacks_partitions|EXECUTE|FUNCTION erase_from_leaf(text, boolean, tombstones, bigint), erase_failure_groups(tombstones)',
        'clacks_reader|SELECT|TABLE organizations, organization_names, application_names, retention_classes, retention_days_allowed',
        'clacks_reader|SELECT|TABLE org_retention, events, failed_events, failed_counts, failure_groups, event_counts, writer_progress, topic_progress',
        'clacks_reader|SELECT|TABLE tombstones, archive_runs, archive_files, audit_log, operations, partition_leaves, schema_version',
        'clacks_reader|SELECT (app_id, app_uuid, org_id, name, hmac_secret_last_used_at, environment, disabled_at, promoted_at, created_at)|TABLE applications',
        'clacks_reader|SELECT (secret_id, app_id, key_id, created_at, last_used_at, expires_at, revoked_at)|TABLE app_secrets',
        'clacks_reader|SELECT (token_id, app_id, prefix, name, scopes, created_at, last_used_at, expires_at, revoked_at, replaced_by)|TABLE api_tokens'
    ];
    line    text;
    parts   text[];
    object  regclass;
    toucher regprocedure;
BEGIN
    IF to_regrole('clacks_partitions') IS NOT NULL THEN
        BEGIN
            IF NOT pg_has_role(current_user, 'clacks_partitions', 'USAGE') THEN
                EXECUTE format('GRANT clacks_partitions TO %I', current_user);
            END IF;
            IF to_regrole('clacks_archiver') IS NOT NULL AND NOT pg_has_role('clacks_archiver', 'clacks_partitions', 'USAGE') THEN
                GRANT clacks_partitions TO clacks_archiver;
            END IF;
        EXCEPTION WHEN insufficient_privilege THEN
            RAISE NOTICE '% may not grant clacks_partitions: the partitions stay its own', current_user
                USING HINT = 'Let somebody grant clacks_partitions to it and to clacks_archiver, then run SELECT apply_grants().';
        END;
        GRANT USAGE, CREATE ON SCHEMA partitions TO clacks_partitions;
        FOR object IN
            SELECT c.oid FROM pg_class c
            WHERE c.oid IN ('public.events'::regclass, 'public.failed_events'::regclass, 'partitions.leaf_serial'::regclass)
               OR c.oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = 'public.events'::regclass)
               OR c.oid IN (SELECT leaf FROM public.partition_leaves)
        LOOP
            PERFORM public.hand_over(object);
        END LOOP;
        -- So that code which the owner of events hangs on them never runs with more rights than that owner has.
        FOREACH toucher IN ARRAY ARRAY['ensure_event_partition(integer, date)', 'ensure_failed_partition(date)',
                                       'erase_tombstoned(bigint, integer)', 'count_stored(text, text)']::regprocedure[] LOOP
            PERFORM public.hand_over(toucher);
        END LOOP;
    END IF;
    FOREACH line IN ARRAY revoked LOOP
        parts := string_to_array(line, '|');
        IF to_regrole(parts[1]) IS NOT NULL THEN
            EXECUTE format('REVOKE %s ON %s FROM %I', parts[2], parts[3], parts[1]);
        END IF;
    END LOOP;
    FOREACH line IN ARRAY grants LOOP
        parts := string_to_array(line, '|');
        IF to_regrole(parts[1]) IS NOT NULL THEN
            EXECUTE format('GRANT %s ON %s TO %I', parts[2], parts[3], parts[1]);
        END IF;
    END LOOP;
END $fn$;
REVOKE EXECUTE ON FUNCTION apply_grants() FROM PUBLIC;
COMMENT ON FUNCTION apply_grants() IS 'For the owner: gives the clacks_ roles that exist their rights and clacks_partitions its tables; any number of times.';

SELECT apply_grants();
