-- The last 100 administrative changes.
SELECT at, actor, action, org_id, app_id, details FROM audit_log ORDER BY at DESC LIMIT 100;
