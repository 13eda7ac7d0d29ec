-- Who waits for whose lock. As clacks_reader the statements of others are hidden: be a member of pg_monitor to see them.
SELECT w.pid, w.usename, now() - w.query_start AS waits, w.query, pg_blocking_pids(w.pid) AS "for"
FROM pg_stat_activity w
WHERE cardinality(pg_blocking_pids(w.pid)) > 0
ORDER BY waits DESC;

-- The oldest open transactions: they hold up the detaching of partitions, and vacuum.
SELECT pid, usename, application_name, state, now() - xact_start AS open_for, query
FROM pg_stat_activity
WHERE xact_start IS NOT NULL AND datname = current_database()
ORDER BY xact_start
LIMIT 20;
