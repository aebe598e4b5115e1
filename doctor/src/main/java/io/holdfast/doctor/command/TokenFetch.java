package io.holdfast.doctor.command;

import io.holdfast.authorizationserver.AssertionProfile;
import io.holdfast.authorizationserver.AuthenticatedClient;
import io.holdfast.authorizationserver.AuthorizationServerConnection;
import io.holdfast.authorizationserver.AuthorizationServerException;
import io.holdfast.authorizationserver.AuthorizationServerMetadata;
import io.holdfast.authorizationserver.ClientAuthentication;
import io.holdfast.authorizationserver.EndpointLocation;
import io.holdfast.authorizationserver.MetadataDiscovery;
import io.holdfast.authorizationserver.TokenEndpoint;
import io.holdfast.authorizationserver.TokenErrorException;
import io.holdfast.authorizationserver.TokenExchange;
import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.authorizationserver.TokenResponse;
import io.holdfast.doctor.cli.Arguments;
import io.holdfast.doctor.cli.Credentials;
import io.holdfast.doctor.cli.Invocation;
import io.holdfast.doctor.cli.NotJudgedException;
import io.holdfast.doctor.cli.Option;
import io.holdfast.doctor.cli.UsageException;
import io.holdfast.doctor.tls.ClientTls;
import io.holdfast.doctor.tls.HttpsUrl;
import io.holdfast.keystore.KeyMaterial;
import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.token.SignatureAlgorithm;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Fetches one token as a key ring does, and keeps what was seen on the way. */
final class TokenFetch {
    private final Invocation invocation;
    private final Arguments arguments;
    private final Credentials credentials;
    private final TrustedCertificates trust;
    private final KeyMaterial identity;
    private final ClientTls tls;

    private TokenFetch(Invocation invocation, KeyMaterial identity, TrustedCertificates trust) {
        this.invocation = invocation;
        this.arguments = invocation.arguments();
        this.credentials = invocation.credentials();
        this.trust = trust;
        this.identity = identity;
        this.tls = ClientTls.of(identity, trust);
    }

    /** True if the options ask for a token to be fetched. */
    static boolean isAskedFor(Arguments arguments) {
        return arguments.has(TokenOptions.ISSUER) || arguments.has(TokenOptions.TOKEN_ENDPOINT);
    }

    /**
     * Fetches the token that the options describe.
     *
     * @throws NotJudgedException if the authorization server gives none
     */
    static FetchedToken by(Invocation invocation) throws UsageException, NotJudgedException {
        KeyMaterial identity = Credentials.loaded(invocation.credentials().requiredSource());
        return new TokenFetch(invocation, identity, invocation.credentials().trust()).fetched();
    }

    private FetchedToken fetched() throws UsageException, NotJudgedException {
        ClientAuthentication method = method();
        String refreshToken =
                arguments.has(TokenOptions.REFRESH_TOKEN_FILE) ? secret(TokenOptions.REFRESH_TOKEN_FILE) : null;
        TokenRequest request = request(refreshToken);
        AuthenticatedClient client = client(method);
        Place place = place(method);
        try (AuthorizationServerConnection connection =
                connection().credentials(tls.credentials()).build()) {
            TokenResponse response = new TokenEndpoint(connection, () -> place.uri, client).request(request);
            noteRotation(refreshToken, response, place);
            return new FetchedToken(response, identity, tls, place.uri, place.alias, place.remarks);
        } catch (TokenErrorException | AuthorizationServerException e) {
            throw new NotJudgedException("No token. " + e.getMessage() + asked());
        }
    }

    private void noteRotation(@Nullable String used, TokenResponse response, Place place) {
        String next = response.refreshToken().orElse(null);
        if (used != null && next != null && !next.equals(used)) {
            place.remarks.add("The server gave a new refresh token: the one in "
                    + arguments.value(TokenOptions.REFRESH_TOKEN_FILE).orElse("-")
                    + " may be used up. holdfast token --show-token --json shows the new one.");
        }
    }

    private String asked() {
        return tls.askedByOthers() || !tls.reachedOthers()
                ? ""
                : " No client certificate was asked for on that connection.";
    }

    private AuthorizationServerConnection.Builder connection() throws UsageException {
        Duration timeout = arguments.timeout();
        AuthorizationServerConnection.Builder builder = AuthorizationServerConnection.builder()
                .connectTimeout(timeout)
                .responseTimeout(timeout)
                .totalTimeout(timeout);
        Optional<String> proxy = arguments.value(TokenOptions.PROXY);
        return proxy.isPresent() ? checked(() -> builder.proxy(URI.create(proxy.get()))) : builder;
    }

    /** The endpoint's address, and what the metadata say against it. */
    private Place place(ClientAuthentication method) throws UsageException, NotJudgedException {
        Optional<String> endpoint = arguments.value(TokenOptions.TOKEN_ENDPOINT);
        Optional<String> issuer = arguments.value(TokenOptions.ISSUER);
        if (endpoint.isPresent() == issuer.isPresent()) {
            throw new UsageException("Name the authorization server: " + TokenOptions.ISSUER + " or "
                    + TokenOptions.TOKEN_ENDPOINT + ", one of the two.");
        }
        if (endpoint.isPresent()) {
            URI address = URI.create(
                    HttpsUrl.of(TokenOptions.TOKEN_ENDPOINT, endpoint.get()).toString());
            EndpointLocation unused = checked(() -> EndpointLocation.at(address));
            return new Place(address, false);
        }
        checked(() -> MetadataDiscovery.addresses(issuer.orElseThrow()));
        try (AuthorizationServerConnection connection =
                connection().trust(trust).build()) {
            AuthorizationServerMetadata metadata = new MetadataDiscovery(connection).discover(issuer.orElseThrow());
            Place place = new Place(metadata.mtlsTokenEndpoint(), metadata.hasMtlsTokenEndpoint());
            metadata.remarkOn(method, place.remarks::add);
            return place;
        } catch (AuthorizationServerException e) {
            throw new NotJudgedException(String.valueOf(e.getMessage()));
        }
    }

    private ClientAuthentication method() throws UsageException {
        String name = arguments.value(TokenOptions.AUTH).orElse("tls_client_auth");
        return ClientAuthentication.named(name)
                .orElseThrow(() -> new UsageException("The option " + TokenOptions.AUTH + " has the value '" + name
                        + "'. It is one of: " + TokenOptions.AUTH.text() + "."));
    }

    private AuthenticatedClient client(ClientAuthentication method) throws UsageException {
        String id = arguments.required(TokenOptions.CLIENT_ID);
        if (arguments.has(TokenOptions.CLIENT_SECRET_FILE) && !method.isBySecret()) {
            throw new UsageException("There is a " + TokenOptions.CLIENT_SECRET_FILE + ", but the method "
                    + method.methodName() + " sends none. Name the method with " + TokenOptions.AUTH + ".");
        }
        if (method.isMutualTls()) {
            return checked(() -> AuthenticatedClient.byCertificate(id, method));
        }
        if (method.isBySecret()) {
            String text = secret(TokenOptions.CLIENT_SECRET_FILE).split("\\R", 2)[0];
            return checked(() -> AuthenticatedClient.bySecret(id, method, text));
        }
        KeyMaterial key = credentials
                .identity(
                        TokenOptions.ASSERTION_KEYSTORE,
                        Credentials.NONE,
                        Credentials.NONE,
                        Credentials.NONE,
                        TokenOptions.ASSERTION_PASSWORD_FILE)
                .orElse(identity);
        AssertionProfile assertion = assertion();
        String audience = arguments
                .value(TokenOptions.ISSUER)
                .orElseGet(() -> arguments.value(TokenOptions.TOKEN_ENDPOINT).orElse(""));
        return checked(() -> AuthenticatedClient.byAssertion(id, audience, key, assertion, Clock.systemUTC()));
    }

    private AssertionProfile assertion() throws UsageException {
        Optional<String> name = arguments.value(TokenOptions.ASSERTION_ALGORITHM);
        if (name.isEmpty()) {
            return AssertionProfile.USUAL;
        }
        return AssertionProfile.USUAL.algorithm(SignatureAlgorithm.named(name.get())
                .orElseThrow(() -> new UsageException("The option " + TokenOptions.ASSERTION_ALGORITHM
                        + " has the value '" + name.get() + "'. It is one of: "
                        + List.of(SignatureAlgorithm.values()) + ".")));
    }

    private String secret(Option option) throws UsageException {
        String text = invocation.secrets().text(option, arguments.required(option));
        if (text.isEmpty()) {
            throw new UsageException("The file of " + option + " is empty.");
        }
        return text;
    }

    private TokenRequest request(@Nullable String refreshToken) throws UsageException {
        List<String> scopes = arguments.values(TokenOptions.SCOPE);
        List<String> resources = arguments.values(TokenOptions.RESOURCE);
        boolean exchange = arguments.has(TokenOptions.SUBJECT_TOKEN_FILE);
        if (refreshToken != null) {
            if (exchange) {
                throw new UsageException("There are both " + TokenOptions.REFRESH_TOKEN_FILE + " and "
                        + TokenOptions.SUBJECT_TOKEN_FILE + ". A token is asked for in one way.");
            }
            return checked(() -> TokenRequest.refreshToken(refreshToken, scopes, resources));
        }
        return exchange
                ? exchange(scopes, resources)
                : checked(() -> TokenRequest.clientCredentials(scopes, resources));
    }

    private TokenRequest exchange(List<String> scopes, List<String> resources) throws UsageException {
        String subject = secret(TokenOptions.SUBJECT_TOKEN_FILE);
        Optional<String> actor = arguments.has(TokenOptions.ACTOR_TOKEN_FILE)
                ? Optional.of(secret(TokenOptions.ACTOR_TOKEN_FILE))
                : Optional.empty();
        String type = arguments.value(TokenOptions.SUBJECT_TOKEN_TYPE).orElse(TokenExchange.ACCESS_TOKEN);
        return checked(() -> {
            TokenExchange exchange = TokenRequest.exchange(subject, type)
                    .scopes(scopes.toArray(new String[0]))
                    .resources(resources.toArray(new String[0]))
                    .audiences(arguments.values(TokenOptions.AUDIENCE).toArray(new String[0]));
            actor.ifPresent(token -> exchange.actor(token, TokenExchange.ACCESS_TOKEN));
            return exchange.build();
        });
    }

    /** Makes a value of options; an objection to it is one to the command line. Such messages hold no secret. */
    private static <T> T checked(Supplier<T> made) throws UsageException {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /** The token endpoint. */
    private static final class Place {
        private final URI uri;
        private final boolean alias;
        private final List<String> remarks = new ArrayList<>();

        private Place(URI uri, boolean alias) {
            this.uri = uri;
            this.alias = alias;
        }
    }
}
