package io.holdfast.demo.launcher;

import java.nio.file.Path;

/** Commands to copy: the story by hand. None holds a token; the shell fetches one. */
final class CurlLines {
    private final DemoUrls urls;
    private final String directory;

    CurlLines(DemoUrls urls, Path directory) {
        this.urls = urls;
        this.directory = relative(directory.toAbsolutePath().normalize());
    }

    String toText() {
        return """
                Try it yourself, in another terminal:

                cd %1$s
                TOKEN=$(curl -s --cacert authority.crt --cert server-a.pem -d grant_type=client_credentials \\
                  -d client_id=server-a -d resource=%2$s/orders %2$s/token | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
                curl -i -w '\\n' --cacert authority.crt --cert server-a.pem -H "Authorization: Bearer $TOKEN" \\
                  %2$s/orders/server-a
                curl -i -w '\\n' --cacert authority.crt --cert thief.pem -H "Authorization: Bearer $TOKEN" \\
                  %2$s/orders/server-a
                curl -i -w '\\n' --cacert authority.crt -H "Authorization: Bearer $TOKEN" \\
                  %2$s/orders/server-a
                curl -w '\\n' --cacert authority.crt %3$s/.well-known/oauth-authorization-server
                """.formatted(directory, urls.mtlsBaseUrl(), urls.issuer());
    }

    private static String relative(Path directory) {
        Path here = Path.of("").toAbsolutePath();
        Path shown = directory.startsWith(here) ? here.relativize(directory) : directory;
        String text = shown.toString();
        return text.matches("[A-Za-z0-9_./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
