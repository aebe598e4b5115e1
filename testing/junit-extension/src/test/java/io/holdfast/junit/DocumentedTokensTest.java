package io.holdfast.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.DocumentedSnippet;
import io.holdfast.testkit.RawResponse;
import java.lang.reflect.Method;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tokens and settings that docs/test-your-application.md lists get from a real filter what it says. */
@Timeout(60)
final class DocumentedTokensTest {
    private static final String DOCUMENT = "docs/test-your-application.md";
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| ([^|`]+) \\| `(\\.[^`]+)` \\| (?:503, later )?(\\d+)(?: `(\\w+)`)? \\|$");

    @RegisterExtension
    static final TokenServiceExtension tokenService = TokenServiceExtension.builder()
            .resource("https://orders.example", "orders:read", "orders:write")
            .resourceWithAudience("https://invoices.example", "invoices-api", "invoices:read")
            .client("server-a", "orders:read")
            .client("opaque", client -> client.opaqueTokens().scopes("invoices:read"))
            .client("invoices-api", client -> client.protectedResources("https://invoices.example"))
            .build();

    private static OrdersServer orders;
    private static URLClassLoader minting;

    /** A row of the table of wrong tokens. */
    record Row(
            String token,
            String change,
            int status,
            @Nullable String error) {
        String mint() throws Exception {
            return (String) minting.loadClass("Minting")
                    .getMethod(method(), TokenServiceExtension.class)
                    .invoke(null, tokenService);
        }

        String source() {
            return "    public static String " + method() + "(TokenServiceExtension tokenService) {\n"
                    + "        return tokenService.token(\"server-a\")" + change + ".mint();\n    }\n";
        }

        private String method() {
            return token.replaceAll("[^a-z]", "_");
        }

        /** After one that does not verify either, it would get another answer. */
        boolean ofUnknownKey() {
            return change.contains("signedByUnknownKey");
        }

        @Override
        public String toString() {
            return token;
        }
    }

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        String methods = listed().map(Row::source).collect(Collectors.joining("\n"));
        minting = CompiledSource.of(
                "Minting",
                "import io.holdfast.junit.TokenServiceExtension;\nimport java.time.Duration;\n\n"
                        + "public class Minting {\n" + methods + "}\n",
                directory);
        orders = filtered(directory, "10");
    }

    private static OrdersServer filtered(Path directory, String jwksReloadSeconds) throws Exception {
        return OrdersServer.start(tokenService, directory, filter -> {
            filter.addInitParameter("issuer", tokenService.issuer());
            filter.addInitParameter("audience", "https://orders.example");
            filter.addInitParameter("trustStore", tokenService.authorities().toString());
            filter.addInitParameter("requiredScopes", "orders:read");
            filter.addInitParameter("jwksReloadSeconds", jwksReloadSeconds);
        });
    }

    @AfterAll
    static void stop() throws Exception {
        orders.close();
        minting.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void getsTheAnswerThatIsListed(Row row) throws Exception {
        RawResponse response = orders.get(tokenService.sslContext("server-a"), row.mint());

        assertThat(response.status()).isEqualTo(row.status());
        assertThat(String.join(" ", response.headers("WWW-Authenticate")))
                .contains(row.error() == null ? "" : "error=\"" + row.error() + "\"");
    }

    @Test
    void getsTheListedAnswersForAnUnknownKey(@TempDir Path directory) throws Exception {
        Row row = listed().filter(Row::ofUnknownKey).findFirst().orElseThrow();
        String token = row.mint();
        try (OrdersServer fresh = filtered(directory, "1")) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            int status = 503;
            while (status == 503 && System.nanoTime() < end) {
                status = fresh.get(tokenService.sslContext("server-a"), token).status();
            }

            assertThat(status).isEqualTo(row.status());
        }
    }

    @Test
    void listsEveryChangeThatATokenCanHave() {
        List<String> changes = Arrays.stream(AccessTokenBuilder.class.getDeclaredMethods())
                .filter(method -> method.getReturnType().equals(AccessTokenBuilder.class))
                .map(Method::getName)
                .distinct()
                .toList();

        assertThat(listed().map(row -> row.change().replaceAll("^\\.(\\w+).*", "$1")))
                .containsAll(changes);
    }

    @Test
    void introspectsOpaqueTokensWithTheListedSettings(@TempDir Path directory) throws Exception {
        String source = """
                import io.holdfast.junit.TokenServiceExtension;
                import org.apache.tomcat.util.descriptor.web.FilterDef;

                public class Settings {
                    public static void set(FilterDef filter, TokenServiceExtension tokenService) {
                        SETTINGS
                    }
                }
                """.replace("SETTINGS", DocumentedSnippet.read(DOCUMENT, "introspection"));
        try (URLClassLoader loader = CompiledSource.of("Settings", source, directory)) {
            Method set = loader.loadClass("Settings").getMethod("set", FilterDef.class, TokenServiceExtension.class);
            FilterDef settings = new FilterDef();
            set.invoke(null, settings, tokenService);
            try (OrdersServer invoices = OrdersServer.start(
                    tokenService,
                    directory,
                    filter -> settings.getParameterMap().forEach(filter::addInitParameter))) {
                String token = tokenService
                        .token("opaque")
                        .audience("invoices-api")
                        .scopes("invoices:read")
                        .mint();

                assertThat(token).doesNotContain(".");
                assertThat(invoices.get(tokenService.sslContext("opaque"), token)
                                .status())
                        .isEqualTo(200);
                assertThat(invoices.get(tokenService.sslContext("server-a"), token)
                                .status())
                        .isEqualTo(401);
            }
        }
    }

    static Stream<Row> rows() {
        return listed().filter(row -> !row.ofUnknownKey());
    }

    private static Stream<Row> listed() {
        String text = DocumentedSnippet.text(DOCUMENT);
        return ROW.matcher(text.substring(text.indexOf("## Every wrong token"), text.indexOf("## A client")))
                .results()
                .map(row -> new Row(row.group(1), row.group(2), Integer.parseInt(row.group(3)), row.group(4)));
    }
}
