package io.holdfast.tokenservice.client;

import java.util.Collections;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/** A registered subject name, compared with those of certificates (RFC 4514, RFC 8705 §7.5). Immutable. */
final class DistinguishedName {
    private final X500Principal name;

    private DistinguishedName(X500Principal name) {
        this.name = name;
    }

    /** @throws IllegalArgumentException if it is no name that a client may register; the message says what to write */
    static DistinguishedName parse(String text) {
        X500Principal name;
        try {
            name = new X500Principal(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is no RFC 4514 name; write it as CN=server-a,O=Example", e);
        }
        if (name.getName().isEmpty()) {
            throw new IllegalArgumentException("is an empty name; write it as CN=server-a,O=Example");
        }
        if (holdsControlCharacters(name)) {
            throw new IllegalArgumentException("has a control character; write it without");
        }
        return new DistinguishedName(name);
    }

    /** Neither case, repeated spaces nor the string type matters; the order of the RDNs does. */
    boolean matches(X500Principal presented) {
        // Equality is of canonical forms, from which control characters at either end of a value are cut off.
        return name.equals(presented) && !holdsControlCharacters(presented);
    }

    private static boolean holdsControlCharacters(X500Principal principal) {
        try {
            for (Rdn rdn : new LdapName(principal.getName(X500Principal.RFC2253)).getRdns()) {
                for (Attribute attribute : Collections.list(rdn.toAttributes().getAll())) {
                    if (anyHoldsControlCharacters(Collections.list(attribute.getAll()))) {
                        return true;
                    }
                }
            }
            return false;
        } catch (InvalidNameException e) {
            // What cannot be looked at cannot be vouched for.
            return true;
        } catch (NamingException e) {
            throw new IllegalStateException("A name in memory cannot be read", e);
        }
    }

    /** Values in hexadecimal form come as octets; these are compared octet by octet, so nothing is cut off. */
    private static boolean anyHoldsControlCharacters(List<?> values) {
        return values.stream().anyMatch(value -> value instanceof String && ControlCharacters.in((String) value));
    }
}
