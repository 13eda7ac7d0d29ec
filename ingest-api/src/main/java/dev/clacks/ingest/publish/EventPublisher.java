package dev.clacks.ingest.publish;

/** Brings every event of a batch into Kafka, or says that it could not. Thread-safe. */
public interface EventPublisher {

    /** Returns soon; the acknowledgement is called once, later or before this returns, on any thread. */
    void publish(Publication publication, Acknowledgement acknowledgement);

    /** What became of a batch. */
    interface Acknowledgement {
        /** Every record is on all in-sync replicas. */
        void durable();

        /** At least one record is not known to be: the client must send the batch again. */
        void unavailable(Exception why);
    }
}
