package io.holdfast.tokenservice.authorization;

import static io.holdfast.tokenservice.http.OAuthError.ACCESS_DENIED;
import static io.holdfast.tokenservice.http.OAuthError.INVALID_REQUEST;

import io.holdfast.tokenservice.client.RegisteredClient;
import io.holdfast.tokenservice.client.Registrations;
import io.holdfast.tokenservice.http.FormBody;
import io.holdfast.tokenservice.http.FormParameters;
import io.holdfast.tokenservice.http.HttpHandler;
import io.holdfast.tokenservice.http.HttpRequest;
import io.holdfast.tokenservice.http.HttpResponse;
import io.holdfast.tokenservice.http.OAuthErrorException;
import io.holdfast.tokenservice.token.ExpiringStore;
import io.holdfast.tokenservice.token.RandomText;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * The authorization endpoint (RFC 6749 §3.1). Who calls it with an authorization request by GET is asked which of the
 * registered users they are, and answers by POST. There is no password: this is a service to try and to test with.
 *
 * <p>What was asked for stays here in the meantime, under a name that can be used once and within five minutes, so the
 * answer cannot change it. An answer that another site has made the browser send is refused. Safe for use by many
 * threads.
 */
public final class AuthorizationEndpoint implements HttpHandler {
    private static final int LONGEST_QUERY = 8 * 1024;
    private static final int MOST_PENDING = 1000;
    private static final long PENDING_SECONDS = 300;

    private final Registrations registrations;
    private final AuthorizationRequests requests;
    private final AuthorizationCodes codes;
    private final LoginPage page;
    private final ExpiringStore<AuthorizationRequest> pending;
    private final Clock clock;

    /** @param issuer told in every answer (RFC 9207) */
    public AuthorizationEndpoint(String issuer, Registrations registrations, AuthorizationCodes codes, Clock clock) {
        this.registrations = registrations;
        this.requests = new AuthorizationRequests(issuer, registrations);
        this.codes = codes;
        this.page = new LoginPage(registrations.users());
        this.pending = new ExpiringStore<>(MOST_PENDING, clock);
        this.clock = clock;
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        try {
            switch (request.method()) {
                case "GET":
                    return ask(parameters(request), addressOf(request));
                case "POST":
                    return answer(request);
                default:
                    return HttpResponse.methodNotAllowed("GET, POST");
            }
        } catch (OAuthErrorException e) {
            return page.error(e);
        }
    }

    /**
     * A code without the page and the redirect, for a program that tests.
     *
     * @param parameters an authorization request
     * @param user a registered user
     * @throws OAuthErrorException as the endpoint would
     */
    public String code(FormParameters parameters, String user) throws OAuthErrorException {
        requireUser(user);
        RegisteredClient client = requests.client(parameters);
        return codes.issue(requests.request(parameters, client, requests.redirect(parameters, client)), user);
    }

    private static FormParameters parameters(HttpRequest request) throws OAuthErrorException {
        String query = request.query() == null ? "" : request.query();
        if (query.length() > LONGEST_QUERY) {
            throw new OAuthErrorException(INVALID_REQUEST, "The query is longer than 8 KiB");
        }
        return FormParameters.parse(query.getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse ask(FormParameters parameters, String address) throws OAuthErrorException {
        RegisteredClient client = requests.client(parameters);
        RedirectTarget redirect = requests.redirect(parameters, client);
        AuthorizationRequest request;
        String id = RandomText.ofBits128();
        try {
            request = requests.request(parameters, client, redirect);
            pending.put(address, id, request, clock.instant().getEpochSecond() + PENDING_SECONDS);
        } catch (OAuthErrorException e) {
            return redirect.withError(e);
        }
        return page.login(id, request);
    }

    private HttpResponse answer(HttpRequest request) throws OAuthErrorException {
        refuseOtherSites(request.headers("Sec-Fetch-Site"));
        FormParameters form = FormBody.of(request);
        AuthorizationRequest asked = form.value(LoginPage.REQUEST)
                .flatMap(pending::take)
                .orElseThrow(() -> new OAuthErrorException(
                        INVALID_REQUEST, "This page was answered before or is older than five minutes; start again"));
        Optional<String> user = form.value(LoginPage.USER);
        if (!user.isPresent()) {
            return asked.redirect().withError(new OAuthErrorException(ACCESS_DENIED, "The user said no"));
        }
        requireUser(user.get());
        return asked.redirect().withCode(codes.issue(asked, user.get()));
    }

    private static String addressOf(HttpRequest request) {
        String address = request.remoteAddress();
        return address == null ? "" : address;
    }

    /** Browsers say on whose behalf they send something (W3C Fetch Metadata); other programs send no such thing. */
    private static void refuseOtherSites(List<String> fetchSite) throws OAuthErrorException {
        if (!fetchSite.stream().allMatch("same-origin"::equals)) {
            throw new OAuthErrorException(INVALID_REQUEST, "Another site has sent this form");
        }
    }

    private void requireUser(String user) throws OAuthErrorException {
        if (!registrations.users().contains(user)) {
            throw new OAuthErrorException(INVALID_REQUEST, "The user is not registered");
        }
    }
}
