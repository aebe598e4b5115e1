package io.holdfast.doctor.probe;

import io.holdfast.doctor.tls.ClientTls;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One request as it is meant: its bytes, and who presents it over which connection. Immutable. */
final class Call {
    private static final String AUTHORIZATION = "Authorization";

    private final String method;
    private final String target;
    private final List<Map.Entry<String, String>> headers;
    private final Identity identity;
    private final Way way;

    private Call(String method, String target, List<Map.Entry<String, String>> headers, Identity identity, Way way) {
        this.method = method;
        this.target = target;
        this.headers = List.copyOf(headers);
        this.identity = identity;
        this.way = way;
    }

    static Call get(String target, Identity identity) {
        return new Call("GET", target, List.of(), identity, Way.USUAL);
    }

    Call method(String other) {
        return new Call(other, target, headers, identity, way);
    }

    Call target(String other) {
        return new Call(method, other, headers, identity, way);
    }

    Call as(Identity other) {
        return new Call(method, target, headers, other, way);
    }

    Call over(Way other) {
        return new Call(method, target, headers, identity, other);
    }

    Call header(String name, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(headers);
        more.add(Map.entry(name, value));
        return new Call(method, target, more, identity, way);
    }

    Call headers(List<Map.Entry<String, String>> others) {
        List<Map.Entry<String, String>> more = new ArrayList<>(headers);
        more.addAll(others);
        return new Call(method, target, more, identity, way);
    }

    Call bearer(String token) {
        return header(AUTHORIZATION, "Bearer " + token);
    }

    Call withoutToken() {
        return without(header -> header.getKey().equals(AUTHORIZATION));
    }

    private Call without(Predicate<Map.Entry<String, String>> some) {
        List<Map.Entry<String, String>> fewer = new ArrayList<>(headers);
        fewer.removeIf(some);
        return new Call(method, target, fewer, identity, way);
    }

    String method() {
        return method;
    }

    String target() {
        return target;
    }

    List<Map.Entry<String, String>> headers() {
        return headers;
    }

    Identity identity() {
        return identity;
    }

    Way way() {
        return way;
    }

    /** The connection that a call takes. Immutable; the shared context is for calls of one check alone. */
    static final class Way {
        static final Way USUAL = new Way(null, null, false, null, null, false);

        private final @Nullable String protocol;
        private final @Nullable String serverName;
        private final boolean unnamed;
        private final @Nullable InetAddress address;
        private final @Nullable ClientTls shared;
        private final boolean http2;

        private Way(
                @Nullable String protocol,
                @Nullable String serverName,
                boolean unnamed,
                @Nullable InetAddress address,
                @Nullable ClientTls shared,
                boolean http2) {
            this.protocol = protocol;
            this.serverName = serverName;
            this.unnamed = unnamed;
            this.address = address;
            this.shared = shared;
            this.http2 = http2;
        }

        /** TLSv1.2 or TLSv1.3 alone. */
        static Way over(String protocol) {
            return new Way(protocol, null, false, null, null, false);
        }

        /** A TLS handshake that names no server. */
        static Way unnamed() {
            return new Way(null, null, true, null, null, false);
        }

        /** A TLS handshake that names another server. */
        static Way named(String serverName) {
            return new Way(null, serverName, false, null, null, false);
        }

        static Way to(InetAddress address) {
            return new Way(null, null, false, address, null, false);
        }

        /** A connection that may resume the sessions of others with this context. */
        static Way sharing(ClientTls context) {
            return new Way(null, null, false, null, context, false);
        }

        static Way http2() {
            return new Way(null, null, false, null, null, true);
        }

        @Nullable
        String protocol() {
            return protocol;
        }

        @Nullable
        String serverName() {
            return serverName;
        }

        boolean isUnnamed() {
            return unnamed;
        }

        @Nullable
        InetAddress address() {
            return address;
        }

        @Nullable
        ClientTls shared() {
            return shared;
        }

        boolean isHttp2() {
            return http2;
        }
    }
}
