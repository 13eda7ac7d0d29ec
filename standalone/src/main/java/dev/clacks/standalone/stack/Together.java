package dev.clacks.standalone.stack;

import dev.clacks.testkit.embedded.ServerStartException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Runs tasks at once; the first failure is everyone's. */
final class Together {

    /** A step of the start. */
    interface Task {
        void run() throws Exception;
    }

    private Together() {}

    /** Returns when all are done, or throws what the first one threw that failed; the others are interrupted. */
    static void run(Task... tasks) throws InterruptedException {
        ExecutorService executor =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory());
        var completion = new ExecutorCompletionService<Boolean>(executor);
        try {
            List.of(tasks)
                    .forEach(task -> completion.submit(() -> {
                        task.run();
                        return true;
                    }));
            for (int i = 0; i < tasks.length; i++) {
                completion.take().get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new ServerStartException(
                    e.getCause() == null
                            ? "failed"
                            : String.valueOf(e.getCause().getMessage()),
                    e.getCause());
        } finally {
            executor.shutdownNow();
        }
    }
}
