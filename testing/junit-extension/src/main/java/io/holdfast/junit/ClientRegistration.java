package io.holdfast.junit;

import io.holdfast.testpki.CertificateBuilder;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import io.holdfast.tokenservice.client.GrantTypes;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * A client's registration at the token service (RFC 7591 §2, RFC 8705 §2.1.2 and §3.4). Unless told otherwise it has a
 * certificate of the infrastructure's authority, authenticates with it by {@code tls_client_auth}, may use
 * {@code client_credentials}, and gets tokens that are bound to its certificate. Not thread-safe.
 */
public final class ClientRegistration {
    private final String id;
    private final Map<String, Object> members = new LinkedHashMap<>();
    private Function<TestPki, CertificateBuilder> certificate;

    ClientRegistration(String id) {
        this.id = Objects.requireNonNull(id, "client_id");
        this.certificate = pki -> pki.identity("CN=" + id + ",O=Holdfast Test").onlyForClients();
        members.put("client_id", id);
        members.put(ClientMembers.BOUND, true);
    }

    /** The scopes that the client may ask for, each by itself. It gets all of them when it names none. */
    public ClientRegistration scopes(String... scopes) {
        return member(ClientMembers.SCOPE, String.join(" ", scopes));
    }

    /**
     * Gives the client a certificate of its own making, which no authority vouches for; it authenticates by
     * {@code self_signed_tls_client_auth} with exactly this certificate (RFC 8705 §2.2).
     */
    public ClientRegistration selfSigned() {
        return certificate(pki -> pki.identity("CN=" + id).selfSigned());
    }

    /**
     * The client's certificate, for one that needs certain names or a certain kind of key. The client is registered with
     * the certificate's subject, or with the certificate itself if it is self-signed.
     *
     * @param maker starts what the certificate is built with; it is called again for every renewal
     */
    public ClientRegistration certificate(Function<TestPki, CertificateBuilder> maker) {
        certificate = Objects.requireNonNull(maker, "maker");
        return this;
    }

    /**
     * Gives this client tokens without a confirmation, which work for whoever steals them: for tests of an application
     * that has to refuse such tokens.
     */
    public ClientRegistration unboundTokens() {
        return member(ClientMembers.BOUND, false);
    }

    /** Gives this client tokens that say nothing to whoever holds them; resources ask by introspection (RFC 7662). */
    public ClientRegistration opaqueTokens() {
        return member("access_token_format", "opaque");
    }

    /** The lifetime of this client's access tokens, from 1 to 3600 s. */
    public ClientRegistration accessTokenLifetime(Duration lifetime) {
        return member("access_token_lifetime_seconds", lifetime.getSeconds());
    }

    /**
     * Lets the client authenticate by {@code client_secret_basic} (RFC 6749 §2.3.1). Its tokens are bound to the certificate
     * of its connection all the same.
     */
    public ClientRegistration clientSecret(String secret) {
        return member(ClientMembers.METHOD, "client_secret_basic").member(ClientMembers.SECRET, secret);
    }

    /** Lets the client authenticate by {@code private_key_jwt} with the key of its certificate (RFC 7523 §2.2). */
    public ClientRegistration privateKeyJwt() {
        return member(ClientMembers.METHOD, "private_key_jwt");
    }

    /** Makes this a public client, which only names itself (RFC 6749 §2.1); it gets no {@code client_credentials}. */
    public ClientRegistration publicClient(String... redirectUris) {
        return member(ClientMembers.METHOD, "none")
                .grantTypes(GrantTypes.AUTHORIZATION_CODE, GrantTypes.REFRESH_TOKEN)
                .redirectUris(redirectUris);
    }

    /** The grant types that the client may use, instead of {@code client_credentials} alone. */
    public ClientRegistration grantTypes(String... grantTypes) {
        return member("grant_types", Arrays.asList(grantTypes));
    }

    /** Where the client may be sent authorization codes, character for character. */
    public ClientRegistration redirectUris(String... uris) {
        return member("redirect_uris", Arrays.asList(uris));
    }

    /** The resources that this client is itself: it may introspect their tokens, and exchange those sent to it. */
    public ClientRegistration protectedResources(String... resources) {
        return member("protected_resources", Arrays.asList(resources));
    }

    /**
     * Any member of the registrations file, in place of what would stand there. A problem with it stops the start.
     *
     * @param value a string, number or boolean, or a list or map of such
     */
    public ClientRegistration member(String name, Object value) {
        members.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, name));
        return this;
    }

    String id() {
        return id;
    }

    /** Makes a key and a certificate; others each time. */
    TestIdentity newIdentity(TestPki pki) {
        return certificate.apply(pki).build();
    }

    ClientMembers membersFor(TestIdentity identity) {
        return ClientMembers.of(members, identity);
    }
}
