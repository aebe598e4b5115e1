package io.holdfast.httpclient4;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.keyring.DocumentedPrograms;
import io.holdfast.testkit.DocumentedSnippet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The snippets of docs/other-http-clients.md. */
class DocumentedProgramTest extends DocumentedPrograms {
    private static final String SEND_TWICE = """
            import org.apache.http.client.methods.CloseableHttpResponse;
            import org.apache.http.client.methods.HttpGet;
            import org.apache.http.util.EntityUtils;
            for (int i = 0; i < 2; i++) {
                try (CloseableHttpResponse response = client.execute(new HttpGet("https://api.example.com/orders"))) {
                    System.out.println(response.getStatusLine().getStatusCode() + " "
                            + EntityUtils.toString(response.getEntity()));
                }
            }
            client.close();
            """;

    @ParameterizedTest(name = "C-1 C-23 Apache {0} with a key ring, after a refused token too")
    @ValueSource(strings = {"HttpClient 4.5", "HttpClient 4.5 pool"})
    void httpClient4Runs(String snippet) throws Exception {
        refuseOnce();

        assertThat(run("Program", program(KEY_RING, DocumentedSnippet.read(OTHER_CLIENTS, snippet), SEND_TWICE), 8))
                .isEqualTo(ORDERS + ORDERS);
        assertOneCertificate(3);
    }
}
