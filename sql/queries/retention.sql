-- The class of each organisation's events of today, and the next change, by the timestamp of the events.
SELECT o.org_id, o.tier, retention_of(o.org_id, now()) AS days, n.from_timestamp AS changes_from, n.days AS changes_to
FROM organizations o
LEFT JOIN LATERAL (SELECT r.from_timestamp, r.days FROM org_retention r
                   WHERE r.org_id = o.org_id AND r.from_timestamp > now() ORDER BY r.from_timestamp LIMIT 1) n ON true
ORDER BY o.org_id;

-- The rules, and the classes that there are.
SELECT d.days, c.tier FROM retention_days_allowed d LEFT JOIN retention_classes c USING (days) ORDER BY d.days, c.tier;
