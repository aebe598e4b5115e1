package io.holdfast.demo.partner;

import io.holdfast.json.MalformedJsonException;
import io.holdfast.json.StrictJson;
import io.holdfast.tokenservice.http.HttpRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A partner's order without a number: {@code {"article": "deck lantern", "quantity": 3}}. Immutable. */
final class NewOrder {
    private static final int MOST_BYTES = 2048;
    private static final long MOST_PIECES = 1000;
    /** Excludes characters that end a line, are invisible or change the direction of others. */
    private static final Pattern ARTICLE = Pattern.compile("[^\\p{C}\\p{Zl}\\p{Zp}]{1,80}");

    private final String article;
    private final long quantity;

    NewOrder(String article, long quantity) {
        this.article = article;
        this.quantity = quantity;
    }

    String article() {
        return article;
    }

    long quantity() {
        return quantity;
    }

    /**
     * Reads the body of a request.
     *
     * @throws RefusedOrderException if it is not JSON, longer than 2048 bytes, or not an order
     * @throws IOException if it cannot be read
     */
    static NewOrder read(HttpRequest request) throws RefusedOrderException, IOException {
        if (!isJson(request.headers("Content-Type"))) {
            throw new RefusedOrderException(415, "The Content-Type must be application/json");
        }
        Map<String, Object> members;
        try {
            members = StrictJson.parseObject(body(request.body()));
        } catch (MalformedJsonException e) {
            throw new RefusedOrderException(400, "The body is not one JSON object in UTF-8");
        }
        if (!members.keySet().equals(new HashSet<>(Arrays.asList("article", "quantity")))) {
            throw new RefusedOrderException(400, "An order has the members article and quantity, and no other");
        }
        return of(members.get("article"), members.get("quantity"));
    }

    private static NewOrder of(@Nullable Object article, @Nullable Object quantity) throws RefusedOrderException {
        if (!(article instanceof String)
                || !ARTICLE.matcher((String) article).matches()
                || ((String) article).trim().isEmpty()) {
            throw new RefusedOrderException(400, "The article must be a text of 1 to 80 characters that can be seen");
        }
        if (!(quantity instanceof Long) || (Long) quantity < 1 || (Long) quantity > MOST_PIECES) {
            throw new RefusedOrderException(400, "The quantity must be a whole number from 1 to " + MOST_PIECES);
        }
        return new NewOrder((String) article, (Long) quantity);
    }

    private static boolean isJson(List<String> contentTypes) {
        return contentTypes.size() == 1
                && contentTypes
                        .get(0)
                        .toLowerCase(Locale.ROOT)
                        .matches("application/json[ \t]*(;[ \t]*charset=\"?utf-8\"?[ \t]*)?");
    }

    private static byte[] body(InputStream in) throws RefusedOrderException, IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] buffer = new byte[512];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            body.write(buffer, 0, read);
            if (body.size() > MOST_BYTES) {
                throw new RefusedOrderException(413, "An order has at most " + MOST_BYTES + " bytes");
            }
        }
        return body.toByteArray();
    }
}
