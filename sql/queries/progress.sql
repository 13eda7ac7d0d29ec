-- How far each Kafka partition is stored. behind counts from the end of the log as last seen.
SELECT topic, topic_id, partition, next_offset, end_offset_seen - next_offset AS behind, received_at, caught_up_at,
       now() - updated_at AS since_last_sign, in_hand_offset, in_hand_deaths
FROM writer_progress
ORDER BY topic, topic_id, partition;

-- Everything received before this time can be queried; NULL while a partition has never been caught up nor stored anything.
SELECT CASE WHEN bool_and(reached IS NOT NULL) THEN min(reached) - interval '15 seconds' END AS complete_through
FROM (SELECT CASE WHEN next_offset >= end_offset_seen THEN caught_up_at ELSE received_at END AS reached
      FROM writer_progress WHERE topic = 'clacks.events') p;
