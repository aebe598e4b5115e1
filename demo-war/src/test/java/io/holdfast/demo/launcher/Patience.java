package io.holdfast.demo.launcher;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Repeats what timed out. On a machine under load a deadline may pass although nothing is wrong, and the story is about
 * answers. Whatever else goes wrong is not repeated.
 */
final class Patience {
    private static final int ATTEMPTS = 3;
    private static final int MOST_CAUSES = 16;

    private Patience() {}

    /** One attempt at a call. */
    interface Attempt<T> {
        T make() throws Exception;
    }

    /** The result of the first attempt that does not time out, or the failure of the last. */
    static <T> T with(Attempt<T> attempt) throws Exception {
        for (int before = 1; ; before++) {
            try {
                return attempt.make();
            } catch (IOException e) {
                if (before == ATTEMPTS || !timedOut(e)) {
                    throw e;
                }
            }
        }
    }

    private static boolean timedOut(IOException e) {
        @Nullable Throwable cause = e;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
            if (cause instanceof SocketTimeoutException
                    || cause instanceof HttpTimeoutException
                    || cause instanceof TimeoutException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
