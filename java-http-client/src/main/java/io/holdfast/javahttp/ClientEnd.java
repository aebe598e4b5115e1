package io.holdfast.javahttp;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Ends the JDK's clients, which can be ended since Java 21. Earlier ones end by themselves when they are garbage and their
 * calls are over, and count as ended here.
 */
final class ClientEnd {
    private static final @Nullable Method SHUTDOWN = method("shutdown");
    private static final @Nullable Method SHUTDOWN_NOW = method("shutdownNow");
    private static final @Nullable Method AWAIT_TERMINATION = method("awaitTermination", Duration.class);
    private static final @Nullable Method IS_TERMINATED = method("isTerminated");

    private ClientEnd() {}

    /** Refuses new calls; those under way go on. Does not wait for them. */
    static void shutdown(HttpClient client) {
        call(SHUTDOWN, client);
    }

    /** Breaks off the calls under way, too. */
    static void shutdownNow(HttpClient client) {
        call(SHUTDOWN_NOW, client);
    }

    /** Waits for the end of a client that was shut down. Returns false if the time was not enough. */
    static boolean awaitTermination(HttpClient client, Duration longest) throws InterruptedException {
        Object ended = call(AWAIT_TERMINATION, client, longest);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return !Boolean.FALSE.equals(ended);
    }

    static boolean isTerminated(HttpClient client) {
        return !Boolean.FALSE.equals(call(IS_TERMINATED, client));
    }

    private static @Nullable Object call(@Nullable Method method, HttpClient client, Object... arguments) {
        try {
            return method != null ? method.invoke(client, arguments) : null;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof InterruptedException) {
                Thread.currentThread().interrupt();
                return false;
            }
            throw new IllegalStateException("The JDK's client could not be ended.", e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("The JDK's client cannot be ended.", e);
        }
    }

    private static @Nullable Method method(String name, Class<?>... parameters) {
        return Arrays.stream(HttpClient.class.getMethods())
                .filter(each -> each.getName().equals(name) && Arrays.equals(each.getParameterTypes(), parameters))
                .findFirst()
                .orElse(null);
    }
}
