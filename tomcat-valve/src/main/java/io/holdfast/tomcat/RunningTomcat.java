package io.holdfast.tomcat;

import io.holdfast.resource.AccessTokenPrincipal;
import java.lang.reflect.Constructor;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.Globals;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.realm.GenericPrincipal;

/**
 * The differences between the Tomcat versions that one binary runs on, found once when the valve starts. Immutable.
 *
 * <p>Up to Tomcat 9 {@link GenericPrincipal} takes a password, which does not exist here, from Tomcat 11 on it takes
 * none; and the name of the certificate attribute follows the servlet namespace. That name is a compile-time constant,
 * which a plain reference would copy into this byte code.
 */
final class RunningTomcat {
    private final String certificateAttribute;
    private final Constructor<GenericPrincipal> principal;
    private final boolean wantsPassword;
    private final HostErrorReport errorReport = HostErrorReport.explore();

    private RunningTomcat(String certificateAttribute, Constructor<GenericPrincipal> principal, boolean wantsPassword) {
        this.certificateAttribute = certificateAttribute;
        this.principal = principal;
        this.wantsPassword = wantsPassword;
    }

    /**
     * Inspects the classes of the Tomcat that is running.
     *
     * @throws ReflectiveOperationException if this class does not know the version of Tomcat
     */
    static RunningTomcat explore() throws ReflectiveOperationException {
        String attribute = (String) Globals.class.getField("CERTIFICATES_ATTR").get(null);
        try {
            return new RunningTomcat(
                    attribute, GenericPrincipal.class.getConstructor(String.class, List.class, Principal.class), false);
        } catch (NoSuchMethodException e) {
            return new RunningTomcat(
                    attribute,
                    GenericPrincipal.class.getConstructor(String.class, String.class, List.class, Principal.class),
                    true);
        }
    }

    /** The certificate attribute of this Tomcat: {@code javax.servlet…} or {@code jakarta.servlet…}. */
    String certificateAttribute() {
        return certificateAttribute;
    }

    /** Writes the host's own error body for a refused request. */
    void reportError(Request request, Response response) {
        errorReport.write(request, response);
    }

    /** Wraps the principal for Tomcat's realms, which check roles with it; applications see the given one. */
    GenericPrincipal principalOf(AccessTokenPrincipal user) {
        List<String> roles = new ArrayList<>(user.roles());
        try {
            return wantsPassword
                    ? principal.newInstance(user.getName(), null, roles, user)
                    : principal.newInstance(user.getName(), roles, user);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Tomcat's GenericPrincipal cannot be made.", e);
        }
    }
}
