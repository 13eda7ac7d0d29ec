--liquibase formatted sql

-- Group roles; logins are made members of them. Roles belong to the whole server: another database's migration may have made
-- them, or be at it right now.

--changeset clacks:010-roles splitStatements:false stripComments:false runOnChange:true
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['clacks_api', 'clacks_writer', 'clacks_archiver', 'clacks_reader', 'clacks_partitions'] LOOP
        CONTINUE WHEN to_regrole(wanted) IS NOT NULL;
        BEGIN
            EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
        EXCEPTION
            WHEN duplicate_object OR unique_violation THEN NULL;
            WHEN insufficient_privilege THEN
                RAISE NOTICE 'role % is missing and % may not create it: its grants are left out', wanted, current_user
                    USING HINT = 'Let somebody create it, then run SELECT apply_grants().';
        END;
    END LOOP;
END $$;
