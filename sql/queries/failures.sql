-- Failures by kind, the most frequent first.
SELECT org_id, app_id, stage, code, field, count, first_seen, last_seen, state, sample
FROM failure_groups
ORDER BY state <> 'open', count DESC
LIMIT 100;

-- What was only counted, past the cap of an application and day.
SELECT org_id, app_id, received_on, sum(kept) AS kept, sum(over_cap) AS over_cap
FROM failed_counts
GROUP BY org_id, app_id, received_on
HAVING sum(over_cap) > 0
ORDER BY received_on DESC, over_cap DESC
LIMIT 100;
