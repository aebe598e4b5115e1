package io.holdfast.demo.partner;

import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.token.VerifiedToken;
import io.holdfast.tokenservice.http.HttpHandler;
import io.holdfast.tokenservice.http.HttpRequest;
import io.holdfast.tokenservice.http.HttpResponse;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The two APIs of the ecosystem: {@code GET /orders/{client_id}} and {@code GET /invoices/{client_id}}. What stands here
 * is what an application of yours would hold. It knows nothing of keys, and that no partner sees another's is not its
 * doing: the access rules of the filters in {@code web.xml} see to it.
 *
 * <p>The answer also says which certificate and which token binding arrived, so that a client under test can see that
 * they are its own.
 */
public enum PartnerApi implements HttpHandler {
    ORDERS("orders"),
    INVOICES("invoices");

    private final String name;
    private final Pattern path;

    PartnerApi(String name) {
        this.name = name;
        this.path = Pattern.compile("/" + name + "/([^/]+)");
    }

    /** The path that all of it lies under. */
    public String path() {
        return "/" + name;
    }

    /** The name of its guard in {@code web.xml}. */
    public String filterName() {
        return "holdfast-" + name;
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        Object token = request.attribute(VerifiedToken.REQUEST_ATTRIBUTE);
        if (!(token instanceof VerifiedToken)) {
            throw new IllegalStateException("The API has no Holdfast filter in front of it: see web.xml");
        }
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return HttpResponse.methodNotAllowed("GET, HEAD");
        }
        Matcher partner = path.matcher(request.path());
        if (!partner.matches()) {
            return HttpResponse.json(404, Collections.singletonMap("error", "not_found"))
                    .notStored();
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("partner", partner.group(1));
        answer.put(name, SampleOrders.of(partner.group(1)));
        answer.put("seen", seen((VerifiedToken) token, request.clientCertificates()));
        return HttpResponse.json(200, answer).notStored();
    }

    private static Map<String, Object> seen(VerifiedToken token, List<X509Certificate> chain) {
        Map<String, Object> seen = new LinkedHashMap<>();
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
