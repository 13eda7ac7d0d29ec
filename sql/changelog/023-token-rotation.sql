--liquibase formatted sql

-- Rotating a token: which one replaced it. From then on its expiry is the end of the overlap and no longer says how long it was
-- to live, so it can be rotated only once.

--changeset clacks:023-token-rotation splitStatements:false stripComments:false
ALTER TABLE api_tokens ADD COLUMN IF NOT EXISTS replaced_by bigint;
COMMENT ON COLUMN api_tokens.replaced_by IS
    'The token that a rotation made for it; NULL: none. No foreign key, so that any token can be deleted by plain SQL.';
