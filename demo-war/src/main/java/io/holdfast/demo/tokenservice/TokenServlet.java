package io.holdfast.demo.tokenservice;

import static io.holdfast.demo.tokenservice.OAuthError.INVALID_CLIENT;
import static io.holdfast.demo.tokenservice.OAuthError.INVALID_REQUEST;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jose4j.json.JsonUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /token}: HTTP around the {@link TokenEndpoint}. */
final class TokenServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(TokenServlet.class);
    private static final String CERTIFICATES = "javax.servlet.request.X509Certificate";
    private static final int LARGEST_BODY = 16 * 1024;
    private static final Pattern FORM = Pattern.compile(
            "application/x-www-form-urlencoded(?:\\s*;\\s*charset=\"?utf-8\"?)?\\s*", Pattern.CASE_INSENSITIVE);

    private final transient TokenEndpoint endpoint;

    TokenServlet(TokenEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Pragma", "no-cache");
        if (!request.getMethod().equals("POST")) {
            response.setHeader("Allow", "POST");
            write(response, 405, error(INVALID_REQUEST, "The token endpoint takes POST only"));
            return;
        }
        List<String> authorization = Collections.list(request.getHeaders("Authorization"));
        try {
            FormParameters form = FormParameters.parse(body(request));
            write(response, 200, endpoint.answer(form, presentedChain(request), authorization.size()));
        } catch (TokenRequestRefusedException e) {
            if (e.error() == INVALID_CLIENT && !authorization.isEmpty()) {
                challengeFor(authorization.get(0)).ifPresent(value -> response.setHeader("WWW-Authenticate", value));
            }
            write(response, e.error().status(), error(e.error(), e.getMessage()));
        }
    }

    /** Only what the container took from the handshake; no header and no parameter can name a certificate. */
    private static List<X509Certificate> presentedChain(HttpServletRequest request) {
        Object attribute = request.getAttribute(CERTIFICATES);
        return attribute instanceof X509Certificate[]
                ? Arrays.asList((X509Certificate[]) attribute)
                : Collections.emptyList();
    }

    private static byte[] body(HttpServletRequest request) throws TokenRequestRefusedException {
        List<String> types = Collections.list(request.getHeaders("Content-Type"));
        if (types.size() != 1 || !FORM.matcher(types.get(0)).matches()) {
            throw new TokenRequestRefusedException(
                    INVALID_REQUEST, "The Content-Type is not application/x-www-form-urlencoded");
        }
        if (request.getHeader("Content-Encoding") != null) {
            throw new TokenRequestRefusedException(INVALID_REQUEST, "A Content-Encoding is not taken");
        }
        try {
            return read(request.getInputStream());
        } catch (IOException e) {
            // Left to the container, it would be answered with a page instead of the error of RFC 6749.
            LOG.debug(
                    "A token request broke off or was malformed: {}",
                    e.getClass().getName());
            throw new TokenRequestRefusedException(INVALID_REQUEST, "The body is incomplete or malformed");
        }
    }

    private static byte[] read(InputStream in) throws IOException, TokenRequestRefusedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] buffer = new byte[4096];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            body.write(buffer, 0, read);
            if (body.size() > LARGEST_BODY) {
                throw new TokenRequestRefusedException(INVALID_REQUEST, "The body is longer than 16 KiB");
            }
        }
        return body.toByteArray();
    }

    /** RFC 6749 §5.2: the challenge matches the scheme that the client tried; another scheme is not echoed. */
    private static Optional<String> challengeFor(String authorization) {
        String tried = authorization.trim().split("[ \\t]", 2)[0];
        return Stream.of("Basic", "Bearer")
                .filter(tried::equalsIgnoreCase)
                .map(scheme -> scheme + " realm=\"Holdfast demo token service\"")
                .findFirst();
    }

    private static Map<String, Object> error(OAuthError error, @Nullable String description) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("error", error.code());
        answer.put("error_description", description);
        return answer;
    }

    private static void write(HttpServletResponse response, int status, Map<String, Object> answer) throws IOException {
        byte[] json = JsonUtil.toJson(answer).getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }
}
