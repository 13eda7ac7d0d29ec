package dev.clacks.writer.consume;

/** Where the loop puts its work for the database. Called by the loop's thread alone. */
interface Jobs extends AutoCloseable {

    /** Hands over a job; its report comes by way of the loop's inbox. There is room for more than the loop ever has out. */
    void submit(Job job);

    /** Ends after the job in hand; what is queued is dropped. */
    @Override
    void close();
}
