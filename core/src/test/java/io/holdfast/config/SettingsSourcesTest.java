package io.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.binding.BindingPolicy;
import io.holdfast.testkit.DocumentedSnippet;
import io.holdfast.testkit.TestLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class SettingsSourcesTest {
    private static final String DOCUMENT = "docs/settings.md";

    private final Map<String, String> descriptor = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>(Map.of("PATH", "/bin", "HOLDFASTER", "x"));

    @TempDir
    private Path directory;

    private ResourceSettings read() throws SettingsException {
        return SettingsSources.of(descriptor, environment).read();
    }

    private List<String> problems() {
        SettingsException e = catchThrowableOfType(SettingsException.class, this::read);
        assertThat(e).as("the settings were accepted").isNotNull();
        return e.problems();
    }

    @Test
    @DisplayName("S-77 says of names of the environment in the file what stands there, and shows no value")
    void knowsNamesOfTheEnvironmentInTheFile() {
        file("""
                HOLDFAST_ISSUER=https://s3cret.example.com
                holdfast_audience = s3cret
                HOLDFAST_PARTNER_B__JWKS_URI=s3cret
                HOLDFAST_ISUER=s3cret
                """);
        assertThat(problems().subList(0, 4)).allMatch(problem -> !problem.contains("s3cret"));
        assertThat(problems().get(0)).contains("Line 1 of", "for the environment", "as in 'issuer'");
        assertThat(problems().get(1)).contains("Line 2 of", "as in 'audience'");
        assertThat(problems().get(2)).contains("Line 3 of", "as in 'main.jwksUri'");
        assertThat(problems().get(3)).contains("Line 4 of", "as in 'issuer'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C:\\temp\\new\\ca.pem",
                "C:\\data\\ca.pem",
                "\\\\server\\trust\\ca.pem",
                "d:\\roots.pem",
                "C:\\users\\ca.pem"
            })
    @DisplayName("S-77 says of a path with single backslashes that they are written twice")
    void knowsSingleBackslashes(String path) {
        valid();
        file("trustStore = " + path + "\n");
        assertThat(problems())
                .singleElement()
                .asString()
                .contains("'trustStore'")
                .containsPattern("twice|two backslashes");
    }

    private void valid() {
        descriptor.putAll(Map.of("issuer", "https://login.example.com", "audience", "https://api.example.com"));
    }

    private Path file(String text) {
        return file(text.getBytes(StandardCharsets.UTF_8));
    }

    private Path file(byte[] content) {
        try {
            Path file = Files.write(directory.resolve("holdfast.properties"), content);
            descriptor.put("configFile", file.toString());
            return file;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName("the descriptor wins over the environment, and that over the file, name by name")
    void mergesByPrecedence() throws Exception {
        file("issuer=https://file.example\naudience=urn:file\nrealm=file\nclockSkewSeconds=7\n");
        environment.putAll(Map.of("HOLDFAST_AUDIENCE", "urn:environment", "HOLDFAST_REALM", "environment"));
        descriptor.put("realm", "descriptor");

        ResourceSettings settings = read();

        assertThat(settings.realm()).isEqualTo("descriptor");
        assertThat(settings.issuers().get(0).audience()).containsExactly("urn:environment");
        assertThat(settings.issuers().get(0).issuer()).isEqualTo("https://file.example");
        assertThat(settings.issuers().get(0).clockSkew()).hasSeconds(7);
    }

    @Test
    void needsNoFileAndNoEnvironment() throws Exception {
        valid();

        assertThat(read().fileContent()).isNull();
        assertThat(SettingsSources.of(descriptor).file()).isEmpty();
    }

    @Test
    @DisplayName("the environment may name the file, and the file is read anew each time")
    void takesTheFileFromTheEnvironment() throws Exception {
        valid();
        Path file = file("realm=one");
        descriptor.remove("configFile");
        environment.put("HOLDFAST_CONFIG_FILE", " " + file + " ");
        SettingsSources sources = SettingsSources.of(descriptor, environment);
        assertThat(sources.file()).contains(file);
        assertThat(sources.read().realm()).isEqualTo("one");

        Files.writeString(file, "realm=two");

        assertThat(sources.read().realm()).isEqualTo("two");
    }

    @Test
    @DisplayName("S-77 fails closed if the file is missing, and tells only that")
    void wantsTheFile() {
        Path missing = directory.resolve("missing.properties");
        environment.put("HOLDFAST_CONFIG_FILE", missing.toString());

        assertThat(problems())
                .containsExactly(
                        "The setting 'configFile' = '" + missing + "' (environment variable HOLDFAST_CONFIG_FILE)"
                                + " is no file of settings. There is no file " + missing + ". Check the path.");
        assertThat(SettingsSources.of(descriptor, environment).file()).contains(missing);
    }

    @Test
    @DisplayName("S-77 refuses a directory, a file that is too large, and one that is not UTF-8")
    void refusesWhatIsNoFileOfSettings() {
        descriptor.put("configFile", directory.toString());
        assertThat(problems()).singleElement().asString().contains("cannot be read");

        file("#".repeat(SettingsFile.MAX_BYTES + 1));
        assertThat(problems()).singleElement().asString().contains("is larger than 262144 bytes");

        file("realm=x\r\nclientSecret=hunt\u00e9r2\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(problems())
                .singleElement()
                .asString()
                .contains("Line 2 of ", "is not UTF-8")
                .doesNotContain("hunt");

        file("realm=x\n".getBytes(StandardCharsets.UTF_16));
        assertThat(problems()).singleElement().asString().contains("Line 1 of ", "is not UTF-8");
    }

    @Test
    void takesTheLargestFileAndAByteOrderMark() throws Exception {
        valid();
        file("\uFEFFrealm=\\u0061bc\n" + "#".repeat(SettingsFile.MAX_BYTES - 19));

        assertThat(read().realm()).isEqualTo("abc");
        assertThat(read().fileContent()).hasToString(SettingsFile.MAX_BYTES - 1 + " bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "${file}", "a\0b"})
    @DisplayName("S-77 a file's name that is none is told, and only that")
    void wantsAFileName(String name) {
        descriptor.put("configFile", name);

        assertThat(problems()).singleElement().asString().contains("'configFile'");
        assertThat(SettingsSources.of(descriptor, environment).file()).isEmpty();
    }

    @Test
    @DisplayName("S-77 tells all problems of all sources at once, each with its place")
    void tellsEveryProblemWithItsPlace() {
        Path file = file("""
                # settings
                realm=a
                audience=${aud}
                realm=b
                audeince=urn:x
                binding=
                configFile=/etc/other
                clientSecret=\\u12hunter2
                keyStorePassword=hunter2
                clockSkewSeconds=1 \\
                  2
                """);
        descriptor.put("peerAddress", "sockets");
        environment.putAll(Map.of(
                "HOLDFAST_PROFILE", "okta",
                "HOLDFAST_MAX_TOKEN_LENGTH", "",
                "HOLDFAST_AUDEINCE", "x",
                "HOLDFAST_ISSUER", "https://svc:hunter2@login.example.com"));
        String place = "(file " + file + ", line ";

        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "The setting 'realm' " + place + "4) is set in line 2, too. Take one of them out.",
                        "The setting 'audience' = '${aud}' " + place
                                + "3) holds a placeholder that nothing has replaced. Define it or write the value.",
                        "There is no setting 'audeince' " + place + "5). Did you mean 'audience'?",
                        "The setting 'binding' " + place + "6) is empty. Give it a value or leave it out.",
                        "The setting 'configFile' " + place
                                + "7) cannot stand in a settings file: only one is read. Take it out.",
                        "The setting 'clientSecret' " + place
                                + "8) has a malformed \\u escape (not shown). Write \\u and four hexadecimal digits, the"
                                + " character itself, or two backslashes for one.",
                        "The setting 'keyStorePassword' = (not shown) " + place
                                + "9) is for verification introspection alone. Take it out.",
                        "The setting 'clockSkewSeconds' = '1 2' " + place + "10) is not a whole number from 0 to 300.",
                        "The setting 'peerAddress' = 'sockets' is none of: socket, remote-addr.",
                        "The setting 'profile' = 'okta' (environment variable HOLDFAST_PROFILE) is none of: rfc9068,"
                                + " keycloak, spring.",
                        "The setting 'maxTokenLength' (environment variable HOLDFAST_MAX_TOKEN_LENGTH) is empty. Give it"
                                + " a value or leave it out.",
                        "The environment variable HOLDFAST_AUDEINCE is for no setting. Did you mean"
                                + " HOLDFAST_AUDIENCE?",
                        "The setting 'issuer' (environment variable HOLDFAST_ISSUER) holds user information. Write the"
                                + " URL without.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2", "hunter2=", "/orders/** scope=x", "hunter2+x = y", "=hunter2", "\\u12 hunter2"})
    @DisplayName("S-77 a line that may be a piece of the value before is told by its number alone")
    void showsNoPieceOfAValue(String line) {
        valid();
        file("\n\nrealm=x\n" + line + "\n");

        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("What begins in line 4 of the file ")
                .doesNotContain("hunter2")
                .doesNotContain("orders");
    }

    @Test
    @DisplayName("S-77 a file that ends in the middle of a value is cut off")
    void refusesAFileThatIsCutOff() {
        valid();
        for (String end : List.of("", "\n", "\r\n")) {
            file("realm=x\naccessRules=/a open; \\" + end);

            assertThat(problems())
                    .singleElement()
                    .asString()
                    .contains("'accessRules' (file ", ", line 2) ends with a backslash");
        }
    }

    @Test
    @DisplayName("S-37 a variable with two underscores is about the issuer before them")
    void readsVariablesOfSeveralIssuers() throws Exception {
        file("""
                issuers=main partner-b
                main.issuer=https://a.example
                partner-b.issuer=https://b.example
                audience=urn:all
                partner-b.audience=urn:file
                """);
        environment.putAll(Map.of("HOLDFAST_PARTNER_B__AUDIENCE", "urn:b", "HOLDFAST_MAIN__CLOCK_SKEW_SECONDS", "5"));

        List<IssuerSettings> issuers = read().issuers();

        assertThat(issuers.get(0).clockSkew()).hasSeconds(5);
        assertThat(issuers.get(1).audience()).containsExactly("urn:b");
    }

    @Test
    @DisplayName("S-77 a variable that two issuers could mean is told; without it their names may stand")
    void refusesAVariableOfTwoIssuers() throws Exception {
        descriptor.putAll(Map.of("issuers", "a A", "a.issuer", "https://a.example", "A.issuer", "https://b.example"));
        descriptor.put("audience", "urn:all");
        assertThat(read().issuers()).hasSize(2);

        environment.put("HOLDFAST_A__AUDIENCE", "urn:a");

        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("The environment variable HOLDFAST_A__AUDIENCE could be each of [A.audience, a.audience].");
    }

    @ParameterizedTest
    @CsvSource({
        "HOLDFAST_MDOE_X, stands a setting's name",
        "HOLDFAST_, stands a setting's name",
        "HOLDFAST_BINDNG, Did you mean HOLDFAST_BINDING?",
        "holdfast_binding, Did you mean HOLDFAST_BINDING?",
        "HOLDFAST_JWKSURI, Did you mean HOLDFAST_JWKS_URI?",
        "HOLDFAST_OTHERS__AUDIENCE, 'the name of an issuer that the setting ''issuers'' names'",
        "HOLDFAST_MAIN__AUDEINCE, Did you mean HOLDFAST_MAIN__AUDIENCE?",
        "HOLDFAST_MAIN_AUDIENCE, Did you mean HOLDFAST_MAIN__AUDIENCE?",
        "HOLDFAST_MAIN__REALM, 'cannot differ between issuers'",
        "HOLDFAST_SERVICE_PORT__AUDIENCE, the name of an issuer",
        "HOLDFAST_X_SERVICE_PORT_A__AUDIENCE, the name of an issuer",
        "HOLDFAST_PORT_TCP, stands a setting's name",
        "HOLDFAST_SERVICE_PORTS, stands a setting's name",
    })
    @DisplayName("S-77 a variable that is for no setting stops the start")
    void refusesUnknownVariables(String variable, String told) {
        descriptor.putAll(Map.of("issuers", "main", "main.issuer", "https://a.example", "audience", "urn:all"));
        environment.put(variable, "hunter2");

        assertThat(problems())
                .singleElement()
                .asString()
                .contains(variable, told)
                .doesNotContain("clientSecret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HOLDFAST_SCOPE_FORMAT", "HOLDFAST_MAIN__SCOPE_FORMAT"})
    @DisplayName("S-82 a variable of a setting that has no effect any more stops no start, and is named in a warning")
    void opensWithARetiredVariable(String variable) throws SettingsException {
        TestLog log = new TestLog();
        descriptor.putAll(Map.of("issuers", "main", "main.issuer", "https://a.example", "audience", "urn:all"));
        environment.put(variable, "array");

        assertThat(read().issuers()).hasSize(1);
        assertThat(log.text()).contains("WARN", "'scopeFormat' (environment variable " + variable + ")");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HOLDFAST_SERVICE_HOST",
                "HOLDFAST_SERVICE_PORT",
                "HOLDFAST_SERVICE_PORT_HTTPS",
                "HOLDFAST_PORT",
                "HOLDFAST_PORT_8443_TCP",
                "HOLDFAST_PORT_8443_TCP_PROTO",
                "HOLDFAST_PORT_8443_TCP_PORT",
                "HOLDFAST_PORT_53_UDP_ADDR",
                "HOLDFAST_DEMO_SERVICE_HOST",
                "HOLDFAST_TOKEN_SERVICE_SERVICE_PORT_HTTPS",
                "HOLDFAST_TOKEN_SERVICE_PORT_8443_TCP_ADDR",
            })
    @DisplayName("variables that Kubernetes makes for a service called holdfast are left alone")
    void leavesVariablesOfKubernetesAlone(String variable) throws Exception {
        valid();
        environment.put(variable, "tcp://10.0.0.1:8443");

        assertThat(read().realm()).isEqualTo("protected");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("no setting has the name of a variable that Kubernetes may make")
    void noSettingIsOneOfKubernetes(ResourceSetting setting) {
        assertThat(EnvironmentSettings.variable(setting)).matches("HOLDFAST(_[A-Z]+)+");
        assertThat(EnvironmentSettings.isMadeByKubernetes(EnvironmentSettings.variable(setting)))
                .isFalse();
    }

    @Test
    @DisplayName("the documented file, variables and problem are as they are")
    void documentIsTrue() throws Exception {
        file(DocumentedSnippet.read(DOCUMENT, "holdfast.properties"));

        ResourceSettings settings = read();

        assertThat(settings.issuers()).extracting(IssuerSettings::name).containsExactly("main", "partner-b");
        assertThat(settings.issuers().get(1).introspection()).isPresent();
        assertThat(settings.issuers()).allMatch(issuer -> issuer.binding() == BindingPolicy.REQUIRED);
        assertThat(settings.accessRules().rules()).hasSize(3);
        for (ResourceSetting setting : List.of(
                ResourceSetting.AUDIENCE,
                ResourceSetting.JWKS_URI,
                ResourceSetting.CLIENT_SECRET,
                ResourceSetting.CONFIG_FILE)) {
            assertThat(DocumentedSnippet.text(DOCUMENT))
                    .contains("| `" + setting.settingName() + "` | `" + EnvironmentSettings.variable(setting) + "` |");
        }
        environment.put("HOLDFAST_PARTNER_B__AUDIENCE", "urn:b");
        assertThat(read().issuers().get(1).audience()).containsExactly("urn:b");
        environment.put("HOLDFAST_BINDING", "requried");
        assertThat(problems()).containsOnly(DocumentedSnippet.read(DOCUMENT, "problem"));
    }
}
