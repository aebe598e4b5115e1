package io.holdfast.keyring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {

    @ParameterizedTest(name = "C-10 {0} is the origin of {1}://{2}:{3}")
    @CsvSource({
        "https://api.example,https,api.example,443",
        "https://api.example,https,api.example,-1",
        "https://api.example/,https,API.example,443",
        "HTTPS://API.Example:443,HTTPS,api.example,443",
        "https://api.example:8443,https,api.example,8443",
        "https://[::1]:8443,https,::1,8443",
        "https://[::1]:8443,https,[::1],8443",
        "https://127.0.0.1,https,127.0.0.1,443"
    })
    void isOf(String origin, String scheme, String host, int port) {
        assertThat(Origin.parse(origin).is(host, port)).isTrue();
    }

    @ParameterizedTest(name = "C-10 F1 {0} is not the origin of {1}://{2}:{3}")
    @CsvSource({
        "https://api.example,https,api.example,8443",
        "https://api.example:8443,https,api.example,443",
        "https://api.example:8443,https,api.example,-1",
        "https://api.example,https,api.example.evil.example,443",
        "https://api.example,https,evil-api.example,443",
        "https://api.example,https,x.api.example,443",
        "https://api.example,https,api.example.,443",
        "https://api.example,https,example,443"
    })
    void isNotOf(String origin, String scheme, String host, int port) {
        assertThat(Origin.parse(origin).is(host, port)).isFalse();
    }

    @ParameterizedTest(name = "refuses {0}")
    @ValueSource(
            strings = {
                "",
                "api.example",
                "http://api.example",
                "ftp://api.example",
                "//api.example",
                "https://",
                "https:x",
                "https://api.example/path",
                "https://api.example?x",
                "https://api.example#x",
                "https://user@api.example",
                "https://*.example",
                "https://api example",
                "https://api.example//"
            })
    void refuses(String origin) {
        assertThatThrownBy(() -> Origin.parse(origin))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Give it like https://api.example.com");
    }
}
