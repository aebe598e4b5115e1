package io.holdfast.resource;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The form of a CORS preflight request. A browser sends neither credentials nor a body with one, and names the method that
 * it asks about. Any other form may be another request to the application, above all one with its method in a header.
 */
final class Preflight {
    /** An origin, or {@code null}, which a browser sends that keeps it to itself. */
    private static final Pattern ORIGIN = Pattern.compile("[!-~]+");

    /** RFC 9110 section 9.1, "Overview": a token. */
    private static final Pattern METHOD = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private Preflight() {}

    /** True if a request has that form. */
    static boolean is(ResourceRequest request) {
        return "OPTIONS".equals(request.method())
                && hasOne(request, "Origin", ORIGIN)
                && hasOne(request, "Access-Control-Request-Method", METHOD)
                && request.headers("Authorization").isEmpty()
                && request.headers("Transfer-Encoding").isEmpty()
                && !RequestedMethods.areNamedIn(request)
                && request.headers("Content-Length").stream().allMatch("0"::equals)
                && !request.mayHaveUnannouncedBody();
    }

    private static boolean hasOne(ResourceRequest request, String name, Pattern form) {
        List<String> values = request.headers(name);
        return values.size() == 1 && form.matcher(values.get(0)).matches();
    }
}
