package io.holdfast.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.Door;
import io.holdfast.testkit.DoorFixture;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testserver.TestWar;
import io.holdfast.testserver.TomcatServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.catalina.util.ServerInfo;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("holdfast probe at the doors of Holdfast")
class ProbeAtDoorsTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    Path files;

    @Tag("tomcat-9")
    @Test
    @DisplayName("finds nothing at the valve on Tomcat 9")
    void findsNothingAtTheValve() throws Exception {
        findsNothing(
                "9.0",
                (directory, server, settings) -> TomcatServer.start(
                        directory, server, TestWar.of("javax").contextXml(Parties.contextXml(settings))));
    }

    @Tag("tomcat-9")
    @Test
    @DisplayName("finds nothing at the javax filter on Tomcat 9")
    void findsNothingAtTheJavaxFilter() throws Exception {
        findsNothing("9.0", (directory, server, settings) -> filtered("javax", directory, server, settings));
    }

    @Tag("tomcat-10.1")
    @Test
    @DisplayName("finds nothing at the jakarta filter on Tomcat 10.1")
    void findsNothingAtTheJakartaFilter() throws Exception {
        findsNothing("10.1", (directory, server, settings) -> filtered("jakarta", directory, server, settings));
    }

    @Tag("tomcat-11")
    @Test
    @DisplayName("finds nothing at the jakarta filter on Tomcat 11")
    void findsNothingAtTheJakartaFilterOnTomcat11() throws Exception {
        findsNothing("11.0", (directory, server, settings) -> filtered("jakarta", directory, server, settings));
    }

    private static Door filtered(String namespace, Path directory, TestIdentity server, Map<String, String> settings)
            throws Exception {
        return TomcatServer.start(directory, server, TestWar.of(namespace).guardedByFilter(settings));
    }

    private void findsNothing(String version, DoorFixture.Opener opener) throws Exception {
        assertThat(ServerInfo.getServerNumber()).startsWith(version + ".");
        try (DoorFixture fixture = new DoorFixture(files, opener)) {
            Path password = Files.writeString(files.resolve("password"), PASSWORD);

            Run run = Run.of(
                    "probe",
                    fixture.door.secure() + "/api/echo",
                    "--keystore",
                    keyStore(fixture.pki.serverA(), "own"),
                    "--password-file",
                    password.toString(),
                    "--token-file",
                    token(fixture, fixture.pki.serverA(), "own"),
                    "--trust",
                    fixture.authorities(),
                    "--other-keystore",
                    keyStore(fixture.pki.partnerB(), "other"),
                    "--other-password-file",
                    password.toString(),
                    "--other-token-file",
                    token(fixture, fixture.pki.partnerB(), "other"),
                    "--active",
                    "--http-port",
                    Integer.toString(fixture.door.plain().getPort()),
                    "--direct",
                    fixture.door.plain() + "/api/echo",
                    "--delay",
                    "0ms");

            assertThat(run.out())
                    .as(run.err())
                    .contains("binding     PROVEN", "0 failed, 0 warnings")
                    .containsPattern("(?m)^  pass .*B15 B16 B17 .*H5 .*H7 .*T1 T2 T3 ");
            assertThat(run.code()).isZero();
        }
    }

    private String keyStore(TestIdentity identity, String name) {
        return identity.writePkcs12(files, name, PASSWORD.toCharArray()).toString();
    }

    private String token(DoorFixture fixture, TestIdentity identity, String name) throws IOException {
        return Files.writeString(
                        files.resolve(name + ".jwt"),
                        fixture.tokens().boundTo(identity).compact())
                .toString();
    }
}
