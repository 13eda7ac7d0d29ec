package dev.clacks.common.app;

import org.jspecify.annotations.Nullable;

/** The version of this build, from the jar's manifest. */
public final class Version {

    private Version() {}

    /** Such as {@code 0.1.0}; {@code dev} where the classes run unpacked. */
    public static String current() {
        @Nullable String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
