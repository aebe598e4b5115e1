package io.holdfast.demo.launcher;

/**
 * Where a demo is, and what its APIs are called in token requests.
 *
 * @param issuer base URL of the port that asks for no certificate
 * @param mtlsBaseUrl base URL of the port that asks for a client certificate
 */
public record DemoUrls(String issuer, String mtlsBaseUrl) {
    static DemoUrls onPorts(int port, int mtlsPort) {
        return new DemoUrls("https://localhost:" + port, "https://localhost:" + mtlsPort);
    }

    /** The {@code resource} (RFC 8707) of the orders API, and the URL that its paths begin with. */
    public String orders() {
        return mtlsBaseUrl + "/orders";
    }

    /** The same of the invoices API. */
    public String invoices() {
        return mtlsBaseUrl + "/invoices";
    }
}
