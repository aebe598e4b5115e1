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
 * What differs between the Tomcats that one binary serves, found out once when the valve starts. Immutable.
 *
 * <p>Up to Tomcat 9 {@link GenericPrincipal} wants a password that nobody has here, from Tomcat 11 on it takes none; and
 * the name of the certificate attribute follows the servlet namespace. The latter is a compile-time constant, which a
 * plain reference would copy into this byte code.
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
     * Looks at the classes of the Tomcat that this runs in.
     *
     * @throws ReflectiveOperationException if it is a Tomcat that this class does not know
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

    /** {@code javax.servlet…} or {@code jakarta.servlet…}, as this Tomcat calls it. */
    String certificateAttribute() {
        return certificateAttribute;
    }

    /** Gives a refused request the host's own error body. */
    void reportError(Request request, Response response) {
        errorReport.write(request, response);
    }

    /** The principal in the form that Tomcat's realms ask for roles; applications see the given one. */
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
