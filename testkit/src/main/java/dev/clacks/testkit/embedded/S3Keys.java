package dev.clacks.testkit.embedded;

/** The pair of keys that an S3 server accepts. */
public record S3Keys(String accessKey, String secretKey) {
    @Override
    public String toString() {
        return "S3Keys[accessKey=" + accessKey + ", secretKey=(hidden)]";
    }
}
