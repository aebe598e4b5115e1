package io.holdfast.doctor.probe;

import io.holdfast.keystore.KeyMaterial;
import io.holdfast.keystore.TrustedCertificates;
import java.net.InetAddress;
import java.net.URI;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The material and the bounds of a run. */
final class ProbeSettings {
    final Place place;
    final KeyMaterial own;
    final String token;
    final TrustedCertificates trust;

    @Nullable
    KeyMaterial other;

    @Nullable
    String otherToken;

    @Nullable
    Place denied;

    /** The back end behind the proxy, for H7. */
    @Nullable
    Place direct;

    /** The port for plain HTTP, for B15. */
    int httpPort = 80;

    boolean active;

    /** The key of a test issuer, which signs tokens for the checks L. */
    @Nullable
    PrivateKey issuerKey;

    Likeness.@Nullable AcceptedWhen acceptedWhen;
    final List<String> alsoNames = new ArrayList<>();
    /** Tokens of options of their own, by the check that they are for. */
    final Map<Check, String> givenTokens = new EnumMap<>(Check.class);

    KnownFindings known = KnownFindings.NONE;
    Set<Check> wanted = EnumSet.allOf(Check.class);
    Sender.Limits limits = new Sender.Limits(60, Duration.ofMillis(100), Duration.ofSeconds(10));
    Sender.AddressBook addresses = InetAddress::getAllByName;
    String runId = "00000000";
    String version = "0";

    ProbeSettings(URI url, KeyMaterial own, String token, TrustedCertificates trust) {
        this.place = new Place(url);
        this.own = own;
        this.token = token;
        this.trust = trust;
    }

    String userAgent() {
        return "holdfast-probe/" + version + " " + runId;
    }
}
