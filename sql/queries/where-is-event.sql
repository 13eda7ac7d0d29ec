-- Where one event is: psql -v event_id=UUID. The archive is asked by the day of the event's timestamp; the archiver's restore
-- brings a day back.
SELECT 'stored' AS place, org_id, app_id, "timestamp", received_at, kafka_topic_id, kafka_partition, kafka_offset,
       tableoid::regclass::text AS found_in
FROM events WHERE event_id = :'event_id'
UNION ALL
SELECT state, org_id, app_id, "timestamp", received_at, kafka_topic_id, kafka_partition, kafka_offset,
       concat_ws(' ', stage, code, nullif(field, ''), message)
FROM failed_events WHERE event_id = :'event_id'
ORDER BY received_at;

-- Days of which everything may be in the archive alone.
SELECT day, retention_days, count(*) AS objects, sum(rows) AS rows, min(min_timestamp), max(max_timestamp)
FROM archive_files f
WHERE EXISTS (SELECT FROM archive_runs r WHERE r.run_id = f.run_id AND r.state = 'done')
GROUP BY day, retention_days
ORDER BY day DESC
LIMIT 100;
