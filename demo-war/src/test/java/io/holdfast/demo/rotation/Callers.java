package io.holdfast.demo.rotation;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that call without a pause, each one resource after the other, and note each call that fails. */
final class Callers implements Closeable {
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean ending;

    /** One call: returns the status. */
    interface Call {
        int to(String path) throws Exception;
    }

    Callers(int count, Call call) {
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(() -> run(call), "caller-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    private void run(Call call) {
        for (int i = 0; !ending; i++) {
            String path = "/" + RecordingResource.NAMES.get(i % 2) + "/" + i;
            try {
                int status = call.to(path);
                if (status != 200) {
                    failures.add(path + " was answered " + status);
                }
            } catch (Exception e) {
                failures.add(path + " failed: " + e + ", caused by " + e.getCause());
            }
            calls.incrementAndGet();
        }
    }

    /** What went wrong. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    int calls() {
        return calls.get();
    }

    /** Waits for some more calls, so that each step of a test happens under load. */
    void awaitCalls(int more) throws InterruptedException {
        int wanted = calls.get() + more;
        while (calls.get() < wanted && failures.size() < 10) {
            Thread.sleep(5);
        }
    }

    @Override
    public void close() {
        ending = true;
        for (Thread thread : threads) {
            try {
                thread.join(20_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
