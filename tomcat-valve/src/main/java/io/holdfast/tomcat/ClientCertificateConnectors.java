package io.holdfast.tomcat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.catalina.Container;
import org.apache.catalina.Engine;
import org.apache.catalina.Service;
import org.apache.catalina.connector.Connector;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.jspecify.annotations.Nullable;

/**
 * Checks the connectors of the requests. A connector that requests no client certificate makes every bound token fail,
 * and no response shows the reason.
 */
final class ClientCertificateConnectors {
    private static final String REMEDY =
            " Set certificateVerification=\"optional\" in its SSLHostConfig, and a truststoreFile, or for"
                    + " self-signed clients trustManagerClassName=\"" + AnyClientCertificateTrustManager.class.getName()
                    + "\".";

    private ClientCertificateConnectors() {}

    /**
     * Finds the problems of the connectors, each a sentence for the operator; empty if all TLS connectors request
     * client certificates.
     *
     * @param container the valve's container; null if unknown
     */
    static List<String> problems(@Nullable Container container) {
        Connector[] connectors = connectorsOf(container);
        List<String> problems = new ArrayList<>();
        boolean tls = false;
        for (Connector connector : connectors) {
            tls |= isTls(connector);
            if (isTls(connector) && !asksForCertificates(connector)) {
                problems.add(
                        "The connector of port " + connector.getPort() + " asks for no client certificate, so every"
                                + " bound token that comes through it is refused." + REMEDY);
            }
        }
        if (connectors.length > 0 && !tls) {
            problems.add("No connector speaks TLS, so there are no client certificates and every token is refused. Add"
                    + " one with SSLEnabled=\"true\"." + REMEDY);
        }
        return problems;
    }

    private static Connector[] connectorsOf(@Nullable Container container) {
        Container outer = container;
        while (outer != null && !(outer instanceof Engine)) {
            outer = outer.getParent();
        }
        Service service = outer == null ? null : ((Engine) outer).getService();
        return service == null ? new Connector[0] : service.findConnectors();
    }

    private static boolean isTls(Connector connector) {
        return Boolean.parseBoolean(String.valueOf(connector.getProperty("SSLEnabled")));
    }

    private static boolean asksForCertificates(Connector connector) {
        return Arrays.stream(connector.findSslHostConfigs())
                .anyMatch(tls -> tls.getCertificateVerification() != SSLHostConfig.CertificateVerification.NONE);
    }
}
