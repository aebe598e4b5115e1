package io.holdfast.tokenservice.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jose4j.json.JsonUtil;

/** An answer: status, header and body. Immutable. */
public final class HttpResponse {
    private final int status;
    private final List<String[]> headers;
    private final byte[] body;

    private HttpResponse(int status, List<String[]> headers, byte[] body) {
        this.status = status;
        this.headers = Collections.unmodifiableList(headers);
        this.body = body;
    }

    /** An answer without a body. */
    public static HttpResponse of(int status) {
        return new HttpResponse(status, Collections.emptyList(), new byte[0]);
    }

    /** An answer whose body is this text in UTF-8. */
    public static HttpResponse of(int status, String contentType, String body) {
        return new HttpResponse(status, Collections.emptyList(), body.getBytes(StandardCharsets.UTF_8))
                .header("Content-Type", contentType)
                .header("X-Content-Type-Options", "nosniff");
    }

    /** A JSON object. */
    public static HttpResponse json(int status, Map<String, ?> members) {
        return of(status, "application/json", JsonUtil.toJson(members));
    }

    /** A redirect that the browser follows with GET. */
    public static HttpResponse seeOther(String location) {
        return of(303).header("Location", location);
    }

    /** This answer with one more field line. */
    public HttpResponse header(String name, String value) {
        List<String[]> more = new ArrayList<>(headers);
        more.add(new String[] {name, value});
        return new HttpResponse(status, more, body);
    }

    /** This answer, which nobody may keep (RFC 6749 §5.1). */
    public HttpResponse notStored() {
        return header("Cache-Control", "no-store").header("Pragma", "no-cache");
    }

    /** The refusal of any other method than these. */
    public static HttpResponse methodNotAllowed(String allowed) {
        return of(405).header("Allow", allowed);
    }

    public int status() {
        return status;
    }

    /** Tells name and value of each field line. */
    public void forEachHeader(BiConsumer<String, String> action) {
        headers.forEach(line -> action.accept(line[0], line[1]));
    }

    public byte[] body() {
        return body.clone();
    }
}
