package io.holdfast.testserver.reader;

import io.holdfast.testkit.RawRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Makes requests whose paths may be read as restricted ones. The same seed makes the same requests. */
final class PathSpellings {
    private static final List<List<String>> RESTRICTED = List.of(
            List.of("admin", "users"),
            List.of("admin"),
            List.of("internal", "x"),
            List.of("partners", "server-b", "orders"),
            List.of("partners", "server-b"),
            List.of("orders", "export"),
            List.of("orders", "17"),
            List.of("export", "x"));
    private static final List<List<String>> ALLOWED = List.of(
            List.of("public", "1"), List.of("partners", "server-a", "orders"), List.of("files", "x"), List.of("other"));
    private static final List<String> UP = List.of(
            "..",
            "..;",
            "..;x=1",
            "%2e%2e",
            "%2E%2E",
            ".%2e",
            "%2e.",
            "%2e%2e;",
            "..%20",
            "...",
            "..%00",
            "%252e%252e",
            "..%5c",
            "%c0%ae%c0%ae",
            "%uff0e%uff0e",
            "..;jsessionid=1",
            "%2e%2e%2f",
            "..%2f",
            "\\..",
            "..%09",
            "%EF%BC%8E%EF%BC%8E");
    private static final List<String> BETWEEN = List.of(
            "//",
            "/./",
            "/;/",
            "/.;/",
            "/%2e/",
            "%2F",
            "%2f",
            "\\",
            "%5C",
            "/;x=1/",
            "///",
            "/%20/",
            "/%20",
            "/+",
            "+/",
            "%252F",
            "/x/../",
            "/x/..;/",
            "/x/%2e%2e/",
            ";/",
            ";x/",
            "%3B/",
            "/%00/",
            "%EF%BC%8F");
    private static final List<String> AT_THE_END = List.of(
            "/",
            "//",
            ".json",
            ".JSON",
            ".txt",
            "/.json",
            ";.json",
            ";x",
            ";jsessionid=1",
            ";jsessionid=1;x",
            "%3Bx",
            ".",
            "%20",
            "%00",
            "%0a",
            "/x",
            "/..",
            "/.",
            "%2e",
            "%3f",
            "%23",
            "?x=/../y",
            "/;",
            "%2f",
            ".x.json",
            ".json.txt",
            ".x%EF%BC%8Fy",
            ".%E2%84%80",
            "~",
            "+",
            ";a=/../b",
            "%",
            "%zz");
    /** Restricted paths with a character that Unicode takes for a slash among others. */
    static final List<String> FOLDED_SLASHES = List.of(
            "/orders/export.x%EF%BC%8Fy",
            "/orders/export.%E2%84%80",
            "/orders/EXPORT.x%EF%BC%8Fy",
            "/admin/x%EF%BC%8Fy",
            "/ADMIN/%CC%87",
            "/api/x%EF%BC%8Fy/admin.json",
            "/api/x%E2%84%85y/ADMIN",
            "/api/%EF%BC%8F/admin.json");

    private static final List<String> METHODS =
            List.of("DELETE", "delete", "POST", "POST", "POST", "POST", "POST", "post", "PUT", "HEAD", "GET");
    private static final List<String> OVERRIDES = List.of(
            "_method=DELETE",
            "_method=delete",
            "%5Fmethod=DELETE",
            "_m%65thod=%44ELETE",
            "x=1&_method=DELETE",
            "_method=GET&_method=DELETE",
            "_method=DELETE&_method=GET",
            "_method=DELETE%20",
            "_method=POST,DELETE");

    private final Random random;

    PathSpellings(long seed) {
        random = new Random(seed);
    }

    RawRequest next() {
        List<String> target = one(RESTRICTED);
        StringBuilder path = new StringBuilder();
        int changes = 1 + random.nextInt(3);
        if (sometimes(4)) {
            climb(path);
        }
        for (String segment : target) {
            path.append(changes > 1 && sometimes(3) ? one(BETWEEN) : "/");
            path.append(sometimes(3) ? mangled(segment) : segment);
        }
        if (sometimes(4)) {
            climbTo(path, target.size());
        } else if (sometimes(2)) {
            path.append(one(AT_THE_END));
        }
        return request(path.toString(), target.contains("17"));
    }

    private RawRequest request(String path, boolean change) {
        String target = sometimes(30) ? "https://localhost" + path : path;
        if (!change) {
            return RawRequest.get(target);
        }
        RawRequest request = RawRequest.of(
                one(METHODS), target + (target.contains("?") ? "&" : "?") + (sometimes(3) ? "x" : one(OVERRIDES)));
        return sometimes(3)
                ? request.header(
                        one(List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")), one(METHODS))
                : request;
    }

    /** Starts in an allowed path and climbs out of it. */
    private void climb(StringBuilder path) {
        List<String> allowed = one(ALLOWED);
        allowed.forEach(segment -> path.append('/').append(segment));
        allowed.forEach(segment -> path.append('/').append(one(UP)));
    }

    /** Climbs out of the restricted path and ends in an allowed one. */
    private void climbTo(StringBuilder path, int depth) {
        String up = one(UP);
        for (int i = 0; i < depth; i++) {
            path.append('/').append(sometimes(4) ? one(UP) : up);
        }
        one(ALLOWED).forEach(segment -> path.append('/').append(segment));
    }

    private String mangled(String segment) {
        StringBuilder mangled = new StringBuilder();
        int way = random.nextInt(8);
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            mangled.append(sometimes(2) ? changed(c, way) : String.valueOf(c));
        }
        return mangled.toString();
    }

    private String changed(char c, int way) {
        String hex = String.format(Locale.ROOT, sometimes(2) ? "%02x" : "%02X", (int) c);
        return switch (way) {
            case 0, 1 -> "%" + hex;
            case 2 -> String.valueOf(Character.toUpperCase(c));
            case 3 -> sometimes(2) ? "%" + hex : String.valueOf(Character.toUpperCase(c));
            case 4 -> "%25" + hex;
            case 5 -> "%u00" + hex;
            case 6 -> encoded(String.valueOf((char) (c + 0xfee0)));
            default ->
                switch (c) {
                    case 's' -> encoded("\u017f");
                    case 'i' -> encoded(sometimes(2) ? "\u0131" : "\u0130");
                    case 'k' -> encoded("\u212a");
                    default -> c + (sometimes(9) ? encoded("\u0307") : "");
                };
        };
    }

    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            encoded.append(String.format(Locale.ROOT, "%%%02X", octet & 0xff));
        }
        return encoded.toString();
    }

    private boolean sometimes(int oneOf) {
        return random.nextInt(oneOf) == 0;
    }

    private <T> T one(List<T> several) {
        return several.get(random.nextInt(several.size()));
    }
}
