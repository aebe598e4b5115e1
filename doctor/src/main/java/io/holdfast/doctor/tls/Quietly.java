package io.holdfast.doctor.tls;

import java.io.Closeable;
import java.io.IOException;

/** Closes what is no longer needed. */
final class Quietly {
    private Quietly() {}

    static void close(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            // It is at its end either way.
        }
    }
}
