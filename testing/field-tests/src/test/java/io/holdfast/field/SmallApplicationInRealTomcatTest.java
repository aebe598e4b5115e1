package io.holdfast.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.testkit.RawHttpsClient;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testpki.TestPki;
import io.holdfast.testpki.TestTls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That {@link RealTomcat} is one. */
@EnabledIfSystemProperty(named = "field", matches = Chosen.WITH_TOMCATS)
class SmallApplicationInRealTomcatTest {
    private static final TestPki PKI = TestPki.create();
    private static final SSLContext CLIENT =
            TestTls.clientWithoutCertificate(PKI.authority().certificate());

    @TempDir
    private Path base;

    private URI url;

    @BeforeEach
    void writeConfiguration() throws IOException {
        int port = Site.freePort();
        url = URI.create("https://localhost:" + port);
        Path conf = Files.createDirectories(base.resolve("conf"));
        Path keys = PKI.server().writePkcs12(conf, "server", "changeit".toCharArray());
        Files.writeString(conf.resolve("server.xml"), """
                <Server port="-1">
                  <Service name="Catalina">
                    <Connector port="%d" address="127.0.0.1" SSLEnabled="true" scheme="https" secure="true">
                      <SSLHostConfig>
                        <Certificate certificateKeystoreFile="%s" certificateKeystorePassword="changeit"/>
                      </SSLHostConfig>
                    </Connector>
                    <Engine name="Catalina" defaultHost="localhost">
                      <Host name="localhost" appBase="webapps"/>
                    </Engine>
                  </Service>
                </Server>
                """.formatted(port, keys));
        write("index.html", "It runs.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tomcat9", "tomcat10", "tomcat11"})
    void runsUntilItIsClosed(String id) throws Exception {
        FieldServer server = FieldServer.named(id);
        Files.copy(server.home().resolve("conf/web.xml"), base.resolve("conf/web.xml"));
        try (RealTomcat tomcat = RealTomcat.start(server, base, url, CLIENT)) {
            assertThat(tomcat.log()).contains("Apache Tomcat/" + server.version());
            assertThat(RawHttpsClient.once(url, CLIENT, null, RawRequest.get("/index.html"))
                            .body())
                    .isEqualTo("It runs.");
        }
        assertThatThrownBy(() -> RawHttpsClient.connect(url, CLIENT, null)).isInstanceOf(IOException.class);
    }

    @Test
    void tellsWhyItDoesNotStart() throws Exception {
        write(
                "WEB-INF/web.xml",
                "<web-app><listener><listener-class>example.Missing</listener-class></listener></web-app>");

        assertThatThrownBy(() -> RealTomcat.start(FieldServer.named("tomcat9"), base, url, CLIENT))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("ClassNotFoundException: example.Missing");
        assertThatThrownBy(() -> RawHttpsClient.connect(url, CLIENT, null)).isInstanceOf(IOException.class);
    }

    private void write(String file, String text) throws IOException {
        Path path = base.resolve("webapps/ROOT").resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
