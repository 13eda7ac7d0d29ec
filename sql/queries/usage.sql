-- Events of this month (UTC) by the day of receipt, as quotas count them.
SELECT org_id, app_id, sum(events) AS events, count(DISTINCT event_type) AS types
FROM event_counts
WHERE received_on >= date_trunc('month', now(), 'UTC')::date
GROUP BY org_id, app_id
ORDER BY events DESC;

-- Differences that upkeep has not folded yet: more than some hundred thousand means that no upkeep runs.
SELECT count(*) AS not_folded, min(received_on) AS since FROM event_counts WHERE NOT folded;
