-- Days of events by class, and of failed_events (days is NULL); rows are the last ANALYZE's estimate, -1 for none yet.
SELECT parent, days, day, leaf, estimated_rows, pg_size_pretty(pg_total_relation_size(leaf)) AS size, detach_pending
FROM partition_leaves
ORDER BY parent::text, day;

-- Detached leaves: on their way to the archive, or forgotten.
SELECT c.oid::regclass AS detached, pg_size_pretty(pg_total_relation_size(c.oid)) AS size, r.state, r.error
FROM pg_class c
LEFT JOIN archive_runs r ON r.leaf = c.oid::regclass::text AND r.state <> 'done'
WHERE c.relnamespace = 'partitions'::regnamespace AND c.relkind = 'r'
  AND NOT EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = c.oid)
ORDER BY 1;
