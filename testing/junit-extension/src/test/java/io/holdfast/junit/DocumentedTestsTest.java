package io.holdfast.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.holdfast.testkit.DocumentedSnippet;
import java.net.URLClassLoader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The tests that docs/test-your-application.md shows compile for Java 8, run and succeed. */
@Timeout(120)
final class DocumentedTestsTest {
    private static final String DOCUMENT = "docs/test-your-application.md";

    @TempDir
    private Path directory;

    @Test
    void testOfAProtectedApplicationSucceeds() throws Exception {
        run("OrdersTest", DocumentedSnippet.read(DOCUMENT, "OrdersTest.java"), 5);
    }

    @Test
    void testOfAClientSucceeds() throws Exception {
        run("OrdersClientTest", DocumentedSnippet.read(DOCUMENT, "OrdersClientTest.java"), 3);
    }

    @Test
    void everyOtherClientGetsAToken() throws Exception {
        String source = """
                import io.holdfast.junit.TokenServiceExtension;
                import org.junit.jupiter.api.extension.RegisterExtension;
                import org.junit.jupiter.params.ParameterizedTest;
                import org.junit.jupiter.params.provider.ValueSource;

                class More {
                    @RegisterExtension
                    static final TokenServiceExtension tokenService =
                            DOCUMENTED;

                    @ParameterizedTest
                    @ValueSource(strings = {"partner-d", "partner-b", "partner-e", "partner-f", "legacy", "opaque"})
                    void getsAToken(String client) {
                        tokenService.accessToken(client);
                    }
                }
                """;

        run("More", source.replace("DOCUMENTED", DocumentedSnippet.read(DOCUMENT, "more")), 6);
    }

    @Test
    void clientsOfOtherGrantsGetTheirTokens() throws Exception {
        String source = """
                import static org.junit.jupiter.api.Assertions.assertEquals;
                import static org.junit.jupiter.api.Assertions.assertTrue;

                import io.holdfast.authorizationserver.TokenExchange;
                import io.holdfast.authorizationserver.TokenRequest;
                import io.holdfast.junit.TokenServiceExtension;
                                import org.junit.jupiter.api.Test;
                import org.junit.jupiter.api.extension.RegisterExtension;

                class Grants {
                    static final String challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

                    @RegisterExtension
                    static final TokenServiceExtension tokenService =
                            DOCUMENTED;

                    @Test
                    void exchangesATokenThatItWasSent() throws Exception {
                        EXCHANGE
                        assertEquals(3, forInvoices.split("\\\\.").length);
                    }

                    @Test
                    void makesACode() {
                        assertTrue(CODE.length() > 20);
                    }
                }
                """;
        String code = "authorizationCode(\"web\", \"alice\", \"https://web.example/callback\", challenge)";
        assertThat(DocumentedSnippet.text(DOCUMENT)).contains("`" + code + "`");

        run(
                "Grants",
                source.replace("DOCUMENTED", DocumentedSnippet.read(DOCUMENT, "grants"))
                        .replace("EXCHANGE", DocumentedSnippet.read(DOCUMENT, "exchange"))
                        .replace("CODE", "tokenService." + code),
                2);
    }

    @Test
    void dependencyIsThisModule() {
        String dependency = DocumentedSnippet.read(DOCUMENT, "pom.xml");
        String pom = DocumentedSnippet.text("testing/junit-extension/pom.xml");

        assertThat(pom).contains("<version>" + element(dependency, "version") + "</version>");
        assertThat(element(dependency, "groupId")).isEqualTo(element(pom, "groupId"));
        assertThat(pom).contains("</parent>\n\n  <artifactId>" + element(dependency, "artifactId") + "</artifactId>");
    }

    private void run(String className, String source, int tests) throws Exception {
        try (URLClassLoader loader = CompiledSource.of(className, source, directory)) {
            EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
                    .selectors(selectClass(loader.loadClass(className)))
                    .execute();

            assertThat(results.allEvents().failed().list()).isEmpty();
            results.testEvents().assertStatistics(statistics -> statistics.succeeded(tests));
        }
    }

    private static String element(String xml, String name) {
        int start = xml.indexOf("<" + name + ">") + name.length() + 2;
        return xml.substring(start, xml.indexOf("</" + name + ">", start));
    }
}
