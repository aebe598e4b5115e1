package io.holdfast.doctor.tls;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.ChunkedInputStream;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.http.io.SessionInputBuffer;

/** Speaks HTTP/1.1 with servers that may be hostile: heads and trailers are bounded as a whole. For one thread. */
final class BoundedHttp extends DefaultBHttpClientConnection {
    private static final int MOST_HEAD_BYTES = 64 * 1024;
    private static final Http1Config HEADS = Http1Config.custom()
            .setMaxLineLength(MOST_HEAD_BYTES)
            .setMaxHeaderCount(200)
            .build();
    private static final Http1Config TRAILERS =
            Http1Config.custom().setMaxLineLength(4096).setMaxHeaderCount(20).build();

    private long left;
    private boolean begun;

    BoundedHttp() {
        super(HEADS);
    }

    @Override
    public void bind(Socket socket) throws IOException {
        bind(new SocketHolder(socket) {
            @Override
            protected InputStream getInputStream(Socket of) throws IOException {
                return new Counted(super.getInputStream(of));
            }
        });
    }

    @Override
    protected InputStream createContentInputStream(long length, SessionInputBuffer buffer, InputStream in) {
        return length == ContentLengthStrategy.CHUNKED
                ? new ChunkedInputStream(buffer, in, TRAILERS)
                : super.createContentInputStream(length, buffer, in);
    }

    /** An answer is expected: first its head. */
    void expectHead() {
        left = MOST_HEAD_BYTES;
        begun = false;
    }

    /** The head is over. Who reads the body bounds it. */
    void expectBody() {
        left = Long.MAX_VALUE;
    }

    /** True if anything came since an answer was expected. */
    boolean hasBegun() {
        return begun;
    }

    private final class Counted extends FilterInputStream {
        private Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0) {
                throw new IOException("its head is longer than " + MOST_HEAD_BYTES / 1024 + " kB");
            }
            int read = super.read(bytes, offset, (int) Math.min(length, left));
            begun = begun || read > 0;
            left -= Math.max(0, read);
            return read;
        }
    }
}
