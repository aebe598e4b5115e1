package io.holdfast.javahttp;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.keyring.DocumentedPrograms;
import io.holdfast.testkit.DocumentedSnippet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The snippets of docs/other-http-clients.md. */
class DocumentedProgramTest extends DocumentedPrograms {
    private static final String SENDING = """
            import java.net.URI;
            import java.net.http.HttpRequest;
            import java.net.http.HttpResponse;
            """;

    @Test
    @DisplayName("C-1 C-23 java.net.http with a key ring, after a refused token too")
    void javaNetHttpRuns() throws Exception {
        refuseOnce();

        assertThat(run("Program", program(KEY_RING, snippet("java.net.http"), print()), 11))
                .isEqualTo(ORDERS);
        assertOneCertificate(2);
    }

    @Test
    @DisplayName("C-1 the set-up of java.net.http")
    void setUpRuns() throws Exception {
        String send =
                snippet("java.net.http").substring(snippet("java.net.http").indexOf("HttpResponse<"));

        assertThat(run("Program", program(SENDING, KEY_RING, snippet("java.net.http set up"), send, print()), 11))
                .isEqualTo(ORDERS);
        assertOneCertificate(1);
    }

    private static String snippet(String name) {
        return DocumentedSnippet.read(OTHER_CLIENTS, name);
    }

    private static String print() {
        return "System.out.println(response.statusCode() + \" \" + response.body());\n";
    }
}
