package io.holdfast.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeclaredLoginTest {
    private static final String OLD = """
            <?xml version="1.0" encoding="ISO-8859-1"?>
            <!DOCTYPE web-app PUBLIC "-//Sun Microsystems, Inc.//DTD Web Application 2.3//EN"
                "%s">
            """;

    private static final String LOGIN = """
              <security-constraint>
                <web-resource-collection><web-resource-name>o</web-resource-name>
                  <url-pattern>/orders/*</url-pattern><url-pattern> /bills/* </url-pattern></web-resource-collection>
                <auth-constraint><role-name>clerk</role-name><role-name>*</role-name></auth-constraint>
              </security-constraint>
              <security-constraint>
                <web-resource-collection><url-pattern>/secure/*</url-pattern></web-resource-collection>
                <user-data-constraint><transport-guarantee>CONFIDENTIAL</transport-guarantee></user-data-constraint>
              </security-constraint>
              <security-constraint>
                <web-resource-collection><url-pattern>/denied/*</url-pattern></web-resource-collection>
                <auth-constraint/>
              </security-constraint>
              <login-config><auth-method>form</auth-method>
                <form-login-config><form-login-page>/login.jsp</form-login-page>
                  <form-error-page>/error.jsp</form-error-page></form-login-config></login-config>
              <security-role><role-name>clerk</role-name></security-role>
              <security-role><role-name>chief</role-name></security-role>
            """;

    private static DeclaredLogin read(String xml) throws IOException {
        return DeclaredLogin.read(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)), "holdfast");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<web-app>",
                "<web-app xmlns='http://java.sun.com/xml/ns/j2ee' version='2.4'>",
                "<web-app xmlns='https://jakarta.ee/xml/ns/jakartaee' version='6.0'>"
            })
    @DisplayName("reads the login, what it is asked for and the roles, whatever the descriptor's version")
    void readsTheLogin(String root) throws IOException {
        DeclaredLogin login = read(root + LOGIN + "</web-app>");

        assertThat(login.method()).isEqualTo("FORM");
        assertThat(login.loginPage()).isEqualTo("/login.jsp");
        assertThat(login.guarded()).containsExactly("/orders/*", "/bills/*", "/denied/*");
        assertThat(login.roles()).containsExactly("clerk", "chief");
    }

    @Test
    @DisplayName("reads the dispatcher types that the filter is mapped to, and no other filter's")
    void readsTheDispatchers() throws IOException {
        String mapping =
                "<filter-mapping><filter-name>%s</filter-name><url-pattern>/*</url-pattern>%s</filter-mapping>";
        DeclaredLogin login = read("<web-app>"
                + mapping.formatted("other", "<dispatcher>ERROR</dispatcher>")
                + mapping.formatted("holdfast", "<dispatcher>REQUEST</dispatcher>")
                + mapping.formatted(" holdfast ", "<dispatcher>\nFORWARD </dispatcher>")
                + mapping.formatted("another", "<dispatcher>INCLUDE</dispatcher>")
                + "</web-app>");

        assertThat(login.dispatchers()).containsExactly("REQUEST", "FORWARD");
        assertThat(login.method()).isEmpty();
        assertThat(login.guarded()).isEmpty();
    }

    @Test
    @DisplayName("reads a descriptor of Servlet 2.3 and fetches neither its DTD nor anything else")
    void fetchesNoDtd(@TempDir Path directory) throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "http://127.0.0.1:" + listener.getLocalPort() + "/web-app_2_3.dtd";
            assertThat(read(OLD.formatted(address) + "<web-app>" + LOGIN + "</web-app>")
                            .method())
                    .isEqualTo("FORM");
            for (String declared : new String[] {
                "<!ENTITY a SYSTEM '" + address + "'>",
                "<!ENTITY % a SYSTEM '" + address + "'> %a;",
                "<!ENTITY a PUBLIC 'x' '" + address + "'>"
            }) {
                assertThatIOException()
                        .isThrownBy(() -> read("<!DOCTYPE web-app [" + declared + "]><web-app>" + LOGIN + "</web-app>"))
                        .withMessageContaining("entity");
            }
            // A file would need no network: what is asked for is not read either.
            Path dtd = Files.writeString(directory.resolve("x.dtd"), "<!ENTITY read 'FORM'>");
            assertThatIOException()
                    .isThrownBy(() -> read(OLD.formatted(dtd.toUri())
                            + "<web-app><login-config><auth-method>&read;</auth-method></login-config></web-app>"));

            listener.setSoTimeout(1);
            assertThat(wasCalled(listener)).isFalse();
        }
    }

    private static boolean wasCalled(ServerSocket listener) throws IOException {
        try {
            listener.accept().close();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    @Test
    @DisplayName("refuses entities within entities, in text and in attributes")
    void refusesEntitiesWithinEntities() {
        StringBuilder laughs = new StringBuilder("<!DOCTYPE web-app [<!ENTITY a0 'ha'>");
        for (int i = 1; i < 30; i++) {
            laughs.append("<!ENTITY a" + i + " '" + ("&a" + (i - 1) + ";").repeat(10) + "'>");
        }
        for (String use : new String[] {"<web-app>&a29;</web-app>", "<web-app version='&a29;'/>", "<web-app/>"}) {
            assertThatIOException().isThrownBy(() -> read(laughs + "]>" + use)).withMessageContaining("entity");
        }
    }

    @Test
    @DisplayName("refuses what is too long, and what is no XML")
    void refusesWhatIsNoDescriptor() {
        assertThatIOException()
                .isThrownBy(() -> read("<web-app>" + " ".repeat(1 << 20) + "</web-app>"))
                .withMessageContaining("longer than 1048576");
        for (String broken : new String[] {"", "x", "<web-app>", "<web-app></web-ap>", "<a>\u0001</a>"}) {
            assertThatIOException().isThrownBy(() -> read(broken));
        }
    }
}
