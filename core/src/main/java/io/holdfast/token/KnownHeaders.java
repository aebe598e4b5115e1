package io.holdfast.token;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The last headers of tokens whose signatures have verified. All tokens of one key have the same, so it need not be parsed
 * and checked for each; what it says follows from its text alone. Made-up tokens put nothing here.
 *
 * <p>Without it a remembered token takes 432 bytes of heap instead of 270 (HeapOfTokens in the benchmarks), and the
 * decision about a new one allocates 16.4 instead of 15.2 kB (JMH, JDK 17).
 *
 * <p>Takes no lock. Safe for use by many threads.
 */
final class KnownHeaders {
    private static final int PLACES = 16;

    private final AtomicReferenceArray<@Nullable KnownHeader> headers = new AtomicReferenceArray<>(PLACES);

    /** The known header of the token; null if it is not known. */
    @Nullable
    KnownHeader of(CompactJws jws) {
        KnownHeader header = headers.get(place(jws));
        return header != null && header.isOf(jws) ? header : null;
    }

    void remember(CompactJws jws, KnownHeader header) {
        headers.set(place(jws), header);
    }

    private static int place(CompactJws jws) {
        int hash = Arrays.hashCode(jws.headerText());
        return (hash >>> 16 ^ hash) & PLACES - 1;
    }
}
