package dev.clacks.standalone;

import dev.clacks.bench.stack.RunningStack;
import dev.clacks.standalone.data.Children;
import dev.clacks.standalone.data.DataFolder;
import dev.clacks.standalone.data.FolderLock;
import dev.clacks.standalone.data.Secrets;
import dev.clacks.standalone.stack.ServicePorts;
import dev.clacks.standalone.stack.Stack;
import dev.clacks.standalone.stack.StackOptions;
import dev.clacks.testkit.embedded.FileTree;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * A pipeline for as long as this process lives: takes the data folder, ends what an earlier run left in it, starts, and at
 * the end, also by Ctrl-C or SIGTERM, stops all of it. Thread-safe.
 */
final class StackRun implements AutoCloseable {

    private final FolderLock lock;
    private final Stack stack;
    private final Consumer<String> say;
    private final DataFolder folder;
    private volatile boolean temporary;
    private boolean closed;

    private StackRun(DataFolder folder, FolderLock lock, Stack stack, Consumer<String> say) {
        this.folder = folder;
        this.lock = lock;
        this.stack = stack;
        this.say = say;
    }

    /** Takes the folder; nothing is started yet. */
    static StackRun open(StackOptions options, Consumer<String> say) throws IOException, InterruptedException {
        var ports = new ServicePorts(options.port(), options.writers());
        var folder = new DataFolder(options.data());
        folder.prepare();
        FolderLock lock = FolderLock.take(folder);
        try {
            var children = new Children(folder);
            List<String> ended = children.endLeftOver();
            if (!ended.isEmpty()) {
                say.accept("Ended what a killed run left: " + String.join(", ", ended));
            }
            folder.removeStackFile();
            ports.reserve();
            if (options.fresh()) {
                folder.clear();
            }
            Secrets secrets = Secrets.of(folder, options.applications());
            var run = new StackRun(folder, lock, new Stack(options, folder, secrets, children, say), say);
            Runtime.getRuntime().addShutdownHook(new Thread(run::close, "stop"));
            return run;
        } catch (IOException | RuntimeException | InterruptedException e) {
            lock.close();
            throw e;
        }
    }

    /** Starts everything; when it fails, what had started is stopped by {@link #close}. */
    RunningStack start() throws IOException, InterruptedException {
        return stack.start();
    }

    /** The folder goes with the run, also when a signal ends it. */
    void deleteDataAtTheEnd() {
        temporary = true;
    }

    Stack stack() {
        return stack;
    }

    /** Stops everything, once. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        long begun = System.nanoTime();
        say.accept("Stopping ...");
        try {
            stack.stop();
            // What was still laying out a data folder is not among the parts yet.
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
            if (temporary) {
                FileTree.delete(folder.directory());
            }
            lock.close();
            say.accept("Stopped after %.1f s.".formatted((System.nanoTime() - begun) / 1e9));
        } catch (IOException e) {
            say.accept("error: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
