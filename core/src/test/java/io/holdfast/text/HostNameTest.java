package io.holdfast.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostNameTest {
    @ParameterizedTest
    @CsvSource({
        "API.example.com, api.example.com, API.example.com, API.example.com",
        "192.0.2.1, 192.0.2.1, 192.0.2.1, 192.0.2.1",
        "[2001:DB8::1], 2001:db8::1, 2001:DB8::1, [2001:DB8::1]",
        "2001:db8::1, 2001:db8::1, 2001:db8::1, [2001:db8::1]"
    })
    @DisplayName("a host is the same in any letter case, and an IPv6 address with or without brackets")
    void readsBothForms(String host, String normal, String bare, String inUri) {
        assertThat(HostName.normal(host)).isEqualTo(normal);
        assertThat(HostName.withoutBrackets(host)).isEqualTo(bare);
        assertThat(HostName.inUri(host)).isEqualTo(inUri);
        assertThat(HostName.withPort(host, 8443)).isEqualTo(inUri + ":8443");
        assertThat(HostName.withPort(host, -1)).isEqualTo(inUri + ":443");
    }
}
