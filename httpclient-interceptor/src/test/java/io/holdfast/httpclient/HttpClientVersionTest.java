package io.holdfast.httpclient;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.util.VersionInfo;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HttpClientVersionTest {

    @Test
    @DisplayName("the tests run with the HttpClient that the build says")
    void runsWithTheStatedVersion() {
        VersionInfo running = VersionInfo.loadVersionInfo("org.apache.hc.client5", HttpClients.class.getClassLoader());

        assertThat(running.getRelease()).isEqualTo(System.getProperty("holdfast.httpclient5"));
    }
}
