package io.holdfast.demo;

import io.holdfast.config.SettingsException;
import io.holdfast.demo.callers.RemoteClients;
import io.holdfast.demo.console.Console;
import io.holdfast.demo.parties.LocalTokenService;
import io.holdfast.demo.partner.InvoicesApi;
import io.holdfast.demo.partner.OrdersApi;
import io.holdfast.demo.partner.PartnerApi;
import io.holdfast.demo.partner.RecentCalls;
import io.holdfast.demo.settings.DemoRole;
import io.holdfast.demo.settings.DemoSettings;
import io.holdfast.tokenservice.TokenService;
import io.holdfast.tokenservice.http.HttpHandler;
import io.holdfast.tokenservice.http.HttpRequest;
import io.holdfast.tokenservice.http.HttpResponse;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole application, in any container: the roles that {@code holdfast.demo.roles} names. Safe for use by many
 * threads.
 */
public final class DemoApplication implements HttpHandler, Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(DemoApplication.class);

    private final DemoSettings settings;
    private final RemoteClients remoteClients;
    private final List<PartnerApi> partnerApis = Arrays.asList(new OrdersApi(), new InvoicesApi());
    private final RecentCalls calls;
    private final @Nullable TokenService tokenService;
    private final @Nullable Console console;

    private DemoApplication(
            DemoSettings settings, RecentCalls calls, @Nullable TokenService tokenService, @Nullable Console console) {
        this.settings = settings;
        this.remoteClients = new RemoteClients(settings.remoteClientsAllowed());
        this.calls = calls;
        this.tokenService = tokenService;
        this.console = console;
    }

    /**
     * Starts the application.
     *
     * @param parameters the context parameters, by name
     * @throws SettingsException with every problem of the settings, or of the registrations file
     */
    public static DemoApplication start(Map<String, String> parameters) throws SettingsException {
        DemoSettings settings = DemoSettings.parse(parameters);
        LOG.warn(
                "This is the Holdfast demo: a server to try and to test with, not one to rely on. "
                        + "Its signing key lives in memory and is new at every start. {}",
                new RemoteClients(settings.remoteClientsAllowed()).inWords());
        TokenService tokenService =
                settings.enabled(DemoRole.TOKEN_SERVICE) ? TokenService.start(settings.tokenService()) : null;
        RecentCalls calls = new RecentCalls();
        Console console = settings.enabled(DemoRole.CONSOLE)
                ? Console.start(settings, tokenService == null ? null : new LocalTokenService(tokenService), calls)
                : null;
        return new DemoApplication(settings, calls, tokenService, console);
    }

    /**
     * The response to a client on another machine, if such clients are refused; empty for all others. It must come
     * before the guards of {@code web.xml}, so that such a client learns nothing from them.
     */
    public Optional<HttpResponse> refusalOf(HttpRequest request) {
        return remoteClients.refuse(request.remoteAddress()) ? Optional.of(remoteClients.refusal()) : Optional.empty();
    }

    @Override
    public HttpResponse handle(HttpRequest request) throws IOException {
        Optional<HttpResponse> refusal = refusalOf(request);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        HttpHandler handler = handlerOf(request.path());
        return handler == null ? HttpResponse.of(404) : handler.handle(request);
    }

    private @Nullable HttpHandler handlerOf(String path) {
        if (tokenService != null && tokenService.paths().contains(path)) {
            return tokenService;
        }
        if (settings.enabled(DemoRole.PARTNER_API)) {
            for (PartnerApi api : partnerApis) {
                if (path.startsWith(api.path() + "/")) {
                    return api;
                }
            }
        }
        return console != null && console.serves(path) ? console : null;
    }

    /** The record in which the guards of {@code web.xml} note each call. */
    public RecentCalls recentCalls() {
        return calls;
    }

    /** The URL patterns of the partner APIs. */
    public List<String> guardedPaths() {
        List<String> patterns = new ArrayList<>();
        for (PartnerApi api : partnerApis) {
            patterns.add(api.path() + "/*");
        }
        return patterns;
    }

    /** The settings of this server for the guards of {@code web.xml}, by the filter's name. */
    public Map<String, Map<String, String>> guardSettings() {
        Map<String, String> guard = new LinkedHashMap<>();
        guard.put("issuer", settings.issuer().toString());
        settings.serverAuthoritiesFile().ifPresent(file -> guard.put("trustStore", file.toString()));
        Map<String, Map<String, String>> byFilter = new LinkedHashMap<>();
        for (PartnerApi api : partnerApis) {
            byFilter.put(api.filterName(), guard);
        }
        return byFilter;
    }

    @Override
    public void close() {
        if (console == null) {
            return;
        }
        try {
            console.close();
        } catch (IOException e) {
            LOG.warn("The console could not be closed whole: {}", e.getClass().getName());
        }
    }
}
