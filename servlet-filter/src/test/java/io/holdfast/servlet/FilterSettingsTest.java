package io.holdfast.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.door.FilterMappings;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterSettingsTest {

    private static final Map<String, String> BAD =
            Map.of("issuer", "http://as.example", "audeince", "https://api.example", "binding", "${mode}");

    private static final Map<String, String> GOOD =
            Map.of("issuer", "https://as.example", "audience", "https://api.example");

    @Test
    @DisplayName("S-77 names every problem of the settings when the javax filter does not start")
    void namesEveryProblemInJavax() {
        assertThatThrownBy(() -> new io.holdfast.servlet.javax.CertificateBoundTokenFilter()
                        .init(config(javax.servlet.FilterConfig.class, javax.servlet.ServletContext.class)))
                .isInstanceOf(javax.servlet.ServletException.class)
                .message()
                .satisfies(FilterSettingsTest::namesEveryProblem);
    }

    @Test
    @DisplayName("S-77 names every problem of the settings when the jakarta filter does not start")
    void namesEveryProblemInJakarta() {
        assertThatThrownBy(() -> new io.holdfast.servlet.jakarta.CertificateBoundTokenFilter()
                        .init(config(jakarta.servlet.FilterConfig.class, jakarta.servlet.ServletContext.class)))
                .isInstanceOf(jakarta.servlet.ServletException.class)
                .message()
                .satisfies(FilterSettingsTest::namesEveryProblem);
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

    @Test
    @DisplayName("S-77 B19 says that the javax filter is mapped nowhere")
    void saysThatTheJavaxFilterIsMappedNowhere() {
        assertThatThrownBy(() -> new io.holdfast.servlet.javax.CertificateBoundTokenFilter()
                        .init(unmapped(
                                javax.servlet.FilterConfig.class,
                                javax.servlet.ServletContext.class,
                                javax.servlet.FilterRegistration.class)))
                .isInstanceOf(javax.servlet.ServletException.class)
                .hasMessageContaining("mapped to no URL pattern", "filter-mapping");
    }

    @Test
    @DisplayName("S-77 B19 says that the jakarta filter is mapped nowhere")
    void saysThatTheJakartaFilterIsMappedNowhere() {
        assertThatThrownBy(() -> new io.holdfast.servlet.jakarta.CertificateBoundTokenFilter()
                        .init(unmapped(
                                jakarta.servlet.FilterConfig.class,
                                jakarta.servlet.ServletContext.class,
                                jakarta.servlet.FilterRegistration.class)))
                .isInstanceOf(jakarta.servlet.ServletException.class)
                .hasMessageContaining("mapped to no URL pattern", "filter-mapping");
    }

    @Test
    @DisplayName("S-77 S-84 says that the filter is not mapped to where its settings promise an answer")
    void saysThatItIsNotMappedToItsOwnPaths() {
        for (String promise : List.of("resource", "healthPath")) {
            Map<String, String> settings = new HashMap<>(GOOD);
            settings.put(promise, promise.equals("resource") ? "https://api.example" : "/health");
            assertThatThrownBy(() -> new io.holdfast.servlet.javax.CertificateBoundTokenFilter()
                            .init(mapped(
                                    settings,
                                    List.of("/orders/*", "*.do", "/healthy"),
                                    javax.servlet.FilterConfig.class,
                                    javax.servlet.ServletContext.class,
                                    javax.servlet.FilterRegistration.class)))
                    .isInstanceOf(javax.servlet.ServletException.class)
                    .hasMessageContaining(
                            promise.equals("resource") ? "at /.well-known/oauth-protected-resource," : "at /health,");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/*", "/a/*", "/a/b", "/a/b/*", "*.txt"})
    @DisplayName("S-84 knows the URL patterns that lead to a path")
    void knowsUrlPatterns(String pattern) {
        assertThat(FilterMappings.problem(List.of("/x", pattern), List.of(), List.of("/a/b")))
                .isEqualTo(
                        pattern.equals("*.txt")
                                ? FilterMappings.problem(List.of("/x"), List.of(), List.of("/a/b"))
                                : Optional.empty());
    }

    private static <T> T unmapped(Class<T> config, Class<?> context, Class<?> registration) {
        return mapped(GOOD, List.of(), config, context, registration);
    }

    private static <T> T mapped(
            Map<String, String> settings,
            List<String> patterns,
            Class<T> config,
            Class<?> context,
            Class<?> registration) {
        Object mappings = proxy(
                registration, (method, arguments) -> method.equals("getUrlPatternMappings") ? patterns : List.of());
        return config(settings, config, context, mappings);
    }

    private static <T> T config(
            Map<String, String> settings, Class<T> config, Class<?> context, @Nullable Object registration) {
        Object application = proxy(context, (method, arguments) -> switch (method) {
            case "getContextPath" -> "";
            case "getFilterRegistration" -> registration;
            case "getServerInfo" -> "Apache Tomcat/9.0.1";
            default -> null;
        });
        return config.cast(proxy(config, (method, arguments) -> switch (method) {
            case "getInitParameterNames" -> Collections.enumeration(settings.keySet());
            case "getInitParameter" -> settings.get((String) arguments[0]);
            case "getServletContext" -> application;
            default -> "holdfast";
        }));
    }

    private interface Answer {
        @Nullable
        Object to(String method, Object[] arguments);
    }

    private static Object proxy(Class<?> type, Answer answer) {
        return Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answer.to(method.getName(), arguments));
    }

    private static void namesEveryProblem(String message) {
        assertThat(message).contains("issuer", "http://as.example", "audience", "audeince", "binding", "${mode}");
    }

    private static <T> T config(Class<T> config, Class<?> context) {
        return config(BAD, config, context, null);
    }

    private static <T> T stub(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> null));
    }
}
