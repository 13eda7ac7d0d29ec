package dev.clacks.ingest.request;

/** How a body is encoded on the wire. */
public enum Coding {
    IDENTITY,
    GZIP
}
