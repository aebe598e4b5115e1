package io.holdfast.junit;

import io.holdfast.config.SettingsException;
import io.holdfast.testpki.TestPki;
import io.holdfast.tokenservice.TokenService;
import io.holdfast.tokenservice.TokenServiceServer;
import io.holdfast.tokenservice.TokenServiceSettings;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jose4j.json.JsonUtil;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** A token service that is started, with what belongs to it alone. Safe for use by many threads. */
final class RunningService implements Closeable {
    private final TestPki pki;
    private final ServiceFiles files;
    private final Map<String, ClientIdentity> clients;
    private final TokenServiceServer server;
    private final TokenService service;
    private final RequestLog log;
    private volatile boolean stopped;

    private RunningService(
            TestPki pki,
            ServiceFiles files,
            Map<String, ClientIdentity> clients,
            TokenServiceServer server,
            TokenService service,
            RequestLog log) {
        this.pki = pki;
        this.files = files;
        this.clients = clients;
        this.server = server;
        this.service = service;
        this.log = log;
    }

    /**
     * Starts one on free ports.
     *
     * @throws ExtensionConfigurationException if something registered is wrong; with every problem
     * @throws UncheckedIOException if there are no ports or no temporary files to be had
     */
    static RunningService start(ServiceDefinition definition) {
        TestPki pki = definition.pki();
        ServiceFiles files = ServiceFiles.create();
        try {
            return start(definition, pki, files);
        } catch (SettingsException e) {
            files.close();
            throw new ExtensionConfigurationException(
                    "The token service cannot start with what is registered:\n  - "
                            + String.join("\n  - ", e.problems()),
                    e);
        } catch (IOException e) {
            files.close();
            throw new UncheckedIOException("The token service cannot start", e);
        } catch (RuntimeException e) {
            files.close();
            throw e;
        }
    }

    private static RunningService start(ServiceDefinition definition, TestPki pki, ServiceFiles files)
            throws IOException, SettingsException {
        files.write(pki);
        List<ClientIdentity> clients = new ArrayList<>();
        for (ClientRegistration client : definition.clients()) {
            Path directory = files.directoryOfClient(clients.size());
            clients.add(new ClientIdentity(client, pki, directory, files.password()));
        }
        Path registrations = files.writeRegistrations(registrations(definition, clients));
        TokenServiceServer server = TokenServiceServer.open(pki.server().serverContextForAnyClient(), 0, 0);
        try {
            TokenServiceSettings.Builder settings = TokenServiceSettings.builder()
                    .issuer(server.issuer())
                    .mtlsBaseUrl(server.mtlsBaseUrl())
                    .registrationsFile(registrations)
                    .clientAuthoritiesFile(files.authorities());
            definition.accessTokenLifetime().ifPresent(settings::tokenLifetime);
            TokenService service = TokenService.start(settings.build());
            RequestLog log = new RequestLog(service);
            server.serve(log);
            return new RunningService(pki, files, byId(clients), server, service, log);
        } catch (SettingsException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static String registrations(ServiceDefinition definition, List<ClientIdentity> clients) {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("resources", definition.resources());
        file.put(
                "clients",
                clients.stream().map(client -> client.members().all()).collect(Collectors.toList()));
        file.put("users", definition.users());
        return JsonUtil.toJson(file);
    }

    /** No two have the same id, or the service had not started. */
    private static Map<String, ClientIdentity> byId(List<ClientIdentity> clients) {
        Map<String, ClientIdentity> byId = new LinkedHashMap<>();
        clients.forEach(client -> byId.put(client.id(), client));
        return byId;
    }

    String issuer() {
        return server.issuer().toString();
    }

    String mtlsBaseUrl() {
        return server.mtlsBaseUrl().toString();
    }

    TestPki pki() {
        return pki;
    }

    ServiceFiles files() {
        return files;
    }

    RequestLog log() {
        return log;
    }

    TokenService service() {
        return service;
    }

    ClientIdentity client(String id) {
        ClientIdentity client = clients.get(id);
        if (client == null) {
            throw new IllegalArgumentException("No client '" + id + "' is registered; those that are: "
                    + String.join(", ", clients.keySet()) + ". Add .client(\"" + id + "\") to the builder.");
        }
        return client;
    }

    AccessTokenBuilder token(ClientIdentity client) {
        return new AccessTokenBuilder(service, client);
    }

    void stop() {
        stopped = true;
        server.goDown();
    }

    void comeBack() {
        try {
            server.comeBack();
            stopped = false;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The token service cannot come back on its ports: another program has taken one meanwhile", e);
        }
    }

    boolean stopped() {
        return stopped;
    }

    @Override
    public void close() {
        server.close();
        files.close();
    }
}
