package io.holdfast.javahttp;

import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublisher;
import java.util.Set;

/**
 * Tells which request bodies can be read again: those that the JDK makes of nothing, texts, bytes and files. Nobody knows
 * it of an application's own publisher, of a stream, or of one that {@code fromPublisher} gives a length.
 */
final class RepeatableBody {
    /** Their types are not public. One that a later JDK names otherwise is not sent again. */
    private static final Set<String> TYPES =
            Set.of("EmptyPublisher", "StringPublisher", "ByteArrayPublisher", "FilePublisher");

    private RepeatableBody() {}

    static boolean is(BodyPublisher body) {
        Class<?> type = body.getClass();
        return type.getModule() == HttpClient.class.getModule() && TYPES.contains(type.getSimpleName());
    }
}
