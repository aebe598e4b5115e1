package io.holdfast.demo.launcher;

import java.util.LinkedHashMap;
import java.util.Map;

/** The context parameters that give the WAR its settings, whatever container they are written for. */
final class DemoParameters {
    private DemoParameters() {}

    static Map<String, String> of(DemoUrls urls, DemoFiles files) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("holdfast.demo.issuer", urls.issuer());
        parameters.put("holdfast.demo.mtlsBaseUrl", urls.mtlsBaseUrl());
        parameters.put("holdfast.demo.registrationsFile", files.absolute("registrations.json"));
        parameters.put("holdfast.demo.clientAuthoritiesFile", files.absolute("authority.crt"));
        parameters.put("holdfast.demo.serverAuthoritiesFile", files.absolute("authority.crt"));
        parameters.put("holdfast.demo.partiesDirectory", files.absolute(""));
        return parameters;
    }
}
