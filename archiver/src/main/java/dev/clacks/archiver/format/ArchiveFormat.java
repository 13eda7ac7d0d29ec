package dev.clacks.archiver.format;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** How rows lie in an object. */
public enum ArchiveFormat {
    /** Parquet, columns compressed with Zstandard: what DuckDB, Spark, Trino and Athena read as it is. */
    PARQUET("parquet", "application/vnd.apache.parquet"),
    /** Comma-separated text with a header line, gzip: what {@code COPY ... CSV HEADER} and every spreadsheet read. */
    CSV_GZ("csv.gz", "application/gzip");

    private final String suffix;
    private final String contentType;

    ArchiveFormat(String suffix, String contentType) {
        this.suffix = suffix;
        this.contentType = contentType;
    }

    /** The end of the object's name, without the dot; also the setting's value. */
    @JsonValue
    public String suffix() {
        return suffix;
    }

    public String contentType() {
        return contentType;
    }

    /** The format of an object's key or of a setting. */
    @JsonCreator
    public static ArchiveFormat of(String name) {
        for (ArchiveFormat format : values()) {
            if (name.equals(format.suffix) || name.endsWith("." + format.suffix)) {
                return format;
            }
        }
        throw new IllegalArgumentException("the archive's format is parquet or csv.gz, not " + name);
    }
}
