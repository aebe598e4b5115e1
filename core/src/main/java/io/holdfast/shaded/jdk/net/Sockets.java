package io.holdfast.shaded.jdk.net;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketOption;
import java.util.Collections;
import java.util.Set;

/** Supports no option beyond those of Java SE, so that none of them is ever set. */
public final class Sockets {

    private Sockets() {}

    /** None, whatever the type of socket. */
    public static Set<SocketOption<?>> supportedOptions(Class<?> socketType) {
        return Collections.emptySet();
    }

    /** Fails. HttpClient sets only options that are supported. */
    @SuppressWarnings("DoNotCallSuggester") // its byte code names this method, so it must be there
    public static <T> void setOption(Socket socket, SocketOption<T> option, T value) throws IOException {
        throw new UnsupportedOperationException(option.name() + " is not supported without the module jdk.net.");
    }
}
