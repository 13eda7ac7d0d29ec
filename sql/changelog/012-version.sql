--liquibase formatted sql

-- A change that the builds in use cannot run on raises compatible_from; one that only adds leaves it (expand first, contract a
-- version later). The class SchemaVersion names the version its build needs.

--changeset clacks:012-version-1 splitStatements:false stripComments:false
INSERT INTO schema_version (version, compatible_from) VALUES (1, 1) ON CONFLICT DO NOTHING;

--changeset clacks:012-version-2 splitStatements:false stripComments:false
INSERT INTO schema_version (version, compatible_from) VALUES (2, 1) ON CONFLICT DO NOTHING;

--changeset clacks:012-version-3 splitStatements:false stripComments:false
-- Builds made for 2 go on, but their doors cannot promote any more: promote_application() is the only way to a tombstone.
INSERT INTO schema_version (version, compatible_from) VALUES (3, 1) ON CONFLICT DO NOTHING;

--changeset clacks:012-version-4 splitStatements:false stripComments:false
INSERT INTO schema_version (version, compatible_from) VALUES (4, 1) ON CONFLICT DO NOTHING;
