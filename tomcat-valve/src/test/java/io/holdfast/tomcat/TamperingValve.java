package io.holdfast.tomcat;

import io.holdfast.testkit.Tampering;
import java.io.IOException;
import java.security.Principal;
import java.security.cert.X509Certificate;
import org.apache.catalina.Globals;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/** Stands before the door and does what {@link Tampering} says. */
public final class TamperingValve extends ValveBase {

    public TamperingValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException {
        Tampering tampering = Tampering.of(request.getHeader(Tampering.HEADER));
        try {
            if (tampering != null && tampering.replacesCertificates()) {
                replaceCertificates(tampering, request);
            }
            if (tampering == Tampering.EARLIER_CHALLENGE) {
                response.addHeader("WWW-Authenticate", Tampering.EARLIER_CHALLENGE_VALUE);
            }
            if (tampering == Tampering.EARLIER_LOGIN) {
                Principal earlier = () -> Tampering.EARLIER_USER;
                request.setUserPrincipal(earlier);
                request.setAuthType("CLIENT_CERT");
            }
            getNext().invoke(request, response);
        } catch (RuntimeException | IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void replaceCertificates(Tampering tampering, Request request) throws ReflectiveOperationException {
        String name = (String) Globals.class.getField("CERTIFICATES_ATTR").get(null);
        String foreign = name.startsWith("javax") ? name.replace("javax", "jakarta") : name.replace("jakarta", "javax");
        X509Certificate[] real = (X509Certificate[]) request.getAttribute(name);
        if (tampering == Tampering.OTHER_NAMESPACE) {
            request.setAttribute(foreign, real);
        }
        request.setAttribute(name, tampering.certificates(real));
    }
}
