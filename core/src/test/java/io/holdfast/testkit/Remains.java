package io.holdfast.testkit;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is left of an application that was undeployed from a server which goes on. */
public final class Remains {

    private Remains() {}

    /**
     * The names of the live threads that Holdfast or the application has started: by their name, by the class loader
     * that they work with, or by the one of their class.
     *
     * @param application its class loader, or nothing that can be compared if that is gone already
     */
    public static List<String> threads(Reference<ClassLoader> application) {
        ClassLoader loader = application.get();
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("holdfast-") || (loader != null && isOf(thread, loader)))
                .map(Thread::getName)
                .sorted()
                .toList();
    }

    private static boolean isOf(Thread thread, ClassLoader loader) {
        return thread.getContextClassLoader() == loader || thread.getClass().getClassLoader() == loader;
    }

    /** Whether the garbage collector takes it within the time. */
    public static boolean isCollected(WeakReference<?> remembered, Duration atMost) throws InterruptedException {
        ReferenceQueue<@Nullable Object> queue = new ReferenceQueue<>();
        long end = System.nanoTime() + atMost.toNanos();
        while (!remembered.refersTo(null) && System.nanoTime() < end) {
            System.gc();
            // waits for a moment, because nothing comes in
            queue.remove(20);
        }
        return remembered.refersTo(null);
    }
}
