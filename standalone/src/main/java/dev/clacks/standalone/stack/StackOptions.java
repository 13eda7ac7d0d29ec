package dev.clacks.standalone.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What a pipeline shall be.
 *
 * @param home the checkout, built
 * @param data its data folder
 * @param port of the door; the admin ports follow from it
 * @param writers how many event-writers
 * @param fresh whether to forget what the data folder holds
 * @param retentionDays days until events are archived, where they are not the tier's
 * @param applications names of the applications to make on the first start, at least one
 * @param environment variables for all services, on top of what each is told
 */
public record StackOptions(
        Path home,
        Path data,
        int port,
        int writers,
        boolean fresh,
        OptionalInt retentionDays,
        List<String> applications,
        Map<String, String> environment) {}
