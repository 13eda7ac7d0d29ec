package dev.clacks.ingest.auth;

import java.sql.SQLException;

/** Where credentials come from. Its methods may block for as long as the database does. */
public interface CredentialSource {

    /** Everything, as of one moment. */
    Loaded load() throws SQLException;

    /** Whether anything changed since {@code loaded}. */
    boolean changedSince(Loaded loaded) throws SQLException;

    /**
     * What was loaded.
     *
     * @param mark tells the source from when it is; nobody else looks at it
     */
    record Loaded(Credentials credentials, Mark mark) {}

    /**
     * The recorded changes at and above a transaction id that a snapshot could still have missed. They are the same
     * later if and only if nothing was committed since.
     *
     * @param xmin the snapshot's oldest transaction that was still running
     * @param count recorded changes from {@code xmin} on
     * @param newest highest transaction id among them, empty where there is none
     */
    record Mark(String xmin, long count, String newest) {}
}
