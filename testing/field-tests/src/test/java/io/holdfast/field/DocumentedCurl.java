package io.holdfast.field;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The line that shows from outside whether an application has a door. */
final class DocumentedCurl {
    private DocumentedCurl() {}

    /** Prints the status line and the headers of the answer to a request without a token. */
    static String run(URI application, Pki pki, Path console) throws IOException, InterruptedException {
        String line = DocumentedServer.lines("door-is-there")
                .replace("https://your-host/your-application/", application.toString());
        ProcessBuilder shell =
                Program.command(Path.of(System.getProperty("java.home")), List.of("sh", "-eu", "-c", line));
        shell.environment().put("CURL_CA_BUNDLE", pki.authorities.toString());
        return Program.run("curl", shell, console, Duration.ofMinutes(1)).trim();
    }
}
