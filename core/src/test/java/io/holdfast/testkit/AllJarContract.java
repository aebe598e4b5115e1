package io.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.holdfast.testpki.PemText;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A jar with everything inside: nothing in it can clash with what an application carries, and
 * nothing is missing. The jar is the file that the system property {@code holdfast.all} names.
 */
public abstract class AllJarContract {
    private static final int JAVA_8 = 52;
    private static final long LIMIT = 2_000_000;

    /** Slashes as in a class name, dots as in a text that names a class or a package. */
    private static final Pattern UNRELOCATED =
            Pattern.compile("(?<!io[./]holdfast[./]shaded[./])org[./](jose4j|apache[./]hc|slf4j|publicsuffix)\\b");

    /** Named after nothing in the jar: see the relocations. */
    private static final Set<String> LOGGERS_OF_TOKENS =
            Set.of("org.apache.hc.client5.http.wire", "org.apache.hc.client5.http.headers");

    /** A library, its version, its licence, and the first file with its text. */
    private static final Pattern LICENCE =
            Pattern.compile("(?m)^\\| ([^|]+) \\| ([^|]+) \\| ([^|]+ License[^|]*?) \\| `([^`]+)`.* \\|$");

    private static final Map<String, String> WORDS_OF_LICENCES = Map.of(
            "Apache License 2.0", "Apache License",
            "MIT License", "Permission is hereby granted",
            "Mozilla Public License 2.0", "Mozilla Public\n// License, v. 2.0");

    private static final Pattern OWN_CLASS = Pattern.compile("(?<=^|[L\\[(;/ ])io/holdfast/[\\w$/.-]+");

    private final String module;
    private Path file;
    private JarFile jar;

    protected AllJarContract(String module) {
        this.module = module;
    }

    @BeforeEach
    final void open() throws IOException {
        file = Path.of(System.getProperty("holdfast.all"));
        jar = new JarFile(file.toFile());
    }

    @AfterEach
    final void close() throws IOException {
        jar.close();
    }

    @Test
    @DisplayName("every class is below io.holdfast and runs on Java 8")
    void holdsOnlyClassesOfItsOwnNames() throws IOException {
        assertThat(names()).filteredOn(name -> name.endsWith(".class")).hasSizeGreaterThan(500);
        assertThat(names())
                .filteredOn(name -> !name.startsWith("META-INF/"))
                .allMatch(name -> name.startsWith("io/holdfast/"));
        for (Map.Entry<String, ClassFile> type : classes().entrySet()) {
            assertThat(type.getValue().majorVersion()).as(type.getKey()).isLessThanOrEqualTo(JAVA_8);
            if (!type.getKey().startsWith("io/holdfast/shaded/")) {
                assertThat(type.getValue().majorVersion()).as(type.getKey()).isEqualTo(JAVA_8);
            }
        }
    }

    @Test
    @DisplayName("no class refers to a library under its original name")
    void refersToNoLibraryOfTheApplication() throws IOException {
        Set<String> found = new TreeSet<>();
        classes()
                .forEach((name, type) -> type.texts().stream()
                        // what has a blank is for people
                        .filter(text -> UNRELOCATED.matcher(text).find() && !text.contains(" "))
                        .filter(text -> !LOGGERS_OF_TOKENS.contains(text))
                        .forEach(text -> found.add(name + ": " + text)));
        assertThat(found).isEmpty();
    }

    @Test
    @DisplayName("whatever a class refers to below io.holdfast is there")
    void lacksNothing() throws IOException {
        Set<String> missing = new TreeSet<>();
        classes()
                .forEach((name, type) -> type.texts().forEach(text -> {
                    Matcher reference = OWN_CLASS.matcher(text);
                    while (reference.find()) {
                        String entry = reference.group();
                        if (jar.getEntry(entry) == null && jar.getEntry(entry + ".class") == null) {
                            missing.add(entry + " for " + name);
                        }
                    }
                }));
        assertThat(missing).isEmpty();
    }

    @Test
    @DisplayName("what is optional for users keeps its name and is not inside")
    void leavesOutWhatIsOptional() throws IOException {
        assertThat(names())
                .noneMatch(name -> name.matches(".*(bouncycastle|micrometer|catalina|/servlet/http/|jspecify).*"));
        List<String> texts = new ArrayList<>();
        classes().values().forEach(type -> texts.addAll(type.texts()));
        assertThat(texts).anyMatch(text -> text.startsWith("org/bouncycastle/"));
        assertThat(texts)
                .noneMatch(
                        text -> text.matches(".*shaded[./](org[./]bouncycastle|io[./]micrometer|org[./]jspecify).*"));
    }

    @Test
    @DisplayName("the loggers that print tokens are not turned on with io.holdfast")
    void keepsTheLoggersOfTokensApart() throws IOException {
        Set<String> literals = new TreeSet<>();
        classes().values().forEach(type -> literals.addAll(type.texts()));
        assertThat(literals)
                .containsAll(LOGGERS_OF_TOKENS)
                .noneMatch(text -> text.matches("io\\.holdfast\\..*http\\.(wire|headers)"));
    }

    @Test
    @DisplayName("it is smaller than 2 MB, and as big as the README says")
    void isAsBigAsTheReadmeSays() throws IOException {
        long size = Files.size(file);
        assertThat(size).isLessThan(LIMIT);
        Matcher said = Pattern.compile(Pattern.quote(file.getFileName().toString()) + "`\\s+\\((\\d\\.\\d) MB\\)")
                .matcher(DocumentedSnippet.text("README.md"));
        assertThat(said.find())
                .as("the README tells the size of " + file.getFileName())
                .isTrue();
        assertThat(Double.parseDouble(said.group(1)))
                .isCloseTo(size / 1e6, within(0.1)); // another compiler makes another size
    }

    @Test
    @DisplayName("licences and notices are inside, also those of the libraries")
    void carriesLicences() throws IOException {
        assertThat(text("META-INF/LICENSE")).contains("Apache License");
        assertThat(text("META-INF/NOTICE"))
                .startsWith("Holdfast\n")
                .contains("Apache HttpClient\n", "Apache HttpComponents Core HTTP/1.1\n");
        assertThat(text("META-INF/licences/httpcomponents.txt")).contains("Apache License");
        assertThat(text("META-INF/licences/slf4j.txt")).contains("QOS.ch", "Permission is hereby granted");
        assertThat(text("META-INF/THIRD-PARTY.txt"))
                .contains("Apache HttpComponents", "jose4j", "SLF4J", "Public Suffix List");
        assertThat(text("io/holdfast/shaded/org/publicsuffix/list/effective_tld_names.dat"))
                .contains("Mozilla Public\n// License, v. 2.0");
    }

    @Test
    @DisplayName("docs/licences.md lists the libraries inside, their versions and where their licences stand")
    void carriesWhatThePageLists() throws IOException {
        Map<String, String> inside = new TreeMap<>();
        for (String name : names()) {
            if (name.endsWith("/pom.properties") && !name.contains("/io.holdfast/")) {
                Properties properties = new Properties();
                properties.load(new StringReader(text(name)));
                inside.put(
                        properties.getProperty("groupId") + ":" + properties.getProperty("artifactId"),
                        properties.getProperty("version"));
            }
        }
        Map<String, String> listed = new TreeMap<>();
        for (MatchResult row : LICENCE.matcher(DocumentedSnippet.text("docs/licences.md"))
                .results()
                .toList()) {
            if (row.group(1).startsWith("`")) {
                listed.put(row.group(1).replace("`", ""), row.group(2));
            }
            assertThat(text(row.group(4))).as(row.group()).contains(WORDS_OF_LICENCES.get(row.group(3)));
        }
        assertThat(listed).isEqualTo(inside);
    }

    @Test
    @DisplayName("it tells which libraries are inside, and has the module's own manifest")
    void saysWhatIsInside() throws IOException {
        assertThat(names())
                .filteredOn(name -> name.endsWith("/pom.properties"))
                .extracting(name -> Path.of(name).getName(3).toString())
                .containsExactlyInAnyOrder(
                        "holdfast-core",
                        "holdfast-" + module,
                        "httpclient5",
                        "httpcore5",
                        "httpcore5-h2",
                        "jose4j",
                        "slf4j-api",
                        "slf4j-jdk14");
        assertThat(text("META-INF/maven/org.slf4j/slf4j-api/pom.properties")).contains("version=1.7.");
        Manifest manifest = jar.getManifest();
        assertThat(manifest.getMainAttributes().getValue("Automatic-Module-Name"))
                .startsWith("io.holdfast.");
        assertThat(manifest.getMainAttributes().getValue("Multi-Release")).isNull();
        assertThat(manifest.getEntries()).isEmpty();
    }

    @Test
    @DisplayName("it fetches keys on a runtime image that lacks jdk.net")
    void fetchesKeysWithoutTheModuleJdkNet(@TempDir Path directory) throws Exception {
        TestPki pki = TestPki.create();
        Path trusted = pki.authority().writePemCertificates(directory, "authorities");
        Path program = Path.of(DocumentFetch.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (FakeAuthorizationServer server = FakeAuthorizationServer.start(pki.server())) {
            String printed = SmallRuntime.run(
                    directory.resolve("printed.txt"),
                    List.of(file, program),
                    DocumentFetch.class,
                    server.uri(FakeAuthorizationServer.JWKS_PATH).toString(),
                    trusted.toString());
            assertThat(printed).contains("\"keys\"").doesNotContain("jdk/net");
        }
    }

    @Test
    @DisplayName("S-55 it loads keys without a password without Bouncy Castle, and names the jars for an encrypted one")
    void loadsKeysWithoutBouncyCastle(@TempDir Path directory) throws Exception {
        TestPki pki = TestPki.create();
        TestIdentity rsa = pki.identity("CN=rsa").rsa(2048).build();
        TestIdentity ec = pki.identity("CN=ec").build();
        Path program = Path.of(KeyFileRead.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        String printed = SmallRuntime.run(
                directory.resolve("printed.txt"),
                List.of(file, program),
                KeyFileRead.class,
                pem(directory, "pkcs8", PemText.privateKey(ec.privateKey()), ec),
                pem(directory, "pkcs1", PemText.traditionalPrivateKey(rsa.privateKey()), rsa),
                pem(directory, "sec1", PemText.traditionalPrivateKey(ec.privateKey()), ec),
                pem(
                        directory,
                        "encrypted",
                        PemText.encryptedPrivateKey(ec.privateKey(), "changeit".toCharArray()),
                        ec));

        assertThat(Files.readString(directory.resolve("pkcs1.pem"))).contains("BEGIN RSA PRIVATE KEY");
        assertThat(Files.readString(directory.resolve("sec1.pem"))).contains("BEGIN EC PRIVATE KEY");
        assertThat(printed.lines())
                .containsSequence("LOADED CN=ec", "LOADED CN=rsa", "LOADED CN=ec")
                .anySatisfy(line -> assertThat(line)
                        .startsWith("REFUSED Encrypted PEM keys need Bouncy Castle")
                        .contains("bcpkix-jdk18on, bcprov-jdk18on and bcutil-jdk18on"));
    }

    private static String pem(Path directory, String name, String key, TestIdentity identity) throws IOException {
        return Files.writeString(directory.resolve(name + ".pem"), key + PemText.certificates(identity.chain()))
                .toString();
    }

    @Test
    @DisplayName("no class needs a module of the JDK beside those of Java SE")
    void needsJavaSeAlone() throws IOException {
        Set<String> found = new TreeSet<>();
        classes()
                .forEach((name, type) -> type.texts().stream()
                        .filter(text -> text.matches("L?(jdk|com/sun|sun)/[\\w$/]+;?"))
                        .forEach(text -> found.add(name + ": " + text)));
        assertThat(found).isEmpty();
    }

    @Test
    @DisplayName("nothing in it is signed, twice there or for another Java")
    void isPlain() {
        assertThat(names())
                .doesNotHaveDuplicates()
                .noneMatch(name ->
                        name.matches("META-INF/.*\\.(SF|RSA|DSA|EC)|META-INF/versions/.*|.*module-info\\.class"));
    }

    private List<String> names() {
        return jar.stream()
                .filter(entry -> !entry.isDirectory())
                .map(ZipEntry::getName)
                .toList();
    }

    private Map<String, ClassFile> classes() throws IOException {
        Map<String, ClassFile> classes = new TreeMap<>();
        for (String name : names()) {
            if (name.endsWith(".class")) {
                try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
                    classes.put(name, ClassFile.read(in));
                }
            }
        }
        return classes;
    }

    private String text(String name) throws IOException {
        ZipEntry entry = jar.getEntry(name);
        assertThat(entry).as(name).isNotNull();
        try (InputStream in = jar.getInputStream(entry)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
