package io.holdfast.junit;

import io.holdfast.authorizationserver.AuthorizationServerException;
import io.holdfast.authorizationserver.TokenErrorException;
import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.authorizationserver.TokenResponse;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import io.holdfast.testpki.TestTls;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Starts a real token service, and a public key infrastructure for it, its clients and the application under test, on
 * free ports of the loopback address. It issues certificate-bound access tokens over mutual TLS (RFC 8705), and mints
 * those that no client could get from it, so that an application can be tested with good tokens and bad ones.
 *
 * <p>In a static field with {@code @RegisterExtension} it runs once for the test class, its nested classes included; in
 * an instance field once for each test. A test that stops it, renews a certificate or rotates the signing key changes it
 * for all tests that share it, so such a test had better have one of its own. When it has ended, its ports, threads and
 * files are gone; when it starts again, for another test class, all keys and ports are others. If it is
 * {@linkplain TokenServiceExtensionBuilder#shared shared}, it runs once for all test classes of the JVM.
 *
 * <p>Safe for use by many threads. Where no other is named, {@link IllegalStateException} tells that it is not started,
 * and {@link IllegalArgumentException} that no client is registered under an id.
 */
public final class TokenServiceExtension implements BeforeAllCallback, BeforeEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(TokenServiceExtension.class);

    private final SharedService service;

    TokenServiceExtension(SharedService service) {
        this.service = service;
    }

    /** Starts with the defaults. */
    public static TokenServiceExtensionBuilder builder() {
        return new TokenServiceExtensionBuilder();
    }

    /** For JUnit to call, if this is in a static field. */
    @Override
    public void beforeAll(ExtensionContext context) {
        lease(context);
    }

    /** For JUnit to call; starts nothing if this is started for the class already. */
    @Override
    public void beforeEach(ExtensionContext context) {
        if (service.untilTheJvmEnds() && context.getStore(NAMESPACE).get(this) == null) {
            throw new ExtensionConfigurationException(
                    "A TokenServiceExtension that is shared() runs until the JVM ends,"
                            + " so that one for each test would only add up. Put it into a static field, or leave out shared().");
        }
        lease(context);
    }

    /** The lease of an enclosing context counts, too. JUnit closes it with its context, also when something else fails. */
    private void lease(ExtensionContext context) {
        context.getStore(NAMESPACE).getOrComputeIfAbsent(this, self -> service.lease(), ServiceLease.class);
    }

    /** The issuer identifier: the {@code iss} of tokens, and the base URL on the port that asks for no certificate. */
    public String issuer() {
        return service.running().issuer();
    }

    /** The base URL on the port that asks for a client certificate. */
    public String mtlsBaseUrl() {
        return service.running().mtlsBaseUrl();
    }

    /** The token endpoint for mutual TLS, for clients that read no metadata. */
    public URI tokenEndpoint() {
        return URI.create(mtlsBaseUrl() + "/token");
    }

    /** The JWK Set of the service, for applications that read no metadata. */
    public URI jwksUri() {
        return URI.create(issuer() + "/jwks");
    }

    /** The infrastructure: a server on {@code localhost}, a thief, and as many more as a test needs. */
    public TestPki pki() {
        return service.running().pki();
    }

    /** A PEM file with the authority that has issued all certificates here: what an application has to trust. */
    public Path authorities() {
        return service.running().files().authorities();
    }

    /** That authority in a PKCS#12 trust store, whose password is {@link #password()}. */
    public Path trustStore() {
        return service.running().files().trustStore();
    }

    /**
     * A PKCS#12 key store for the application's own port: key and certificate of a server on {@code localhost}, entry
     * {@code identity}, password {@link #password()}.
     */
    public Path serverKeyStore() {
        return service.running().files().serverKeyStore();
    }

    /** The password of the key stores and of the trust store. Another one at each start. */
    public String password() {
        return service.running().files().password();
    }

    /** The key and certificate with which the client is registered now. */
    public TestIdentity identity(String clientId) {
        return service.running().client(clientId).present();
    }

    /**
     * The PKCS#12 file with the client's key and certificate, whose password is {@link #password()}. It has one entry,
     * {@code identity}, and follows {@linkplain #renew renewals}.
     */
    public Path keyStore(String clientId) {
        return service.running().client(clientId).keyStore();
    }

    /** The PEM file with the client's certificate, its issuer's and the key, not encrypted. It follows renewals. */
    public Path pem(String clientId) {
        return service.running().client(clientId).pem();
    }

    /** TLS for this client: it presents the certificate that the client has now, and trusts the authority. */
    public SSLContext sslContext(String clientId) {
        return sslContext(identity(clientId));
    }

    /** TLS for anybody: it presents this certificate, and trusts the authority. */
    public SSLContext sslContext(TestIdentity identity) {
        return identity.clientContext(authority());
    }

    /** TLS for a client that has no certificate and trusts the authority. */
    public SSLContext sslContext() {
        return TestTls.clientWithoutCertificate(authority());
    }

    /**
     * Gives the client another key and certificate, and puts them into the files in one step. Tokens that it got before
     * stay bound to the certificate that it had before.
     *
     * @return the new identity
     * @throws IllegalStateException also if the client is registered with exactly the certificate that it has
     */
    public TestIdentity renew(String clientId) {
        return service.running().client(clientId).renew();
    }

    /**
     * An access token that the client fetches at the token endpoint now, over mutual TLS.
     *
     * @param scopes what to ask for, each scope by itself; none means all that the client may have
     * @throws IllegalStateException also if the service refuses or is stopped; the message says why
     */
    public String accessToken(String clientId, String... scopes) {
        try {
            return request(clientId, TokenRequest.clientCredentials(Arrays.asList(scopes), Collections.emptySet()))
                    .accessToken();
        } catch (TokenErrorException | AuthorizationServerException e) {
            String why = service.running().stopped()
                    ? ", since the token service is stopped: " + tokenEndpoint()
                            + " refuses connections until start() is called."
                    : ": " + e.getMessage();
            throw new IllegalStateException("Client '" + clientId + "' got no token" + why, e);
        }
    }

    /**
     * The answer of the token endpoint to any request, made by the client over mutual TLS.
     *
     * @throws TokenErrorException if the service refuses, as it should perhaps
     * @throws AuthorizationServerException if it does not answer, because it is stopped for example
     */
    public TokenResponse request(String clientId, TokenRequest request)
            throws TokenErrorException, AuthorizationServerException {
        RunningService running = service.running();
        return new TokenCall(running.issuer(), tokenEndpoint(), authority(), running.client(clientId)).request(request);
    }

    /** Starts a token that is minted, good or bad, without asking the token endpoint; a good one unless it is changed. */
    public AccessTokenBuilder token(String clientId) {
        RunningService running = service.running();
        return running.token(running.client(clientId));
    }

    /**
     * An authorization code without browser and redirect, good for one minute.
     *
     * @param user who allows it; one of those that the builder names
     * @param redirectUri one that the client is registered with
     * @param codeChallenge the base64url of the SHA-256 of the code verifier (RFC 7636 §4.2)
     * @param scopes what is allowed; all that the client may have if none is given
     * @throws IllegalArgumentException also if the authorization endpoint would refuse that; the message says why
     */
    public String authorizationCode(
            String clientId, String user, String redirectUri, String codeChallenge, String... scopes) {
        RunningService running = service.running();
        return running.service()
                .authorizationCode(running.client(clientId).id(), user, redirectUri, codeChallenge, scopes);
    }

    /**
     * Signs with another key from now on. The old one stays published until the last token that it has signed has expired.
     *
     * @return the {@code kid} of the new key
     */
    public String rotateSigningKey() {
        return service.running().service().rotateSigningKey();
    }

    /** Takes all signing keys but the present one out of the JWK Set at once, as if they had been stolen. */
    public void withdrawRetiredKeys() {
        service.running().service().withdrawRetiredKeys();
    }

    /** Refuses connections, and breaks off those that are open, until {@link #start()}. Keys, tokens and clients stay. */
    public void stop() {
        service.running().stop();
    }

    /**
     * Comes back on the same ports after {@link #stop()}.
     *
     * @throws java.io.UncheckedIOException if another program has taken one of them
     */
    public void start() {
        service.running().comeBack();
    }

    /** The requests to the service, the oldest first, the last thousand at most; without tokens and secrets. */
    public List<RecordedRequest> requests() {
        return service.running().log().requests();
    }

    /** Forgets the requests so far. */
    public void clearRequests() {
        service.running().log().clear();
    }

    private X509Certificate authority() {
        return pki().authority().certificate();
    }
}
