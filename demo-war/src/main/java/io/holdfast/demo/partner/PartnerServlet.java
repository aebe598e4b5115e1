package io.holdfast.demo.partner;

import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.resource.BearerChallenge;
import io.holdfast.token.VerifiedToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jose4j.json.JsonUtil;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /partners/{client_id}/orders}: the orders of the partner that the token was issued to, and nobody else's.
 *
 * <p>The answer also says which certificate and which token binding arrived, so that a client under test can see that
 * they are its own.
 */
final class PartnerServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String CERTIFICATES = "javax.servlet.request.X509Certificate";
    private static final Pattern ORDERS = Pattern.compile("/([^/]+)/orders");

    /** The platform's own answer would send the request's header back, with whatever secret is in it. */
    @Override
    protected void doTrace(HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        response.setHeader("Allow", "GET, HEAD, OPTIONS");
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        VerifiedToken token = (VerifiedToken) request.getAttribute(VerifiedToken.REQUEST_ATTRIBUTE);
        if (token == null) {
            throw new ServletException("The partner API has no Holdfast filter in front of it: see web.xml");
        }
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        Matcher path = ORDERS.matcher(String.valueOf(request.getPathInfo()));
        if (!path.matches()) {
            write(response, 404, Collections.singletonMap("error", "not_found"));
            return;
        }
        String partner = path.group(1);
        if (!token.clientId().filter(partner::equals).isPresent()) {
            refuse(response);
            return;
        }
        write(response, 200, answer(partner, token, certificateOf(request)));
    }

    private static void refuse(HttpServletResponse response) throws IOException {
        String description = "This token speaks for another partner";
        response.setHeader(
                "WWW-Authenticate",
                BearerChallenge.of("partners")
                        .error("insufficient_scope", description)
                        .toString());
        write(response, 403, Collections.singletonMap("error", "insufficient_scope"));
    }

    private static Map<String, Object> answer(
            String partner, VerifiedToken token, @Nullable X509Certificate certificate) {
        Map<String, Object> seen = new LinkedHashMap<>();
        seen.put(
                "certificate",
                certificate == null
                        ? null
                        : certificate.getSubjectX500Principal().getName());
        seen.put(
                "certificate_thumbprint",
                certificate == null
                        ? null
                        : CertificateThumbprint.of(certificate).value());
        seen.put("token_binding", token.claim("cnf").orElse(null));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("partner", partner);
        answer.put("orders", SampleOrders.of(partner));
        answer.put("seen", seen);
        return answer;
    }

    private static @Nullable X509Certificate certificateOf(HttpServletRequest request) {
        Object chain = request.getAttribute(CERTIFICATES);
        return chain instanceof X509Certificate[] && ((X509Certificate[]) chain).length > 0
                ? ((X509Certificate[]) chain)[0]
                : null;
    }

    private static void write(HttpServletResponse response, int status, Map<String, ?> answer) throws IOException {
        byte[] json = JsonUtil.toJson(answer).getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }
}
