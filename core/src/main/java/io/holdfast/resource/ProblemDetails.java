package io.holdfast.resource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.json.JsonUtil;

/**
 * The body of a refusal for clients that read JSON. It tells what the challenge tells and no more: details help a thief
 * more than a partner.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457#section-3">RFC 9457 section 3, "The Problem Details JSON Object"</a>
 */
final class ProblemDetails {
    private static final String MEDIA_TYPE = "application/problem+json";
    private static final int LONGEST_ACCEPT = 1024;

    private ProblemDetails() {}

    static ResponseBody of(RefusalReason reason) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("title", title(reason.status()));
        members.put("status", reason.status());
        members.put("detail", detail(reason));
        String error = reason.error();
        if (error != null) {
            members.put("error", error);
        }
        return new ResponseBody(MEDIA_TYPE, JsonUtil.toJson(members));
    }

    private static String title(int status) {
        switch (status) {
            case 400:
                return "Bad Request";
            case 401:
                return "Unauthorized";
            case 403:
                return "Forbidden";
            case 503:
                return "Service Unavailable";
            default:
                return "Internal Server Error";
        }
    }

    private static String detail(RefusalReason reason) {
        String description = reason.description();
        if (description != null) {
            return description;
        }
        switch (reason) {
            case CREDENTIALS_MISSING:
                return "This resource needs an access token.";
            case ACCESS_DENIED:
                return "Nobody has access to this path.";
            case VERIFICATION_UNAVAILABLE:
                return "The access token cannot be verified just now. Keep it and try again.";
            default:
                return "The request could not be checked.";
        }
    }

    /**
     * True if a client names JSON among what it accepts, and does not prefer a page to it. A client that accepts
     * anything gets the container's own error page, as ever.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1">RFC 9110 section 12.5.1, "Accept"</a>
     */
    static boolean isWantedBy(ResourceRequest request) {
        List<String> lines = request.headers("Accept");
        String accept = String.join(",", lines);
        if (accept.isEmpty() || accept.length() > LONGEST_ACCEPT) {
            return false;
        }
        double json = 0;
        double html = 0;
        for (String range : accept.split(",", -1)) {
            String[] parts = range.split(";", -1);
            String type = parts[0].trim();
            if (type.equalsIgnoreCase(MEDIA_TYPE) || type.equalsIgnoreCase("application/json")) {
                json = Math.max(json, weight(parts));
            } else if (type.equalsIgnoreCase("text/html")) {
                html = Math.max(html, weight(parts));
            }
        }
        return json > 0 && json >= html;
    }

    private static double weight(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].trim();
            if (parameter.startsWith("q=") || parameter.startsWith("Q=")) {
                return qvalue(parameter.substring(2));
            }
        }
        return 1;
    }

    /** A malformed weight counts as zero, so that the ordinary answer is sent. */
    private static double qvalue(String text) {
        return text.matches("(0(\\.\\d{0,3})?|1(\\.0{0,3})?)") ? Double.parseDouble(text) : 0;
    }
}
