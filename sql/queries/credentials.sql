-- Secrets that live, the one of applications.hmac_secret included. Last use is written at intervals, not at every request.
SELECT app_id, 'app_secrets ' || secret_id AS secret, key_id AS master_key, created_at, last_used_at, expires_at
FROM app_secrets
WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())
UNION ALL
SELECT app_id, 'applications.hmac_secret (if set)', NULL, created_at, hmac_secret_last_used_at, NULL
FROM applications
ORDER BY 1, 4;

-- Tokens that live and were not used for 30 days.
SELECT app_id, token_id, prefix, name, scopes, created_at, last_used_at
FROM api_tokens
WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())
  AND coalesce(last_used_at, created_at) < now() - interval '30 days'
ORDER BY app_id, created_at;
