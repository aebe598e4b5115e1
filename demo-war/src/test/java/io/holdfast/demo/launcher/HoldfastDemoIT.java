package io.holdfast.demo.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.DocumentedSnippet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README promises: the demo with the packaged WAR, from its first to its last line. */
class HoldfastDemoIT {
    private final Properties settings = new Properties();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    @BeforeEach
    void freePorts() {
        settings.setProperty("demo.war", System.getProperty("demo.war"));
        settings.setProperty("demo.directory", directory.toString());
        settings.setProperty("demo.port", "0");
        settings.setProperty("demo.mtlsPort", "0");
        settings.setProperty("demo.once", "true");
    }

    @Test
    @DisplayName("C-1 A-1 A-4 A-19 the story comes out as it should, line by line")
    void tellsTheStory() {
        int status = run();

        assertThat(lines())
                .containsSubsequence(
                        " 1 ✓ 200  Server A gets a token with its certificate",
                        " 2 ✓ 200  Server A reads its orders with that token and the same certificate",
                        " 3 ✓ 401  A thief sends the stolen token with its own good certificate, CN=Thief,O=Partner C",
                        " 4 ✓ 401  The stolen token comes without any certificate",
                        " 5 ✓ 403  Server B, with its own token and certificate, asks for Server A's orders",
                        " 6 ✓ 401  Server A sends the orders API a token that is for its invoices",
                        " 7 ✓ 200  Server C, whose registered certificate is self-signed, reads its orders",
                        "Every line is as it should be.");
        assertThat(lines().stream().filter(line -> line.matches(".*[✓✗] \\d{3}.*")))
                .hasSize(7);
        assertThat(challenges())
                .extracting(challenge -> challenge.replaceFirst(", error_description.*", ""))
                .extracting(String::strip)
                .containsExactly(
                        "WWW-Authenticate: Bearer realm=\"orders\", error=\"invalid_token\"",
                        "WWW-Authenticate: Bearer realm=\"orders\", error=\"invalid_token\"",
                        "WWW-Authenticate: Bearer realm=\"orders\", error=\"insufficient_scope\"",
                        "WWW-Authenticate: Bearer realm=\"orders\", error=\"invalid_token\"");
        assertThat(status).isZero();
    }

    @Test
    void printsNoTokenAndNoKey() {
        run();

        // The compact form of a JWT begins with these characters.
        assertThat(text()).doesNotContain("eyJ", "PRIVATE KEY", DemoFiles.PASSWORD);
    }

    @Test
    void keepsItsFilesFromOthers() throws Exception {
        run();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.filter(Files::isRegularFile))
                    .extracting(file -> file.getFileName().toString())
                    .contains("server-a.p12", "thief.pem", "authority.crt", "registrations.json", "override-web.xml");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("server-a.pem"))))
                .isEqualTo("rw-------");
    }

    @Test
    void canBeToldAgainInTheSameDirectory() {
        assertThat(run()).isZero();
        assertThat(run()).isZero();
    }

    @Test
    void saysThatADemoIsRunningAndLeavesItsFilesAlone() throws Exception {
        assertThat(run()).isZero();
        Map<String, String> before = files();

        try (DirectoryLock running = DirectoryLock.take(directory)) {
            assertThat(run()).isEqualTo(1);
        }

        assertThat(text()).contains("A demo is already running with its files in " + directory, "-Ddemo.directory=");
        assertThat(files()).isEqualTo(before).containsKeys("server-a.p12", "authority.crt", "override-web.xml");
        assertThat(run()).isZero();
        assertThat(files()).isNotEqualTo(before);
    }

    @Test
    void namesItsLogOnlyWhenTheDirectoryIsItsOwn() throws Exception {
        settings.setProperty("demo.log", "other.log");
        try (DirectoryLock running = DirectoryLock.take(directory)) {
            run();
            assertThat(settings).doesNotContainKey("org.slf4j.simpleLogger.logFile");
        }
        run();
        assertThat(settings).containsEntry("org.slf4j.simpleLogger.logFile", "other.log");
    }

    @Test
    void writesNothingWhenAPortIsTaken() throws Exception {
        assertThat(run()).isZero();
        Map<String, String> before = files();

        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            settings.setProperty("demo.port", Integer.toString(taken.getLocalPort()));
            assertThat(run()).isEqualTo(1);
        }

        assertThat(files()).isEqualTo(before);
    }

    @Test
    void saysWhichPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            settings.setProperty("demo.mtlsPort", Integer.toString(taken.getLocalPort()));

            assertThat(run()).isEqualTo(1);
            assertThat(text()).contains("Port " + taken.getLocalPort() + " is taken", "-Ddemo.mtlsPort=");
        }
    }

    @Test
    void saysWhatIsNoPort() {
        settings.setProperty("demo.port", "84430");

        assertThat(run()).isEqualTo(1);
        assertThat(text()).contains("demo.port is '84430'");
    }

    @Test
    @DisplayName("it listens on the loopback address, and on others only when told to, with a warning")
    void opensToOtherMachinesOnlyWhenToldTo() throws Exception {
        assertThat(run()).isZero();
        assertThat(text()).doesNotContain("WARNING");
        assertThat(Files.readString(directory.resolve("override-web.xml"))).doesNotContain("remoteClients");

        settings.setProperty("demo.bindAddress", "0.0.0.0");
        assertThat(run()).isZero();
        assertThat(text()).contains("WARNING: whoever can reach this machine can use this demo");
        assertThat(Files.readString(directory.resolve("override-web.xml")))
                .contains("holdfast.demo.remoteClients</param-name><param-value>allow<");
    }

    @Test
    void saysWhatIsNoAddressToListenOn() {
        settings.setProperty("demo.bindAddress", "192.0.2.1");

        assertThat(run()).isEqualTo(1);
        assertThat(text()).contains("demo.bindAddress is '192.0.2.1'", "0.0.0.0");
    }

    @Test
    @DisplayName("-Ddemo.files writes what a server of one's own needs, as docs/demo.md says, and starts nothing")
    void writesTheFilesForAnotherServer() throws Exception {
        Path target = directory.resolve("for-tomcat");
        settings.setProperty("demo.files", target.toString());
        settings.setProperty("demo.port", "8443");
        settings.setProperty("demo.mtlsPort", "8444");

        assertThat(run()).isZero();

        assertThat(text()).contains(target.toString()).doesNotContain("✓", DemoFiles.PASSWORD);
        assertThat(Files.readString(target.resolve("ROOT.xml")))
                .isEqualTo(DocumentedSnippet.read("docs/demo.md", "demo-context.xml")
                                .replace("/opt/holdfast-demo", target.toString())
                        + "\n");
        assertThat(Files.readString(target.resolve("registrations.json"))).contains("https://localhost:8444/orders");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(target)) {
            assertThat(files)
                    .extracting(file -> file.getFileName().toString())
                    .contains(
                            "server.p12",
                            "server-a.p12",
                            "server-b.p12",
                            "server-c.p12",
                            "thief.p12",
                            "authority.p12",
                            "authority-key.p12",
                            "client-authorities.p12",
                            "authority.crt");
        }
        assertThat(run()).isZero();
    }

    @Test
    void writesNoFilesForPortsThatNobodyKnows() {
        settings.setProperty("demo.files", directory.resolve("for-tomcat").toString());

        assertThat(run()).isEqualTo(1);
        assertThat(text()).contains("demo.port", "demo.mtlsPort", "8443");
        assertThat(directory.resolve("for-tomcat")).doesNotExist();
    }

    @Test
    @DisplayName("it writes nothing among somebody else's files, and leaves their permissions alone")
    void takesNoDirectoryOfOthers() throws Exception {
        Path target = Files.createDirectories(directory.resolve("mine"));
        Files.writeString(target.resolve("diary.txt"), "x");
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
        settings.setProperty("demo.directory", target.toString());

        assertThat(run()).isEqualTo(1);

        assertThat(text()).contains(target + " holds files that are not a demo's");
        assertThat(target.toFile().list()).containsExactly("diary.txt");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rwxr-xr-x");
    }

    @Test
    void saysThatThereIsNoWar() {
        settings.setProperty("demo.war", directory.resolve("no.war").toString());

        assertThat(run()).isEqualTo(1);
        assertThat(text()).contains("The demo failed:", "no.war");
    }

    @Test
    void failsWhenOneLineIsNotAsItShouldBe() {
        List<StoryLine> lines = List.of(
                new StoryLine(true, 200, "This is right", List.of()),
                new StoryLine(false, 200, "This is not", List.of("a detail")));

        assertThat(demo().print(lines::forEach)).isFalse();
        assertThat(text()).contains("1 ✓ 200  This is right", "2 ✗ 200  This is not", "Not every line");
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(file.getFileName().toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return contents;
    }

    private int run() {
        return demo().run();
    }

    private HoldfastDemo demo() {
        return new HoldfastDemo(settings, new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private List<String> lines() {
        return text().lines().toList();
    }

    private List<String> challenges() {
        return lines().stream()
                .filter(line -> line.contains("WWW-Authenticate"))
                .toList();
    }
}
