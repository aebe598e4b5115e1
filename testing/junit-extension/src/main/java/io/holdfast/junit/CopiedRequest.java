package io.holdfast.junit;

import io.holdfast.tokenservice.http.HttpRequest;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request that keeps a copy of what is read of its body. Used by one thread. */
final class CopiedRequest implements HttpRequest {
    /** No endpoint of the service takes a longer body. */
    private static final int LONGEST_COPY = 64 * 1024;

    private final HttpRequest request;
    private final ByteArrayOutputStream copy = new ByteArrayOutputStream();

    CopiedRequest(HttpRequest request) {
        this.request = request;
    }

    byte[] copy() {
        return copy.toByteArray();
    }

    @Override
    public String method() {
        return request.method();
    }

    @Override
    public String path() {
        return request.path();
    }

    @Override
    public @Nullable String query() {
        return request.query();
    }

    @Override
    public List<String> headers(String name) {
        return request.headers(name);
    }

    @Override
    public InputStream body() throws IOException {
        return new CopyingStream(request.body());
    }

    @Override
    public List<X509Certificate> clientCertificates() {
        return request.clientCertificates();
    }

    @Override
    public @Nullable String remoteAddress() {
        return request.remoteAddress();
    }

    @Override
    public @Nullable Object attribute(String name) {
        return request.attribute(name);
    }

    private final class CopyingStream extends FilterInputStream {
        CopyingStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int octet = super.read();
            if (octet >= 0) {
                keep(new byte[] {(byte) octet}, 0, 1);
            }
            return octet;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            if (read > 0) {
                keep(buffer, offset, read);
            }
            return read;
        }

        private void keep(byte[] buffer, int offset, int length) {
            copy.write(buffer, offset, Math.min(length, LONGEST_COPY - copy.size()));
        }
    }
}
