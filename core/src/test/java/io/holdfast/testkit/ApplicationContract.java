package io.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The part of {@link ProtectedResourceContract} that the application sees. */
public interface ApplicationContract {

    DoorFixture at();

    @OnEveryContainer
    @Test
    @DisplayName("S-79 shows the token's principal, roles and token, and makes no session")
    default void showsTheTokenToTheApplication() throws IOException {
        AppReport report = at().accepted(
                        at().pki.serverA(),
                        RawRequest.get("/api/echo")
                                .bearer(at().tokens()
                                        .boundTo(at().pki.serverA())
                                        .claim("sub", "user-7")
                                        .claim("scope", "orders:read *")
                                        .compact())
                                .header("X-Roles", "orders:read orders:write Orders:Read *"));

        assertThat(report.get("user")).isEqualTo("user-7");
        assertThat(report.get("remoteUser")).isEqualTo("user-7");
        assertThat(report.get("authType")).isEqualTo("Bearer");
        assertThat(report.get("userType")).isEqualTo("io.holdfast.resource.AccessTokenPrincipal");
        assertThat(report.get("token")).isEqualTo("io.holdfast.token.VerifiedToken");
        assertThat(report.get("session")).isEqualTo("none");
        assertThat(report.get("role:orders:read")).isEqualTo("true");
        assertThat(report.get("role:orders:write")).isEqualTo("false");
        assertThat(report.get("role:Orders:Read")).isEqualTo("false");
        assertThat(report.get("role:*")).isEqualTo("false");
    }

    @Test
    @DisplayName("S-79 shows nobody on an open path")
    default void showsNobodyOnAnOpenPath() throws IOException {
        AppReport report =
                at().accepted(at().pki.serverA(), RawRequest.get("/open/echo").bearer(at().token()));

        assertThat(report.get("user")).isEqualTo("null");
        assertThat(report.get("token")).isEqualTo("null");
    }

    @Test
    @DisplayName("S-71 spares no request the check because somebody has logged in before")
    default void sparesNoLoginTheCheck() throws IOException {
        RawRequest loggedIn = RawRequest.get("/api/echo").header(Tampering.HEADER, Tampering.EARLIER_LOGIN.name());

        at().refused(401, null, at().pki.serverA(), loggedIn);
        at().refused(401, "invalid_token", at().pki.thief(), loggedIn.bearer(at().token()));
    }

    @Test
    @DisplayName("S-79 replaces an earlier login by the token's principal")
    default void replacesAnEarlierLogin() throws IOException {
        AppReport report = at().accepted(
                        at().pki.serverA(),
                        RawRequest.get("/api/echo")
                                .header(Tampering.HEADER, Tampering.EARLIER_LOGIN.name())
                                .header("X-Roles", "orders:read admin")
                                .bearer(at().token()));

        assertThat(report.get("user")).isEqualTo("server-a");
        assertThat(report.get("remoteUser")).isEqualTo("server-a");
        assertThat(report.get("authType")).isEqualTo("Bearer");
        assertThat(report.get("role:orders:read")).isEqualTo("true");
        assertThat(report.get("role:admin")).isEqualTo("false");
    }

    @OnEveryContainer
    @Test
    @DisplayName("S-25 leaves body and form parameters to the application")
    default void leavesTheBodyAlone() throws IOException {
        AppReport body = at().accepted(
                        at().pki.serverA(),
                        RawRequest.of("POST", "/api/body").bearer(at().token()).form("name=value&access_token=x"));
        AppReport form = at().accepted(
                        at().pki.serverA(),
                        RawRequest.of("POST", "/api/form").bearer(at().token()).form("name=value"));

        assertThat(body.get("body")).isEqualTo("name=value&access_token=x");
        assertThat(form.get("form")).isEqualTo("value");
    }

    @OnEveryContainer
    @ParameterizedTest
    @ValueSource(strings = {"original", "wrapped"})
    @DisplayName("S-74 S-75 keeps principal and token through an asynchronous dispatch")
    default void keepsThePrincipalThroughAsyncDispatch(String kind) throws IOException {
        AppReport report = at().accepted(
                        at().pki.serverA(),
                        RawRequest.get("/api/async")
                                .bearer(at().token())
                                .header("X-Async", kind)
                                .header("X-Roles", "orders:read"));

        assertThat(report.get("dispatcher")).isEqualTo("ASYNC");
        assertSeesServerA(report);
    }

    @Test
    @DisplayName("S-74 S-75 shows principal and token to a thread of the application's own")
    default void showsThePrincipalToOtherThreads() throws IOException {
        assertSeesServerA(at().accepted(
                        at().pki.serverA(),
                        RawRequest.get("/api/thread").bearer(at().token()).header("X-Roles", "orders:read")));
    }

    private static void assertSeesServerA(AppReport report) {
        assertThat(report.get("user")).isEqualTo("server-a");
        assertThat(report.get("authType")).isEqualTo("Bearer");
        assertThat(report.get("token")).isEqualTo("io.holdfast.token.VerifiedToken");
        assertThat(report.get("role:orders:read")).isEqualTo("true");
    }
}
