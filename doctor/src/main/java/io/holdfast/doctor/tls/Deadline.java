package io.holdfast.doctor.tls;

import java.io.Closeable;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;

/** Closes a connection that has not ended in time, whatever drop by drop arrives on it. */
final class Deadline implements Closeable {
    private final Duration limit;
    private final Timer timer = new Timer("holdfast-deadline", true);
    private volatile boolean passed;

    private Deadline(Duration limit) {
        this.limit = limit;
    }

    static Deadline in(Duration limit) {
        return new Deadline(limit);
    }

    /** Closes the connection when the time is over. */
    void closes(Closeable connection) {
        timer.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        passed = true;
                        Quietly.close(connection);
                    }
                },
                limit.toMillis());
    }

    /** True if a failure is that of this deadline, or of a read that took as long: either may come first. */
    boolean isReasonOf(Exception failure) {
        return passed || failure instanceof SocketTimeoutException;
    }

    Duration limit() {
        return limit;
    }

    @Override
    public void close() {
        timer.cancel();
    }
}
