package io.holdfast.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The archive for operators, unpacked into an empty directory. */
@Timeout(120)
final class ArchiveIT {
    private static final Path ARCHIVE = Path.of(System.getProperty("holdfast.archive"));
    private static final Pattern LINK = Pattern.compile("]\\(([^()#\\s:]+)(?:#[^()\\s]*)?\\)");

    @TempDir
    private static Path directory;

    private static Path root;

    @BeforeAll
    static void unpack() throws Exception {
        try (FileSystem zip = FileSystems.newFileSystem(ARCHIVE, Map.of("enablePosixFileAttributes", "true"));
                Stream<Path> entries = Files.walk(zip.getPath("/"))) {
            for (Path entry : entries.filter(Files::isRegularFile).toList()) {
                Path target = directory.resolve(entry.toString().substring(1));
                Files.createDirectories(target.getParent());
                Files.copy(entry, target);
                Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(entry));
            }
        }
        try (Stream<Path> roots = Files.list(directory)) {
            assertThat(roots).containsExactly(directory.resolve("holdfast-" + System.getProperty("holdfast.version")));
        }
        root = directory.resolve("holdfast-" + System.getProperty("holdfast.version"));
    }

    @Test
    @DisplayName("its README names every file but pages, and no file that is not there")
    void readmeNamesEveryFile() throws IOException {
        String readme = Files.readString(root.resolve("README.md"));
        List<String> named = Pattern.compile("`([a-zA-Z]+/[^`]*|[A-Z]+(?:\\.md)?|bom\\.json)`")
                .matcher(readme.substring(readme.indexOf("## What is in it")))
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(named)
                .hasSizeGreaterThan(25)
                .allSatisfy(file -> assertThat(root.resolve(file)).exists());
        assertThat(files().filter(file -> !file.equals("README.md") && !file.startsWith("docs/")))
                .isSubsetOf(named);
    }

    @Test
    @DisplayName("its bill of materials lists the libraries that its jars carry, and no other")
    void billOfMaterialsIsWhatJarsCarry() throws IOException {
        Set<String> carried = new TreeSet<>();
        for (String file : files().filter(file -> file.endsWith(".jar")).toList()) {
            try (ZipFile jar = new ZipFile(root.resolve(file).toFile())) {
                addCarried(jar, carried);
            }
        }
        Set<String> listed = new TreeSet<>();
        Pattern.compile("\"purl\" : \"pkg:maven/(?!io\\.holdfast/)([^@\"]+)@([^?\"]+)")
                .matcher(Files.readString(root.resolve("bom.json")))
                .results()
                // Bouncy Castle's jars do not say their version, and all of them have one.
                .forEach(found -> listed.add(
                        found.group(1).startsWith("org.bouncycastle/")
                                ? "org.bouncycastle"
                                : found.group(1) + "@" + found.group(2)));

        assertThat(carried).hasSizeGreaterThan(5);
        assertThat(listed).isEqualTo(carried);
    }

    private static void addCarried(ZipFile jar, Set<String> carried) throws IOException {
        for (ZipEntry entry : jar.stream().toList()) {
            if (entry.getName().matches("META-INF/maven/(?!io\\.holdfast).*/pom\\.properties")) {
                Properties library = new Properties();
                library.load(jar.getInputStream(entry));
                carried.add(library.getProperty("groupId") + "/" + library.getProperty("artifactId") + "@"
                        + library.getProperty("version"));
            } else if (entry.getName().startsWith("org/bouncycastle/")) {
                carried.add("org.bouncycastle");
            }
        }
    }

    @Test
    @DisplayName("no link of its pages leads out of it")
    void linksLeadSomewhere() throws IOException {
        List<String> dead = new ArrayList<>();
        for (String page : files().filter(file -> file.endsWith(".md")).toList()) {
            Path from = root.resolve(page).getParent();
            LINK.matcher(Files.readString(root.resolve(page)).replaceAll("(?s)```.*?```|`[^`\n]+`", ""))
                    .results()
                    .map(found -> found.group(1))
                    .filter(link -> !Files.exists(from.resolve(link)))
                    .forEach(link -> dead.add(page + ": " + link));
        }

        assertThat(dead).isEmpty();
    }

    @Test
    @DisplayName("every sample stands on a page as it is, and those in XML are well-formed")
    void samplesAreSnippets() throws Exception {
        StringBuilder pages = new StringBuilder();
        for (String page : files().filter(file -> file.matches("docs/.*\\.md")).toList()) {
            pages.append(Files.readString(root.resolve(page)));
        }
        List<String> samples =
                files().filter(file -> file.startsWith("samples/")).toList();

        assertThat(samples).hasSizeGreaterThan(15);
        for (String sample : samples) {
            String text = Files.readString(root.resolve(sample));
            assertThat(text).as(sample).isNotBlank().endsWith("\n");
            assertThat(pages.toString()).as(sample).containsPattern("```[a-z]*\n" + Pattern.quote(text) + "```");
            if (sample.endsWith(".xml")) {
                String wrapped = "<sample>" + text.replaceFirst("<\\?xml[^>]*\\?>", "") + "</sample>";
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(wrapped.getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    @Test
    @DisplayName("the start script alone is executable, and the README's first commands run the doctor")
    void firstCommands() throws Exception {
        assertThat(files().filter(file -> Files.isExecutable(root.resolve(file))))
                .containsExactly("doctor/holdfast");
        assertThat(run("doctor/holdfast --help")).contains("holdfast token", "holdfast check");
        assertThat(run("doctor/holdfast check samples/filter/javax-web.xml --offline"))
                .contains("pass  settings", "/etc/holdfast/authorities.pem");
    }

    /** Runs a command of the README, which finds nothing wrong, or says so by exit code 1. */
    private static String run(String command) throws IOException, InterruptedException {
        assertThat(Files.readString(root.resolve("README.md"))).contains("\n" + command + "\n");
        Path printed = directory.resolve("printed.txt");
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", command)
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile());
        shell.environment().keySet().removeIf(name -> name.startsWith("HOLDFAST_"));
        shell.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = shell.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            String text = Files.readString(printed);
            assertThat(process.exitValue()).as(text).isIn(0, 1);
            return text;
        } finally {
            process.destroyForcibly();
        }
    }

    private static Stream<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files
                    .filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .toList()
                    .stream();
        }
    }
}
