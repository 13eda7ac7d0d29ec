package dev.clacks.common.event;

import org.jspecify.annotations.Nullable;

/** The members of an event that the protocol names, each with where it stands and what its value must be. */
enum Member {
    /** No member: the event as a whole. */
    WHOLE(null, "", Shape.ANY, 0),

    SCHEMA_VERSION(WHOLE, "schema_version", Shape.SCHEMA_VERSION, 0),
    EVENT_ID(WHOLE, "event_id", Shape.EVENT_ID, 0),
    /** Stands for the event's id where {@code event_id} is absent or null; else it is an unknown member. */
    ID(WHOLE, "id", Shape.OTHER_ID, 0),
    TIMESTAMP(WHOLE, "timestamp", Shape.TIMESTAMP, 0),
    SERVICE(WHOLE, "service", Shape.OBJECT, 0),
    USER_ID(WHOLE, "user_id", Shape.USER_ID, 255),
    SESSION_ID(WHOLE, "session_id", Shape.OPTIONAL_TEXT, 255),
    ENVIRONMENT(WHOLE, "environment", Shape.OPTIONAL_OBJECT, 0),
    EVENT(WHOLE, "event", Shape.OBJECT, 0),
    METADATA(WHOLE, "metadata", Shape.LOOSE_OBJECT, 0),

    SERVICE_NAME(SERVICE, "name", Shape.TEXT, 255),
    SERVICE_VERSION(SERVICE, "version", Shape.TEXT, 100),
    SERVICE_LANGUAGE(SERVICE, "language", Shape.OPTIONAL_TEXT, 255),
    SERVICE_LANGUAGE_VERSION(SERVICE, "language_version", Shape.OPTIONAL_TEXT, 255),

    OS(ENVIRONMENT, "os", Shape.OPTIONAL_TEXT, 255),
    OS_VERSION(ENVIRONMENT, "os_version", Shape.OPTIONAL_TEXT, 255),
    ARCH(ENVIRONMENT, "arch", Shape.OPTIONAL_TEXT, 255),
    CI(ENVIRONMENT, "ci", Shape.OPTIONAL_BOOLEAN, 0),
    SHELL(ENVIRONMENT, "shell", Shape.OPTIONAL_TEXT, 255),

    EVENT_TYPE(EVENT, "type", Shape.TEXT, 255),
    EVENT_CATEGORY(EVENT, "category", Shape.OPTIONAL_TEXT, 255),
    EVENT_DATA(EVENT, "data", Shape.ANY, 0),

    SDK_VERSION(METADATA, "sdk_version", Shape.LOOSE_TEXT, 255);

    /** How many there are. */
    static final int COUNT = values().length;

    private final @Nullable Member parent;
    private final String key;
    private final Shape shape;
    private final int longest;
    private final String path;

    Member(@Nullable Member parent, String key, Shape shape, int longest) {
        this.parent = parent;
        this.key = key;
        this.shape = shape;
        this.longest = longest;
        this.path = parent == null || parent.path.isEmpty() ? key : parent.path + "." + key;
    }

    /** The object that holds it; null for the event itself. */
    @Nullable
    Member parent() {
        return parent;
    }

    String key() {
        return key;
    }

    Shape shape() {
        return shape;
    }

    /** The greatest number of code points, where it is a text. */
    int longest() {
        return longest;
    }

    /** Its path in the event, such as {@code service.name}; empty for the event itself. */
    String path() {
        return path;
    }

    /** Its place in tables of members; they live no longer than the process, so the order may change. */
    @SuppressWarnings("EnumOrdinal")
    int index() {
        return ordinal();
    }

    /** Its place in a set of members kept as the bits of a number. */
    long bit() {
        return 1L << index();
    }

    /** Whether its own members are known ones too. */
    boolean isObject() {
        return shape == Shape.OBJECT || shape == Shape.OPTIONAL_OBJECT || shape == Shape.LOOSE_OBJECT;
    }

    /** Whether no event may be without it. */
    boolean isRequired() {
        return switch (shape) {
            case SCHEMA_VERSION, EVENT_ID, TIMESTAMP, USER_ID, TEXT, OBJECT -> true;
            case ANY -> this == EVENT_DATA;
            case OTHER_ID, OPTIONAL_TEXT, OPTIONAL_BOOLEAN, OPTIONAL_OBJECT, LOOSE_OBJECT, LOOSE_TEXT -> false;
        };
    }

    /** The code of an event in which it is missing or wrong. */
    RejectionCode code() {
        return switch (shape) {
            case SCHEMA_VERSION -> RejectionCode.UNSUPPORTED_SCHEMA;
            case EVENT_ID, OTHER_ID -> RejectionCode.INVALID_EVENT_ID;
            case TIMESTAMP -> RejectionCode.INVALID_TIMESTAMP;
            default -> RejectionCode.INVALID_SCHEMA;
        };
    }

    /** What a value must be. */
    enum Shape {
        SCHEMA_VERSION,
        EVENT_ID,
        OTHER_ID,
        TIMESTAMP,
        USER_ID,
        /** A string that is not empty. */
        TEXT,
        /** A string, or null for none. */
        OPTIONAL_TEXT,
        OPTIONAL_BOOLEAN,
        OBJECT,
        /** An object, or null for none. */
        OPTIONAL_OBJECT,
        /** Anything; where it is an object, its known members are read. */
        LOOSE_OBJECT,
        /** Anything; where it is a string that is not too long, it is read. */
        LOOSE_TEXT,
        ANY
    }
}
