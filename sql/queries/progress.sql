-- How far each topic is stored as a whole: all that was acknowledged and received before complete_through can be queried; NULL
-- while a partition has never been caught up nor stored from. It stands still while a partition does: the next query says which.
SELECT topic, topic_id, partitions, complete_through, now() - complete_through AS ago, seen_at FROM topic_progress ORDER BY topic;

-- How far each Kafka partition is stored. behind counts from the end of the log as last seen.
SELECT p.topic, p.topic_id, p.partition, p.next_offset, p.end_offset_seen - p.next_offset AS behind, p.received_at, p.caught_up_at,
       now() - p.updated_at AS since_last_sign, p.in_hand_offset, p.in_hand_deaths,
       p.topic_id <> t.topic_id AS of_a_deleted_topic
FROM writer_progress p LEFT JOIN topic_progress t USING (topic)
ORDER BY p.topic, p.topic_id, p.partition;
