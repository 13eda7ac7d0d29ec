-- What the archive holds, by class and month of the events.
SELECT f.retention_days, date_trunc('month', f.day)::date AS month, count(*) AS objects, sum(f.rows) AS rows,
       pg_size_pretty(sum(f.bytes)) AS size
FROM archive_files f JOIN archive_runs r USING (run_id)
WHERE r.state = 'done'
GROUP BY 1, 2
ORDER BY 2, 1;

-- Runs that are not done. Each is taken up again where it stopped; error says what stopped it last.
SELECT run_id, leaf, state, rows, started_at, updated_at, error
FROM archive_runs
WHERE state <> 'done'
ORDER BY started_at;
