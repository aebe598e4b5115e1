package io.holdfast.demo.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testpki.TestPki;
import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.junit.jupiter.api.Test;

class LaidOutJsonTest {
    private static final DemoUrls URLS = DemoUrls.onPorts(8443, 8444);
    private static final String TEXT = DemoRegistrations.json(URLS, TestPki.create());

    @Test
    void hasALineForEachMemberOfAClient() {
        assertThat(TEXT)
                .startsWith(
                        "{\n  \"resources\": [\n    {\"resource\": \"https://localhost:8444/orders\", \"audience\": \"orders-api\",")
                .contains("\n      \"client_id\": \"server-a\",\n", "\n      \"scope\": \"orders:read\",\n")
                .endsWith("\n}\n");
    }

    @Test
    void staysTheSameJson() throws Exception {
        Map<String, Object> read = JsonUtil.parseJson(TEXT);

        assertThat(read).containsOnlyKeys("resources", "clients");
        assertThat(read.get("resources")).isEqualTo(DemoRegistrations.resources(URLS));
        assertThat(LaidOutJson.of(read)).isEqualTo(TEXT.strip());
        assertThat(LaidOutJson.of(Map.of("a \"b\"", "c\nd\u0001\\")))
                .isEqualTo("{\"a \\\"b\\\"\": \"c\\nd\\u0001\\\\\"}");
    }
}
