package io.holdfast.httpclient;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpStreamResetException;
import org.apache.hc.core5.http.nio.AsyncDataConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.jspecify.annotations.Nullable;

/** Reads a body that nobody wants, up to 64 KiB; one that is longer is broken off. */
final class DiscardedBody implements AsyncDataConsumer {
    private static final int MOST = 64 * 1024;

    private int read;

    @Override
    public void updateCapacity(CapacityChannel capacity) throws IOException {
        capacity.update(MOST);
    }

    @Override
    public void consume(ByteBuffer source) throws IOException {
        read += source.remaining();
        if (read > MOST) {
            throw new HttpStreamResetException("A refused request's answer is longer than " + MOST + " bytes.");
        }
        source.position(source.limit());
    }

    @Override
    public void streamEnd(@Nullable List<? extends Header> trailers) {}

    @Override
    public void releaseResources() {}
}
