package io.holdfast.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;

/** The arrows of the design: the demo knows filter, valve and interceptor, these know core, and core knows no host. */
@AnalyzeClasses(locations = ShippedModules.class)
class ArchitectureTest {
    private static final String FILTER = "io.holdfast.servlet..";
    private static final String VALVE = "io.holdfast.tomcat..";
    private static final String INTERCEPTOR = "io.holdfast.httpclient..";
    private static final String HTTPCLIENT_4 = "io.holdfast.httpclient4..";
    private static final String JAVA_HTTP = "io.holdfast.javahttp..";
    private static final String OKHTTP = "io.holdfast.okhttp..";
    private static final String KEY_RING = "io.holdfast.keyring..";
    private static final String TOKEN_SERVICE = "io.holdfast.tokenservice..";
    private static final String DEMO = "io.holdfast.demo..";
    private static final String DOCTOR = "io.holdfast.doctor..";
    private static final String TOMCAT = "org.apache.catalina..";

    @ArchTest
    static void seesTheClassesOfEveryModule(JavaClasses classes) {
        assertThat(classes).isNotEmpty();
        for (String module : new String[] {
            FILTER,
            VALVE,
            INTERCEPTOR,
            HTTPCLIENT_4,
            JAVA_HTTP,
            OKHTTP,
            TOKEN_SERVICE,
            DEMO,
            DOCTOR,
            "io.holdfast.resource.."
        }) {
            assertThat(classes.that(resideInAnyPackage(module))).as(module).isNotEmpty();
        }
        assertThat(classes.that(resideInAnyPackage(
                        "io.holdfast.testkit..", "io.holdfast.testserver..", "io.holdfast.demo.launcher..")))
                .isEmpty();
    }

    @ArchTest
    static final ArchRule coreKnowsNoHost = noClasses()
            .that()
            .resideOutsideOfPackages(FILTER, VALVE, INTERCEPTOR, HTTPCLIENT_4, JAVA_HTTP, OKHTTP, DEMO, DOCTOR)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "javax.servlet..",
                    "jakarta.servlet..",
                    TOMCAT,
                    FILTER,
                    VALVE,
                    INTERCEPTOR,
                    HTTPCLIENT_4,
                    JAVA_HTTP,
                    OKHTTP,
                    DEMO,
                    DOCTOR,
                    "org.apache.http..",
                    "java.net.http..",
                    "okhttp3..");

    @ArchTest
    static final ArchRule nothingElseInCoreKnowsTheKeyRing = noClasses()
            .that()
            .resideOutsideOfPackages(KEY_RING, INTERCEPTOR, HTTPCLIENT_4, JAVA_HTTP, OKHTTP, DEMO, DOCTOR)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(KEY_RING);

    @ArchTest
    static final ArchRule theFilterKnowsOnlyCore = noClasses()
            .that()
            .resideInAPackage(FILTER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(TOMCAT, VALVE, INTERCEPTOR, DEMO);

    @ArchTest
    static final ArchRule theValveKnowsOnlyCore = noClasses()
            .that()
            .resideInAPackage(VALVE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javax.servlet..", "jakarta.servlet..", FILTER, INTERCEPTOR, DEMO);

    @ArchTest
    static final ArchRule theInterceptorKnowsOnlyCore = noClasses()
            .that()
            .resideInAPackage(INTERCEPTOR)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javax.servlet..", "jakarta.servlet..", TOMCAT, FILTER, VALVE, DEMO);

    @ArchTest
    static final ArchRule otherClientsKnowOnlyTheKeyRing = noClasses()
            .that()
            .resideInAnyPackage(HTTPCLIENT_4, JAVA_HTTP, OKHTTP)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "javax.servlet..",
                    "jakarta.servlet..",
                    TOMCAT,
                    FILTER,
                    VALVE,
                    INTERCEPTOR,
                    DEMO,
                    "org.apache.hc..");

    @ArchTest
    static final ArchRule theDoctorKnowsOnlyCoreAndTheKeyRing = knowsNot(
            DOCTOR,
            "javax.servlet..",
            "jakarta.servlet..",
            TOMCAT,
            FILTER,
            VALVE,
            INTERCEPTOR,
            HTTPCLIENT_4,
            JAVA_HTTP,
            OKHTTP,
            TOKEN_SERVICE,
            DEMO);

    @ArchTest
    static final ArchRule httpClient4KnowsNoOtherClient =
            knowsNot(HTTPCLIENT_4, JAVA_HTTP, OKHTTP, "java.net.http..", "okhttp3..");

    @ArchTest
    static final ArchRule theJavaClientKnowsNoOtherClient =
            knowsNot(JAVA_HTTP, HTTPCLIENT_4, OKHTTP, "org.apache.http..", "okhttp3..");

    @ArchTest
    static final ArchRule okHttpKnowsNoOtherClient =
            knowsNot(OKHTTP, HTTPCLIENT_4, JAVA_HTTP, "org.apache.http..", "java.net.http..");

    private static ArchRule knowsNot(String client, String... others) {
        return noClasses()
                .that()
                .resideInAPackage(client)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others);
    }

    @ArchTest
    static final ArchRule eachFilterKnowsItsOwnNamespace = noClasses()
            .that()
            .resideInAPackage("io.holdfast.servlet.javax..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.servlet..", "io.holdfast.servlet.jakarta..");

    @ArchTest
    static final ArchRule noFilterIsMadeOfTheOther = noClasses()
            .that()
            .resideInAPackage("io.holdfast.servlet.jakarta..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javax.servlet..", "io.holdfast.servlet.javax..");

    @ArchTest
    static final ArchRule theTokenServiceKnowsOnlyCore = noClasses()
            .that()
            .resideInAPackage(TOKEN_SERVICE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javax.servlet..", "jakarta.servlet..", TOMCAT, FILTER, VALVE, INTERCEPTOR, DEMO);

    @ArchTest
    static final ArchRule onlyItsTwinsTellTheDemoWhichContainerItIsIn = noClasses()
            .that()
            .resideInAPackage(DEMO)
            .and()
            .resideOutsideOfPackages("io.holdfast.demo.javax..", "io.holdfast.demo.jakarta..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "javax.servlet..",
                    "jakarta.servlet..",
                    "io.holdfast.demo.javax..",
                    "io.holdfast.demo.jakarta..",
                    FILTER,
                    VALVE);

    @ArchTest
    static final ArchRule whatTheDemoIsInJavaxKnowsNoJakarta = noClasses()
            .that()
            .resideInAPackage("io.holdfast.demo.javax..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.servlet..", "io.holdfast.demo.jakarta..");

    @ArchTest
    static final ArchRule whatTheDemoIsInJakartaKnowsNoJavax = noClasses()
            .that()
            .resideInAPackage("io.holdfast.demo.jakarta..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javax.servlet..", "io.holdfast.demo.javax..");

    @ArchTest
    static void theRoomsOfCoreStandInOneOrder(JavaClasses classes) {
        assertOrder(
                classes,
                "json",
                "text",
                "file",
                "log",
                "management",
                "concurrent",
                "binding",
                "certificate",
                "token",
                "keystore",
                "access",
                "authorizationserver",
                "config",
                "resource",
                "door");
    }

    @ArchTest
    static void theRoomsOfTheKeyRingStandInOneOrder(JavaClasses classes) {
        assertOrder(classes, "keyring.token", "keyring.rotation", "keyring", "keyring.exchange");
    }

    @ArchTest
    static void theRoomsOfTheDemoStandInOneOrder(JavaClasses classes) {
        assertOrder(classes, "demo.settings", "demo.callers", "demo.partner", "demo.parties", "demo.console", "demo");
    }

    /** Each room knows none that stands behind it. */
    private static void assertOrder(JavaClasses classes, String... rooms) {
        for (int i = 0; i < rooms.length; i++) {
            String[] behind = Stream.of(rooms)
                    .skip(i + 1)
                    .map(room -> "io.holdfast." + room)
                    .toArray(String[]::new);
            if (behind.length > 0) {
                noClasses()
                        .that()
                        .resideInAPackage("io.holdfast." + rooms[i])
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(behind)
                        .check(classes);
            }
        }
    }

    /** It takes some different names for one, and its answer depends on what was compared before. */
    @ArchTest
    static final ArchRule nothingComparesNamesByThePlatform =
            noClasses().should().callMethod(X500Principal.class, "equals", Object.class);
}
