package io.holdfast.doctor.tls;

import io.holdfast.text.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** The beginning of a body, and length and digest of as much as was read: at most one megabyte. Immutable. */
public final class HttpBody {
    private static final int MOST_BYTES = 1024 * 1024;

    private final byte[] beginning;
    private final int length;
    private final byte[] digest;

    private HttpBody(byte[] beginning, int length, byte[] digest) {
        this.beginning = beginning;
        this.length = length;
        this.digest = digest;
    }

    /** A whole body. */
    public static HttpBody of(byte[] content) {
        return new HttpBody(content.clone(), content.length, Sha256.of(content));
    }

    /** Reads to the end or the limit, without closing the stream. */
    static HttpBody read(InputStream in, int kept) throws IOException {
        Collector body = new Collector(kept);
        byte[] buffer = new byte[8192];
        for (int read = in.read(buffer); read >= 0 && !body.add(buffer, 0, read); ) {
            read = in.read(buffer);
        }
        return body.collected();
    }

    /** The first bytes, as many as are kept. */
    public byte[] beginning() {
        return beginning.clone();
    }

    /** The number of bytes that were read. */
    public int length() {
        return length;
    }

    /** True if the body may have more than was read. */
    boolean isCut() {
        return length == MOST_BYTES;
    }

    /** The SHA-256 of the bytes that were read. */
    public byte[] digest() {
        return digest.clone();
    }

    /** Takes a body piece by piece. For one thread at a time. */
    public static final class Collector {
        private final int kept;
        private final ByteArrayOutputStream beginning = new ByteArrayOutputStream();
        private final MessageDigest digest = Sha256.digest();
        private int length;

        /**
         * An empty body.
         *
         * @param kept how many of its bytes are kept
         */
        public Collector(int kept) {
            this.kept = kept;
        }

        /** Takes a piece, and returns true if no more is taken. */
        public boolean add(byte[] bytes, int offset, int count) {
            int taken = Math.min(count, MOST_BYTES - length);
            digest.update(bytes, offset, taken);
            beginning.write(bytes, offset, Math.max(0, Math.min(taken, kept - length)));
            length += taken;
            return length == MOST_BYTES;
        }

        /** The body, of which nothing more is taken. */
        public HttpBody collected() {
            return new HttpBody(beginning.toByteArray(), length, digest.digest());
        }
    }
}
