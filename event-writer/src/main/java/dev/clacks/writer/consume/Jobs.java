package dev.clacks.writer.consume;

/** Where the loop puts its work for the database. Called by the loop's thread alone. */
interface Jobs extends AutoCloseable {

    /** Hands over a job; its report comes by way of the loop's inbox. There is room for more than the loop ever has out. */
    void submit(Job job);

    /**
     * Has the statement end that the database is at, and its transaction with it: whoever gets the partition next need not wait for
     * the row of its progress. Returns at once. Where it is another partition's by now, that one's chunk goes out again.
     */
    void cancel();

    /** Ends after the job in hand; what is queued is dropped. */
    @Override
    void close();
}
