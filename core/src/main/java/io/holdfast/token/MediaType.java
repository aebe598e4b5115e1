package io.holdfast.token;

import java.util.Locale;

/**
 * The {@code typ} of a JWT, a media type whose {@code application/} may be left out and whose letter case does not
 * matter.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7515#section-4.1.9">RFC 7515 section 4.1.9, "'typ' (Type) Header
 *     Parameter"</a>
 */
final class MediaType {
    private static final String APPLICATION = "application/";

    private MediaType() {}

    static String withoutApplication(String type) {
        String lower = type.toLowerCase(Locale.ROOT);
        return lower.startsWith(APPLICATION) ? lower.substring(APPLICATION.length()) : lower;
    }
}
