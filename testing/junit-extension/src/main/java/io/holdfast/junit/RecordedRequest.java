package io.holdfast.junit;

import io.holdfast.tokenservice.http.FormParameters;
import io.holdfast.tokenservice.http.OAuthErrorException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that the token service was sent, and how it was answered. It holds no token, code, secret or assertion.
 * Immutable.
 */
public final class RecordedRequest {
    /** The parameters that say what is asked for, and nothing that could be used again. */
    private static final List<String> KEPT = Collections.unmodifiableList(Arrays.asList(
            "grant_type",
            "client_id",
            "scope",
            "audience",
            "token_type_hint",
            "requested_token_type",
            "subject_token_type",
            "actor_token_type",
            "client_assertion_type",
            "response_type",
            "redirect_uri"));

    private final String method;
    private final String path;
    private final int status;
    private final @Nullable X509Certificate certificate;
    private final Map<String, String> parameters;
    private final List<String> resources;

    private RecordedRequest(
            String method,
            String path,
            int status,
            @Nullable X509Certificate certificate,
            Map<String, String> parameters,
            List<String> resources) {
        this.method = method;
        this.path = path;
        this.status = status;
        this.certificate = certificate;
        this.parameters = Collections.unmodifiableMap(parameters);
        this.resources = resources;
    }

    static RecordedRequest of(CopiedRequest request, int status) {
        List<X509Certificate> chain = request.clientCertificates();
        Map<String, String> parameters = new HashMap<>();
        List<String> resources = Collections.emptyList();
        try {
            FormParameters form = FormParameters.parse(request.copy());
            KEPT.forEach(name -> form.value(name).ifPresent(value -> parameters.put(name, value)));
            resources = form.resources();
        } catch (OAuthErrorException e) {
            // No form, or a malformed one: it has no parameters.
            parameters.clear();
        }
        return new RecordedRequest(
                request.method(), request.path(), status, chain.isEmpty() ? null : chain.get(0), parameters, resources);
    }

    /** The HTTP method. */
    public String method() {
        return method;
    }

    /** The path, such as {@code /token}. */
    public String path() {
        return path;
    }

    /** The status of the answer. */
    public int status() {
        return status;
    }

    /** The certificate that the client presented in its handshake; empty if it presented none. */
    public Optional<X509Certificate> clientCertificate() {
        return Optional.ofNullable(certificate);
    }

    /**
     * A form parameter that says what was asked for: {@code grant_type}, {@code client_id}, {@code scope},
     * {@code audience}, {@code redirect_uri}, a token type. Empty if it was not sent, and always for every other parameter,
     * which could be a token or a secret.
     */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** The values of {@code resource} (RFC 8707). */
    public List<String> resources() {
        return resources;
    }

    @Override
    public String toString() {
        return method + " " + path + " " + parameters + (resources.isEmpty() ? "" : " for " + resources)
                + (certificate == null ? " without a certificate" : " by " + certificate.getSubjectX500Principal())
                + ": " + status;
    }
}
