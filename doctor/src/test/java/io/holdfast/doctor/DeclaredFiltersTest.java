package io.holdfast.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testpki.TestPki;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("holdfast check of a filter as it stands in a web.xml")
class DeclaredFiltersTest {
    private static final TestPki PKI = TestPki.create();
    private static final String CLASS = "io.holdfast.servlet.javax.CertificateBoundTokenFilter";
    private static final String MAPPED = mapping("holdfast", "/*", "");

    @TempDir
    Path files;

    private static String mapping(String name, String pattern, String more) {
        return "<filter-mapping><filter-name>" + name + "</filter-name><url-pattern>" + pattern + "</url-pattern>"
                + more + "</filter-mapping>\n";
    }

    private static String parameter(String name, String value) {
        return "<init-param><param-name>" + name + "</param-name><param-value>" + value
                + "</param-value></init-param>\n";
    }

    private String web(String root, String className, String parameters, String mappings) throws Exception {
        return Parties.file(
                        files,
                        "web.xml",
                        "<" + root + " xmlns='http://xmlns.jcp.org/xml/ns/javaee'><filter><filter-name> holdfast\n"
                                + "</filter-name><filter-class>" + className + "</filter-class>\n"
                                + parameter("issuer", "https://as.example")
                                + parameter("audience", "https://api.example.com")
                                + parameter(
                                        "trustStore",
                                        PKI.authority()
                                                .writePemCertificates(files, "trust")
                                                .toString())
                                + parameters + "</filter>" + mappings + "</" + root + ">")
                .toString();
    }

    private Run checked(String className, String parameters, String mappings) throws Exception {
        return Run.of("check", web("web-app", className, parameters, mappings), "--offline");
    }

    @ParameterizedTest
    @DisplayName("fails on a class that there is not, and names those that there are")
    @ValueSource(
            strings = {
                "io.holdfast.servlet.CertificateBoundTokenFilter",
                "io.holdfast.servlet.javax.CertificateBoundTokensFilter",
                "io.holdfast.servlet.javax.ProtectedResourceFilter",
                "io.holdfast.filter.CertificateBoundTokenFilter",
                "io.holdfast.servlet.javax.certificateBoundTokenFilter",
                "io.holdfast.tomcat.CertificateBoundTokenValve"
            })
    void failsOnAClassThatThereIsNot(String className) throws Exception {
        Run run = checked(className, "", MAPPED);

        assertThat(run.code()).as(run.all()).isEqualTo(1);
        assertThat(run.out())
                .contains("The class '" + className + "' is no filter of Holdfast. Name " + CLASS
                        + " or io.holdfast.servlet.jakarta.CertificateBoundTokenFilter.");
        assertThat(Run.of("explain", "--settings", files.resolve("web.xml").toString())
                        .out())
                .contains("is no filter of Holdfast");
    }

    @Test
    @DisplayName("names the classes that there are")
    void namesTheClassesThatThereAre() throws Exception {
        assertThat(Class.forName(CLASS, false, getClass().getClassLoader())).isNotNull();
        for (String resource :
                new String[] {"servlet/jakarta/CertificateBoundTokenFilter", "tomcat/CertificateBoundTokenValve"}) {
            assertThat(getClass().getResource("/io/holdfast/" + resource + ".class"))
                    .isNotNull();
        }
        assertThat(checked(CLASS, "", MAPPED)).matches(run -> run.code() == 0, "passes");
        assertThat(checked(CLASS.replace("javax", "jakarta"), "", MAPPED)).matches(run -> run.code() == 0, "passes");
    }

    @Test
    @DisplayName("fails on a class of a valve that there is not")
    void failsOnAClassOfAValveThatThereIsNot() throws Exception {
        Path context = Parties.file(
                files,
                "context.xml",
                "<Context><Valve className='io.holdfast.valve.CertificateBoundTokenValve' issuer='https://as.example'"
                        + " audience='https://api.example.com'/></Context>");

        assertThat(Run.of("check", context.toString(), "--offline"))
                .matches(
                        run -> run.code() == 1
                                && run.out()
                                        .contains(
                                                "is no valve of Holdfast. Name io.holdfast.tomcat.CertificateBoundTokenValve."));
    }

    @Test
    @DisplayName("fails on a filter that guards nothing")
    void failsOnAFilterThatGuardsNothing() throws Exception {
        for (String mappings : new String[] {"", mapping("Holdfast", "/*", ""), mapping("other", "/*", "")}) {
            assertThat(checked(CLASS, "", mappings))
                    .matches(run -> run.code() == 1
                            && run.out()
                                    .contains("The filter 'holdfast' cannot start. It is mapped to no URL pattern"));
        }
        assertThat(checked(CLASS, "", mapping("holdfast", "/*", "<dispatcher>ERROR</dispatcher>")))
                .matches(run -> run.code() == 1 && run.out().contains("Add <dispatcher>REQUEST</dispatcher>"));
        assertThat(checked(
                        CLASS,
                        "",
                        mapping("holdfast", "/*", "<dispatcher>ERROR</dispatcher>")
                                + mapping("holdfast", "/*", "<dispatcher>REQUEST</dispatcher>")))
                .matches(run -> run.code() == 0, "passes");
        assertThat(checked(
                        CLASS,
                        "",
                        "<filter-mapping><filter-name>holdfast</filter-name><servlet-name>orders</servlet-name>"
                                + "</filter-mapping>"))
                .matches(run -> run.code() == 0, "passes");
        assertThat(Run.of("check", web("web-fragment", CLASS, "", ""), "--offline")
                        .code())
                .as("a fragment's filter may be mapped in the web.xml")
                .isZero();
    }

    @ParameterizedTest
    @DisplayName("fails on an answer that the settings promise and the mappings do not lead to")
    @CsvSource({
        "/api/*, false",
        "*.json, false",
        "/health, false",
        "/*, true",
        "/.well-known/*, false",
    })
    void failsOnAPromiseThatTheMappingsDoNotKeep(String pattern, boolean passes) throws Exception {
        String promises = parameter("resource", "https://api.example.com/app") + parameter("healthPath", "/health");

        Run run = checked(CLASS, promises, mapping("holdfast", pattern, ""));

        assertThat(run.code()).as(run.all()).isEqualTo(passes ? 0 : 1);
        assertThat(run.out().contains("promise an answer at ")).isEqualTo(!passes);
        assertThat(checked(
                                CLASS,
                                promises,
                                mapping("holdfast", "/health", "")
                                        + mapping("holdfast", "/.well-known/oauth-protected-resource", ""))
                        .code())
                .as("right for an application below the root")
                .isZero();
    }

    @Test
    @DisplayName("fails on a parameter that stands there twice, and takes the first as Tomcat does")
    void failsOnAParameterThatStandsThereTwice() throws Exception {
        String again = parameter("clientSecret", "canary-one")
                + parameter("clientSecret", "canary-two")
                + parameter("\n audience ", "https://other.example");

        Run run = checked(CLASS, again, MAPPED);

        assertThat(run.code()).as(run.all()).isEqualTo(1);
        assertThat(run.out())
                .contains("The init-param 'audience' stands there several times")
                .contains("The init-param 'clientSecret' stands there several times")
                .doesNotContain("canary");
    }

    @Test
    @DisplayName("lists what is wrong around the settings together with what is wrong in them")
    void listsAllTogether() throws Exception {
        Run run = checked(CLASS + "s", parameter("audeince", "x") + parameter("issuer", "https://b.example"), "");

        assertThat(run.out()).contains("is no filter of Holdfast", "'issuer' stands there several", "'audeince'");
    }
}
