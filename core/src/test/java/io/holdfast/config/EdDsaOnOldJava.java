package io.holdfast.config;

import io.holdfast.testkit.RfcVectors;
import io.holdfast.token.VerificationKey;
import java.security.Provider;
import java.security.Security;
import java.util.Map;

/**
 * A main class for a JVM of its own, which it first makes as poor as Java 8 is: no registered provider knows Ed25519. It
 * prints what the setting {@code algorithms = EdDSA} leads to then, and whether a JWK of that kind can be used.
 */
public final class EdDsaOnOldJava {
    private EdDsaOnOldJava() {}

    /** Without arguments. */
    public static void main(String[] args) {
        for (Provider provider : Security.getProviders("Signature.Ed25519")) {
            Security.removeProvider(provider.getName());
        }
        try {
            ResourceSettings.parse(Map.of(
                    "issuer",
                    "https://login.example.com",
                    "audience",
                    "https://api.example.com",
                    "algorithms",
                    "EdDSA"));
            System.out.println("accepted");
        } catch (SettingsException e) {
            System.out.println(e.getMessage());
        }
        System.out.println(
                VerificationKey.of(Map.of("kty", "OKP", "crv", "Ed25519", "x", RfcVectors.ED25519_X))
                                .isPresent()
                        ? "key usable"
                        : "key skipped");
    }
}
