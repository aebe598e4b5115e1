package io.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.door.ProtectedResourceMXBean;
import io.holdfast.testpki.TestIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The part of {@link ProtectedResourceContract} about switching it on: modes, and settings that change while it runs. */
public interface RollOutContract {
    DoorFixture at();

    String contextPath();

    /** A path as access rules have it. */
    private String ruled(String path) {
        return path.substring(contextPath().length());
    }

    private RawRequest stolen(String path) {
        return RawRequest.get(path).bearer(at().token());
    }

    /** The request passes as anybody's, and is reported for this reason. */
    private void reported(Door door, String reason, @Nullable TestIdentity client, RawRequest request)
            throws IOException {
        AppReport report = at().accepted(door, null, client, request);
        assertThat(report.get("reported")).isEqualTo(reason);
        assertThat(report.get("user")).isEqualTo("null");
        assertThat(report.get("token")).isEqualTo("null");
        assertThat(report.get("reason")).isEqualTo("null");
    }

    @Test
    @DisplayName(
            "report-only lets pass what it would refuse, without token and principal, and takes good tokens as ever")
    default void reportsOnly() throws Exception {
        try (Door door = at().open(at().settings("mode", "report-only"))) {
            reported(door, "credentials_missing", null, RawRequest.get("/api/echo"));
            reported(door, "certificate_mismatch", at().pki.thief(), stolen("/api/echo"));
            reported(door, "certificate_missing", null, stolen("/api/echo"));
            reported(
                    door,
                    "token_malformed",
                    at().pki.serverA(),
                    RawRequest.get("/api/echo").bearer("x"));
            AppReport good = at().accepted(door, null, at().pki.serverA(), stolen("/api/echo"));
            assertThat(good.get("user")).isEqualTo("server-a");
            assertThat(good.get("reported")).isEqualTo("null");
        }
    }

    @Test
    @DisplayName("S-10 report-only refuses a token over plain HTTP all the same")
    default void refusesPlainHttpInEveryMode() throws Exception {
        Map<String, String> settings = at().settings("mode", "report-only");
        settings.put("accessRules", ruled("/api/closed") + " deny");
        settings.put("healthPath", ruled("/api/health"));
        try (Door door = at().open(settings)) {
            for (RawRequest request : List.of(
                    stolen("/api/echo"),
                    stolen("/api/echo?access_token=x"),
                    stolen("/api/echo").bearer("another"),
                    stolen("/api/closed"),
                    stolen("/api/health"),
                    RawRequest.get("/api/echo").header("Authorization", "Bearer  two spaces"))) {
                try (RawHttpsClient client = RawHttpsClient.connectPlain(door.plain())) {
                    DoorFixture.assertRefusal(client.send(request), 400, "invalid_request");
                }
            }
        }
    }

    @Test
    @DisplayName("B13 enforces one path of a door that reports only, however the path is spelled")
    default void enforcesOnePath() throws Exception {
        Map<String, String> settings = at().settings("mode", "report-only");
        settings.put("accessRules", ruled("/api/orders/**") + " enforce");
        try (Door door = at().open(settings)) {
            at().refused(door, null, 401, "invalid_token", at().pki.thief(), stolen("/api/orders/1"));
            at().refused(door, null, 401, null, null, RawRequest.get("/api/orders"));
            at().refused(door, null, 401, null, null, RawRequest.get("/api/Orders/1"));
            at().refused(door, null, 400, "invalid_request", null, RawRequest.get("/api/x;a=b"));
            for (String odd : PathRulesContract.ODD_SPELLINGS) {
                at().assertNotReached(door, at().pki.thief(), stolen(odd.replace("NAME", "orders")));
            }
            reported(door, "certificate_mismatch", at().pki.thief(), stolen("/api/other"));
        }
    }

    @Test
    @DisplayName("reports about one path of a door that enforces")
    default void reportsAboutOnePath() throws Exception {
        Map<String, String> settings = at().settings(
                        "accessRules",
                        ruled("/api/new/**") + " scope=orders:approve report-only; " + ruled("/api/closed")
                                + " deny report-only");
        try (Door door = at().open(settings)) {
            reported(door, "scope_insufficient", at().pki.serverA(), stolen("/api/new/1"));
            reported(door, "certificate_mismatch", at().pki.thief(), stolen("/api/new/1"));
            reported(door, "access_denied", at().pki.serverA(), stolen("/api/closed"));
            at().refused(door, null, 401, "invalid_token", at().pki.thief(), stolen("/api/other"));
            at().refused(door, null, 401, null, null, RawRequest.get("/api/NEW/1"));
            RawRequest odd = RawRequest.get("/api/NEW/../new/1");
            at().refused(door, null, 400, "invalid_request", null, odd);
        }
    }

    @Test
    @DisplayName("passes with reports while the authorization server is away, in a door that reports only")
    default void reportsAnOutage() throws Exception {
        RawRequest request = stolen("/api/echo");
        at().authorizationServer.goDown();
        try (Door door = at().open(at().settings("mode", "report-only"))) {
            reported(door, "verification_unavailable", at().pki.serverA(), request);
        } finally {
            at().authorizationServer.comeBack();
        }
    }

    @Test
    @DisplayName("S-77 follows its file without a restart, keeps the old settings when it breaks, and recovers")
    default void followsItsFile(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("holdfast.properties");
        replace(file, "mode=report-only\n");
        Map<String, String> settings = at().settings("configFile", file.toString());
        settings.put("jmxName", UUID.randomUUID().toString());
        try (Door door = at().open(settings)) {
            ProtectedResourceMXBean bean = ViewContract.bean(settings.get("jmxName"));
            reported(door, "certificate_mismatch", at().pki.thief(), stolen("/api/echo"));

            replace(file, "mode=enforce\nrealm=partners\n");
            await(door, 401, "realm=\"partners\"");

            replace(file, "mode=enfoce\nrealm=other-partners\n");
            Await.until(() -> bean.getSettingsReloadFailures() == 1);
            assertThat(bean.getLastError()).contains("'mode' = 'enfoce'", "line 1", "enforce, report-only");
            await(door, 401, "realm=\"partners\"");

            replace(file, "mode=enforce\nrealm=repaired-again\n");
            await(door, 401, "realm=\"repaired-again\"");
            assertThat(bean.getSettingsReloads()).isEqualTo(2);

            at().authorizationServer.goDown();
            try {
                replace(file, "mode=enforce\nrealm=outage\nrequiredScopes=orders:read\n");
                await(door, 401, "realm=\"outage\"");
                at().accepted(door, null, at().pki.serverA(), stolen("/api/echo"));
            } finally {
                at().authorizationServer.comeBack();
            }
        }
    }

    @Test
    @DisplayName("S-77 takes the descriptor's word over the environment's, and that over the file's")
    default void knowsWhoseWordCounts(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("holdfast.properties");
        replace(file, "accessListener=" + RecordingAccessListener.OfTheFile.class.getName() + "\nrealm=of-the-file\n");
        Map<String, String> settings = at().settings("configFile", file.toString());
        assertThat(System.getenv("HOLDFAST_ACCESS_LISTENER")).isEqualTo(RecordingAccessListener.class.getName());
        try (Door door = at().open(settings)) {
            assertThat(challenge(at().refused(door, null, 401, null, null, RawRequest.get("/api/by-environment"))))
                    .contains("realm=\"of-the-file\"");
        }
        settings.put("accessListener", RecordingAccessListener.OfTheDescriptor.class.getName());
        try (Door door = at().open(settings)) {
            at().refused(door, null, 401, null, null, RawRequest.get("/api/by-descriptor"));
        }

        assertThat(RecordingAccessListener.told())
                .contains("RecordingAccessListener refused credentials_missing /api/by-environment")
                .contains("OfTheDescriptor refused credentials_missing /api/by-descriptor")
                .noneMatch(told -> told.startsWith("OfTheFile"));
    }

    /** A door with the page's settings for this kind of door, and this snippet of it as the file. */
    private Door documented(Path directory, String snippet) throws Exception {
        String page = "docs/roll-out.md";
        Map<String, String> settings = contextPath().isEmpty()
                ? DocumentedSettings.inWebXml(page, "web.xml")
                : DocumentedSettings.inContextXml(page, "context.xml");
        String rules = contextPath().isEmpty() ? "accessRules=/api/" : "accessRules=/";
        Path file = Files.writeString(
                directory.resolve("orders.properties"),
                DocumentedSnippet.read(page, snippet).replace("accessRules=/", rules));
        settings.replace("configFile", "/etc/holdfast/orders.properties", file.toString());
        return at().open(at().documented(settings, contextPath()));
    }

    @Test
    @DisplayName("does in each step what the page about rolling out says")
    default void rollsOutAsThePageSays(@TempDir Path directory) throws Exception {
        RawRequest unbound =
                RawRequest.get("/api/echo").bearer(at().tokens().unbound().compact());
        try (Door door = documented(directory, "report-only")) {
            reported(door, "certificate_mismatch", at().pki.thief(), stolen("/api/payments/1"));
            assertThat(at().accepted(door, null, null, unbound).get("reported")).isEqualTo("null");
        }
        try (Door door = documented(directory, "binding")) {
            reported(door, "token_not_bound", null, unbound);
        }
        try (Door door = documented(directory, "first-path")) {
            at().refused(door, null, 401, "invalid_token", at().pki.thief(), stolen("/api/payments/1"));
            reported(door, "certificate_mismatch", at().pki.thief(), stolen("/api/orders"));
        }
        try (Door door = documented(directory, "late")) {
            at().refused(door, null, 401, "invalid_token", at().pki.thief(), stolen("/api/payments/1"));
            reported(door, "certificate_mismatch", at().pki.thief(), stolen("/api/reports/1"));
        }
        try (Door door = documented(directory, "enforce")) {
            at().refused(door, null, 401, "invalid_token", at().pki.thief(), stolen("/api/reports/1"));
        }
    }

    private static void replace(Path file, String text) throws IOException {
        Path whole = Files.writeString(file.resolveSibling("new"), text);
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void await(Door door, int status, String challenge) throws Exception {
        Await.until(() -> {
            RawResponse response = at().send(door, null, at().pki.thief(), stolen("/api/echo"));
            return response.status() == status && challenge(response).contains(challenge);
        });
    }

    private static String challenge(RawResponse response) {
        return String.join(",", response.headers("WWW-Authenticate"));
    }
}
