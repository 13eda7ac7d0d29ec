package dev.clacks.standalone.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The processes that a pipeline started, written down as each starts: after a kill -9 of {@code up} they live on, and the
 * next {@code up} ends them first.
 */
public final class Children {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The system reckons start times from its boot in hundredths of a second; adjustments of its clock shift them a little. */
    private static final Duration SAME_START = Duration.ofSeconds(2);

    private static final Duration GRACE = Duration.ofSeconds(8);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

    private final DataFolder folder;

    public Children(DataFolder folder) {
        this.folder = folder;
    }

    /**
     * A process.
     *
     * @param name of what runs in it
     * @param pid number, which the system gives to another process one day
     * @param startedMillis when it started, since the epoch: with the number this names a process for good
     */
    public record Child(
            @JsonProperty("name") String name,
            @JsonProperty("pid") long pid,
            @JsonProperty("started_ms") long startedMillis) {

        /** The process, if it is still that one. */
        Optional<ProcessHandle> handle() {
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isSame);
        }

        private boolean isSame(ProcessHandle process) {
            Optional<Instant> started = process.info().startInstant();
            return started.isPresent()
                    && Duration.between(started.get(), Instant.ofEpochMilli(startedMillis))
                                    .abs()
                                    .compareTo(SAME_START)
                            <= 0;
        }
    }

    /** Writes down which there are. */
    public void write(List<Child> children) throws IOException {
        DataFolder.writePrivately(folder.children(), JSON.writeValueAsBytes(children));
    }

    /**
     * Ends those of an earlier run that are still there: in the order of the list, politely first.
     *
     * @return the names of those it ended
     */
    public List<String> endLeftOver() throws IOException, InterruptedException {
        var ended = new ArrayList<String>();
        var handles = new ArrayList<ProcessHandle>();
        for (Child child : read()) {
            Optional<ProcessHandle> handle = child.handle();
            if (handle.isPresent()) {
                ended.add(child.name());
                handles.add(handle.get());
                handle.get().destroy();
            }
        }
        long deadline = System.nanoTime() + GRACE.toNanos();
        for (ProcessHandle handle : handles) {
            if (!ends(handle, Duration.ofNanos(deadline - System.nanoTime()))) {
                List<ProcessHandle> tree = handle.descendants().toList();
                handle.destroyForcibly();
                tree.forEach(ProcessHandle::destroyForcibly);
                ends(handle, KILL_LIMIT);
            }
        }
        Files.deleteIfExists(folder.children());
        return ended;
    }

    private static boolean ends(ProcessHandle handle, Duration limit) throws InterruptedException {
        try {
            handle.onExit().get(Math.max(0, limit.toMillis()), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return !handle.isAlive();
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for a process cannot fail", e);
        }
    }

    private List<Child> read() throws IOException {
        try {
            return JSON.readValue(Files.readAllBytes(folder.children()), new TypeReference<List<Child>>() {});
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
