package io.holdfast.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SocketAddressOfTest {

    @Test
    @DisplayName("S-13 knows no address of a container that it does not know, whatever that calls its methods")
    void knowsNothingOfOtherContainers() {
        assertThat(SocketAddressOf.request(new Object())).isNull();
        assertThat(SocketAddressOf.request(new OtherContainersRequest())).isNull();
    }

    @Test
    @DisplayName("S-13 knows no address where a known container has changed its ways")
    void knowsNothingOfChangedContainers() {
        assertThat(SocketAddressOf.request(new org.eclipse.jetty.server.handler.DefaultHandler()))
                .isNull();
    }

    /** It answers the questions that Tomcat and Jetty would be asked. */
    public static final class OtherContainersRequest {
        final Object request = this;

        public String getPeerAddr() {
            return "127.0.0.1";
        }

        public Object getRequest() {
            return request;
        }
    }
}
