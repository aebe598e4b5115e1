package io.holdfast.demo.partner;

import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.token.VerifiedToken;
import io.holdfast.tokenservice.http.HttpRequest;
import io.holdfast.tokenservice.http.HttpResponse;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request that the Holdfast filter has passed to one partner's path. Used by one thread. */
final class PartnerCall {
    private final VerifiedToken token;
    private final HttpRequest request;
    private final @Nullable String partner;

    private PartnerCall(VerifiedToken token, HttpRequest request, @Nullable String partner) {
        this.token = token;
        this.request = request;
        this.partner = partner;
    }

    /**
     * Reads the partner from the path.
     *
     * @throws IllegalStateException if no filter has verified a token: then nothing keeps the partners apart
     */
    static PartnerCall of(PartnerApi api, HttpRequest request) {
        Object token = request.attribute(VerifiedToken.REQUEST_ATTRIBUTE);
        if (!(token instanceof VerifiedToken)) {
            throw new IllegalStateException(
                    "The API " + api.path() + " has no Holdfast filter in front of it: see web.xml");
        }
        String prefix = api.path() + "/";
        String rest = request.path().startsWith(prefix) ? request.path().substring(prefix.length()) : "";
        return new PartnerCall((VerifiedToken) token, request, rest.isEmpty() || rest.indexOf('/') >= 0 ? null : rest);
    }

    /** The partner of the path; empty if the path names none. */
    Optional<String> partner() {
        return Optional.ofNullable(partner);
    }

    /** True if the method is GET or HEAD. */
    boolean reads() {
        return request.method().equals("GET") || request.method().equals("HEAD");
    }

    /**
     * Answers with the partner's data. The answer also shows the certificate and the token binding of the request, so
     * that a client under test can compare them with its own.
     *
     * @param whose the partner
     * @param name the name of the data in the answer
     */
    HttpResponse answer(int status, String whose, String name, Object data) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("partner", whose);
        answer.put(name, data);
        answer.put("seen", seen());
        return HttpResponse.json(status, answer).notStored();
    }

    static HttpResponse notFound() {
        return HttpResponse.json(404, Collections.singletonMap("error", "not_found"))
                .notStored();
    }

    private Map<String, @Nullable Object> seen() {
        List<X509Certificate> chain = request.clientCertificates();
        Map<String, @Nullable Object> seen = new LinkedHashMap<>();
        seen.put(
                "certificate",
                chain.isEmpty() ? null : chain.get(0).getSubjectX500Principal().getName());
        seen.put(
                "certificate_thumbprint",
                chain.isEmpty() ? null : CertificateThumbprint.of(chain.get(0)).value());
        seen.put("token_binding", token.claim("cnf").orElse(null));
        return seen;
    }
}
