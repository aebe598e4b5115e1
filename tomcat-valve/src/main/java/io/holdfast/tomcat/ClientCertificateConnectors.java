package io.holdfast.tomcat;

import java.util.Arrays;
import org.apache.catalina.Container;
import org.apache.catalina.Engine;
import org.apache.catalina.Service;
import org.apache.catalina.connector.Connector;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connectors that requests come through. One that asks for no client certificate makes every bound token fail, and
 * nothing in the answers tells why.
 */
final class ClientCertificateConnectors {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateBoundTokenValve.class);
    private static final String REMEDY =
            " Set certificateVerification=\"optional\" in its SSLHostConfig, and a truststoreFile.";

    private ClientCertificateConnectors() {}

    /**
     * Warns of connectors that ask for no client certificate.
     *
     * @param container where the valve stands; null if that is not known
     */
    static void warnWhereNoneIsAsked(@Nullable Container container) {
        Connector[] connectors = connectorsOf(container);
        boolean asked = false;
        for (Connector connector : connectors) {
            if (!isTls(connector)) {
                continue;
            }
            if (asksForCertificates(connector)) {
                asked = true;
            } else {
                LOG.warn(
                        "The connector of port {} asks for no client certificate, so every bound token that comes"
                                + " through it is refused.{}",
                        connector.getPort(),
                        REMEDY);
            }
        }
        if (connectors.length > 0
                && !asked
                && Arrays.stream(connectors).noneMatch(ClientCertificateConnectors::isTls)) {
            LOG.warn(
                    "No connector speaks TLS, so there are no client certificates and every token is refused."
                            + " Add a connector with SSLEnabled=\"true\".{}",
                    REMEDY);
        }
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
