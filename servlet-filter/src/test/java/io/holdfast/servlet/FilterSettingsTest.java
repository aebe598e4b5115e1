package io.holdfast.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FilterSettingsTest {

    private static final Map<String, String> BAD =
            Map.of("issuer", "http://as.example", "audeince", "https://api.example", "binding", "${mode}");

    @Test
    @DisplayName("S-77 names every problem of the settings when the javax filter does not start")
    void namesEveryProblemInJavax() {
        assertThatThrownBy(() -> new io.holdfast.servlet.javax.CertificateBoundTokenFilter()
                        .init(config(javax.servlet.FilterConfig.class)))
                .isInstanceOf(javax.servlet.ServletException.class)
                .message()
                .satisfies(FilterSettingsTest::namesEveryProblem);
    }

    @Test
    @DisplayName("S-77 names every problem of the settings when the jakarta filter does not start")
    void namesEveryProblemInJakarta() {
        assertThatThrownBy(() -> new io.holdfast.servlet.jakarta.CertificateBoundTokenFilter()
                        .init(config(jakarta.servlet.FilterConfig.class)))
                .isInstanceOf(jakarta.servlet.ServletException.class)
                .message()
                .satisfies(FilterSettingsTest::namesEveryProblem);
    }

    @Test
    @DisplayName("S-71 passes nothing on before it is initialised")
    void passesNothingOnBeforeItIsInitialised() {
        var request = stub(javax.servlet.http.HttpServletRequest.class);
        var response = stub(javax.servlet.http.HttpServletResponse.class);
        assertThatThrownBy(() -> new io.holdfast.servlet.javax.CertificateBoundTokenFilter()
                        .doFilter(request, response, (passedRequest, passedResponse) -> {
                            throw new AssertionError("passed on");
                        }))
                .isInstanceOf(javax.servlet.ServletException.class);
    }

    @Test
    @DisplayName("S-71 passes no request on that is not HTTP")
    void passesOnlyHttpOn() {
        var request = stub(javax.servlet.ServletRequest.class);
        var response = stub(javax.servlet.ServletResponse.class);
        assertThatThrownBy(() -> new io.holdfast.servlet.javax.CertificateBoundTokenFilter()
                        .doFilter(request, response, (passedRequest, passedResponse) -> {
                            throw new AssertionError("passed on");
                        }))
                .isInstanceOf(javax.servlet.ServletException.class)
                .hasMessageContaining("HTTP");
    }

    private static void namesEveryProblem(String message) {
        assertThat(message).contains("issuer", "http://as.example", "audience", "audeince", "binding", "${mode}");
    }

    private static <T> T config(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "getInitParameterNames" -> Collections.enumeration(BAD.keySet());
                    case "getInitParameter" -> BAD.get((String) arguments[0]);
                    default -> "holdfast";
                }));
    }

    private static <T> T stub(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> null));
    }
}
