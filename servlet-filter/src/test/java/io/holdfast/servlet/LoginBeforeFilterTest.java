package io.holdfast.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.TestLog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LoginBeforeFilterTest {
    private static final String TOMCAT = "Apache Tomcat/9.0.123";
    private static final String CONSTRAINT =
            "<security-constraint><web-resource-collection><url-pattern>/orders/*</url-pattern></web-resource-collection>"
                    + "<auth-constraint><role-name>clerk</role-name></auth-constraint></security-constraint>";

    private static InputStream stream(String xml) {
        return new ByteArrayInputStream(("<web-app>" + xml + "</web-app>").getBytes(StandardCharsets.UTF_8));
    }

    private static String login(String method) {
        return "<login-config><auth-method>" + method + "</auth-method><form-login-config>"
                + "<form-login-page>/login.jsp</form-login-page></form-login-config></login-config>";
    }

    private static String mapping(String... dispatchers) {
        StringBuilder all = new StringBuilder();
        List.of(dispatchers).forEach(type -> all.append("<dispatcher>" + type + "</dispatcher>"));
        return "<filter-mapping><filter-name>holdfast</filter-name>" + all + "</filter-mapping>";
    }

    private static Optional<String> problem(String server, String xml) {
        try {
            return LoginBeforeFilter.problem(DeclaredLogin.read(stream(xml), "holdfast"), server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @DisplayName("has nothing to say of an application without a login")
    void isSilentWithoutALogin() {
        assertThat(problem(TOMCAT, "")).isEmpty();
        assertThat(problem(TOMCAT, "<security-role><role-name>clerk</role-name></security-role>"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BASIC", "DIGEST", "CLIENT-CERT", "SPNEGO", "FORM"})
    @DisplayName("S-102 G9 warns of a login whose constraints may stand in annotations, fragments or code")
    void warnsOfALoginWithoutConstraintsInTheFile(String method) {
        for (String server : List.of(TOMCAT, "jetty/12.1.12", "WildFly 39.0.1.Final")) {
            assertThat(problem(server, login(method)))
                    .get()
                    .asString()
                    .contains(method, server, "@ServletSecurity", "web-fragment.xml", "docs/own-login.md");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BASIC", "DIGEST", "CLIENT-CERT", "SPNEGO", "FORM"})
    @DisplayName("S-102 names the login, the paths and the valve on Tomcat and TomEE, and the rules elsewhere")
    void namesLoginPathsAndRemedy(String method) {
        for (String server : List.of(TOMCAT, "Apache Tomcat (TomEE)/9.0.91 (8.0.16)")) {
            assertThat(problem(server, CONSTRAINT + login(method)))
                    .get()
                    .asString()
                    .contains(method, server, "/orders/*", "valve", "clerk", "docs/own-login.md");
        }
        assertThat(problem("jetty/12.1.12", CONSTRAINT + login(method)))
                .get()
                .asString()
                .contains(method, "jetty/12.1.12", "/orders/*", "accessRules")
                .doesNotContain("valve");
    }

    @Test
    @DisplayName("says that constraints without a login refuse everybody")
    void namesConstraintsWithoutLogin() {
        assertThat(problem(TOMCAT, CONSTRAINT)).get().asString().contains("403", "/orders/*");
    }

    @Test
    @DisplayName("says of a form what it tells without a token, and that its page is open where no FORWARD is mapped")
    void namesTheOpenLoginPage() {
        String form = login("FORM");
        for (String mapping : List.of("", mapping(), mapping("REQUEST"), mapping("REQUEST", "ERROR"))) {
            assertThat(problem(TOMCAT, form + mapping))
                    .get()
                    .asString()
                    .contains(
                            "/login.jsp is shown to anybody", "<dispatcher>FORWARD</dispatcher>", "/j_security_check");
        }
        assertThat(problem("WildFly 39.0.1.Final", form)).get().asString().contains("If the container forwards to it");
        assertThat(problem("jetty/12.1.12", form))
                .get()
                .asString()
                .contains("/j_security_check")
                .doesNotContain("login.jsp");
        assertThat(problem(TOMCAT, form + mapping("REQUEST", "FORWARD")))
                .get()
                .asString()
                .contains("/j_security_check")
                .doesNotContain("login.jsp");
    }

    @Test
    @DisplayName("keeps the message short and on one line, whatever the descriptor holds")
    void keepsTheMessageShort() {
        String constraints =
                CONSTRAINT.replace("/orders/*", "/a\n\t/" + "b".repeat(1_000)).repeat(200);
        assertThat(problem(TOMCAT, constraints + login("BA\nSIC")).orElseThrow())
                .hasSizeLessThan(2000)
                .doesNotContain("\n")
                .contains("and more");
    }

    @Test
    @DisplayName("S-102 warns of a web.xml that cannot be read, and never fails")
    void warnsOfAnUnreadableDescriptor() {
        List<Function<String, InputStream>> unreadable = List.of(
                path -> stream("<!-- -- -->"),
                path -> {
                    throw new IllegalStateException("closed");
                },
                path -> new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("gone");
                    }

                    @Override
                    public int read(byte[] into, int offset, int length) throws IOException {
                        return read();
                    }
                },
                path -> {
                    throw new NoClassDefFoundError("javax/xml/parsers/SAXParserFactory");
                });
        for (Function<String, InputStream> resources : unreadable) {
            TestLog log = new TestLog();
            LoginBeforeFilter.warnOf(resources, null, "holdfast");
            assertThat(log.text()).contains("WARN", "/WEB-INF/web.xml could not be read", "docs/own-login.md");
        }
        TestLog log = new TestLog();
        LoginBeforeFilter.warnOf(path -> null, null, "holdfast");
        assertThat(log.text()).isEmpty();
    }
}
