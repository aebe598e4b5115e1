package io.holdfast.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is compared is alike: each client gets the answer, and sends a token if and only if it is to. */
class ClientCostTest {
    @ParameterizedTest
    @CsvSource({
        "classic, false", "classic, true", "async, false", "async, true",
        "httpclient4, false", "httpclient4, true", "spring, false", "spring, true"
    })
    void getsTheAnswer(String client, boolean token) throws Exception {
        ClientCost cost = new ClientCost();
        cost.client = client;
        cost.token = token;
        cost.prepare();
        try {
            assertThat(cost.get()).isEqualTo(200);
            assertThat(cost.carriesToken()).isEqualTo(token);
        } finally {
            cost.end();
        }
    }
}
