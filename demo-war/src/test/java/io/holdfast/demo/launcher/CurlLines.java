package io.holdfast.demo.launcher;

import java.nio.file.Path;

/** Commands to copy: the story by hand. */
final class CurlLines {
    private final DemoServer server;
    private final String directory;

    CurlLines(DemoServer server, Path directory) {
        this.server = server;
        this.directory = relative(directory.toAbsolutePath().normalize());
    }

    String toText() {
        return """
                Try it yourself (keys and certificates are in %1$s):

                TOKEN=$(%2$s --cert %1$s/server-a.pem -d grant_type=client_credentials -d client_id=server-a \\
                  %3$s/token | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
                %2$s -i --cert %1$s/server-a.pem -H "Authorization: Bearer $TOKEN" %3$s/partners/server-a/orders
                %2$s -i --cert %1$s/thief.pem -H "Authorization: Bearer $TOKEN" %3$s/partners/server-a/orders
                %2$s -i -H "Authorization: Bearer $TOKEN" %3$s/partners/server-a/orders
                %2$s %4$s/.well-known/oauth-authorization-server
                """.formatted(
                directory, "curl -s --cacert " + directory + "/authority.crt", server.mtlsBaseUrl(), server.issuer());
    }

    private static String relative(Path directory) {
        Path here = Path.of("").toAbsolutePath();
        Path shown = directory.startsWith(here) ? here.relativize(directory) : directory;
        String text = shown.toString();
        return text.matches("[A-Za-z0-9_./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
