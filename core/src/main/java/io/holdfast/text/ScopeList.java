package io.holdfast.text;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The scopes in a JSON value.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-3.3">RFC 6749 section 3.3, "Access Token Scope"</a>
 */
public final class ScopeList {
    private ScopeList() {}

    /**
     * The scopes, separated by spaces: a string holds them so, an array has one in each element.
     *
     * @param value a value of JSON
     * @return null if it is neither, or holds something that is no scope
     */
    public static @Nullable String joined(@Nullable Object value) {
        if (value instanceof String) {
            return TokenSyntax.isQuotable((String) value) ? (String) value : null;
        }
        List<?> elements = value instanceof List ? (List<?>) value : Collections.singletonList(null);
        StringBuilder scopes = new StringBuilder();
        for (Object element : elements) {
            if (!isScope(element)) {
                return null;
            }
            scopes.append(scopes.length() == 0 ? "" : " ").append(element);
        }
        return scopes.toString();
    }

    private static boolean isScope(@Nullable Object element) {
        return element instanceof String
                && !((String) element).isEmpty()
                && ((String) element).indexOf(' ') < 0
                && TokenSyntax.isQuotable((String) element);
    }
}
