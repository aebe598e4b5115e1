package io.holdfast.keyring.exchange;

import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.token.BoundToken;
import io.holdfast.keyring.token.TokenUnavailableException;
import io.holdfast.text.HostName;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A request with a token to one server, in any HTTP client: from the question which token it gets to the answer that the
 * caller gets. A redirect begins another one.
 *
 * <p>Used by one thread after another.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-3.1">RFC 6750 section 3.1, "Error Codes"</a>
 */
public final class ResourceCall {
    private static final int UNAUTHORIZED = 401;

    private final KeyRing keyRing;
    private final TokenRequest wanted;
    private final String host;
    private final int port;
    private volatile boolean replaced;

    private ResourceCall(KeyRing keyRing, TokenRequest wanted, String host, int port) {
        this.keyRing = keyRing;
        this.wanted = wanted;
        this.host = host;
        this.port = port;
    }

    /**
     * A call with the token that the rules of a key ring have for its target.
     *
     * @param authorized true if the request has an {@code Authorization} header of the application's, which is left alone
     * @return null if the request goes without a token
     * @throws ProtocolException if it would go without TLS to the host of an allowed origin: such a request is an
     *     accident, or somebody's redirect, and without a token it would be of no use
     */
    public static @Nullable ResourceCall to(URI target, boolean authorized, KeyRing keyRing) throws ProtocolException {
        String host = target.getHost();
        return host == null
                ? null
                : to(target.getScheme(), host, target.getPort(), target.getRawPath(), authorized, keyRing);
    }

    /**
     * A call with the token of the rules, where the server of the connection is known, whatever server the request names.
     *
     * @param scheme {@code https} if nothing but TLS is between here and the server
     * @param host an IPv6 address with or without brackets
     * @param port negative for the scheme's own
     * @param rawPath the path as it is sent; null or empty: the root
     */
    public static @Nullable ResourceCall to(
            @Nullable String scheme,
            String host,
            int port,
            @Nullable String rawPath,
            boolean authorized,
            KeyRing keyRing)
            throws ProtocolException {
        if (!"https".equalsIgnoreCase(scheme)) {
            if (keyRing.rules().nameHost(host)) {
                throw new ProtocolException(
                        "A request to " + scheme + "://" + HostName.inUri(host)
                                + (port < 0 ? "" : ":" + port)
                                + " was refused: it would not go by TLS, and this host is set to get tokens. Call it by https.");
            }
            return null;
        }
        if (authorized) {
            return null;
        }
        return keyRing.rules()
                .requestFor(host, port, rawPath == null ? "" : rawPath)
                .map(request -> new ResourceCall(keyRing, request, host, port))
                .orElse(null);
    }

    /**
     * Tells the key ring of an answer to a request that went without a token and without credentials of the application's.
     *
     * @param port of the server, negative for the scheme's own
     * @param challenges the values of its {@code WWW-Authenticate} lines, if it is a 401
     */
    public static void answeredWithoutToken(
            String scheme, String host, int port, Iterable<String> challenges, KeyRing keyRing) {
        for (String line : challenges) {
            if (AuthenticateHeader.bearerParameters(line).isPresent()) {
                keyRing.tokenMissed(scheme, host, port);
                return;
            }
        }
    }

    /** The token to get. */
    public TokenRequest wanted() {
        return wanted;
    }

    /**
     * The token, at hand or fetched meanwhile.
     *
     * @throws TokenUnavailableException if there is none and none can be had
     * @throws InterruptedIOException if the thread is interrupted
     */
    public BoundToken token() throws TokenUnavailableException, InterruptedIOException {
        return keyRing.token(wanted);
    }

    /** The token without waiting for it; see {@link KeyRing#tokenLater}. */
    public CompletionStage<BoundToken> tokenLater() {
        return keyRing.tokenLater(wanted);
    }

    /**
     * True if an answer refuses the token so that another one should be tried; if not, the answer is the caller's, and
     * the key ring knows what there is to know.
     *
     * @param challenges the values of the answer's {@code WWW-Authenticate} lines
     * @param repeatable true if the request can be sent again
     */
    public boolean asksForAnother(BoundToken sent, int status, Iterable<String> challenges, boolean repeatable) {
        return status == UNAUTHORIZED && asksForAnother(sent, host, port, replaced, challenges, repeatable, keyRing);
    }

    /**
     * True if a 401 refuses the token so that another one should be tried.
     *
     * @param host of the server that answered
     * @param port negative for 443
     * @param replaced true if the token has replaced another one in the same call
     * @param challenges as above
     */
    public static boolean asksForAnother(
            BoundToken sent,
            String host,
            int port,
            boolean replaced,
            Iterable<String> challenges,
            boolean repeatable,
            KeyRing keyRing) {
        if (!refusesToken(challenges)) {
            return false;
        }
        keyRing.tokenRefusedBy(host, port);
        if (replaced) {
            keyRing.replacementRefused(sent);
            return false;
        }
        if (!repeatable) {
            keyRing.forget(sent);
            return false;
        }
        return true;
    }

    private static boolean refusesToken(Iterable<String> challenges) {
        for (String line : challenges) {
            if (AuthenticateHeader.hasBearerError(line, "invalid_token")) {
                return true;
            }
        }
        return false;
    }

    /**
     * Another token in place of the refused one. It is asked for once in a call.
     *
     * @return empty if there is no use in trying again: the answer is the caller's
     * @throws TokenUnavailableException if there is none and none can be had
     * @throws InterruptedIOException if the thread is interrupted
     */
    public Optional<BoundToken> replacement(BoundToken refused)
            throws TokenUnavailableException, InterruptedIOException {
        replaced = true;
        return keyRing.replacement(refused);
    }

    /** Another token without waiting for it; see {@link KeyRing#replacementLater}. */
    public CompletionStage<Optional<BoundToken>> replacementLater(BoundToken refused) {
        replaced = true;
        return keyRing.replacementLater(refused);
    }

    @Override
    public String toString() {
        return wanted.toString();
    }
}
