package io.holdfast.keystore;

import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * A TLS context that is always the present one: each socket and engine that it makes belongs to the generation of that
 * moment. For clients that take one context for good.
 */
public final class RotatingSslContext {
    private RotatingSslContext() {}

    /**
     * A context over the present one.
     *
     * @param present the context of the present generation; asked for each new connection
     */
    public static SSLContext of(Supplier<SSLContext> present) {
        return present.get();
    }
}
