package io.holdfast.demo.settings;

import java.util.Arrays;
import java.util.Optional;

/** The three roles that this WAR can play; {@code holdfast.demo.roles} selects them. */
public enum DemoRole {
    /** {@code /token}, {@code /jwks} and the metadata documents. */
    TOKEN_SERVICE("token-service"),
    /** {@code /orders/{client_id}} and {@code /invoices/{client_id}}, behind the filters of {@code web.xml}. */
    PARTNER_API("partner-api"),
    /** The page at {@code /}. */
    CONSOLE("console");

    private final String settingValue;

    DemoRole(String settingValue) {
        this.settingValue = settingValue;
    }

    /** The role's name in {@code holdfast.demo.roles}. */
    public String settingValue() {
        return settingValue;
    }

    static Optional<DemoRole> named(String settingValue) {
        return Arrays.stream(values())
                .filter(role -> role.settingValue.equals(settingValue))
                .findFirst();
    }
}
