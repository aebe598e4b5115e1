package io.holdfast.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.keyring.DocumentedPrograms;
import io.holdfast.testkit.DocumentedSnippet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The snippet of docs/other-http-clients.md. */
class DocumentedProgramTest extends DocumentedPrograms {
    private static final String SEND = """
            import okhttp3.Request;
            import okhttp3.Response;
            Request request = new Request.Builder().url("https://api.example.com/orders").build();
            try (Response response = client.newCall(request).execute()) {
                System.out.println(response.code() + " " + response.body().string());
            }
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
            """;

    @Test
    @DisplayName("C-1 C-23 OkHttp with a key ring, after a refused token too")
    void okHttpRuns() throws Exception {
        refuseOnce();

        assertThat(run("Program", program(KEY_RING, DocumentedSnippet.read(OTHER_CLIENTS, "OkHttp"), SEND), 8))
                .isEqualTo(ORDERS);
        assertOneCertificate(2);
    }
}
