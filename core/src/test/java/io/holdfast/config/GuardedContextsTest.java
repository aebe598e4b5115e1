package io.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GuardedContextsTest {

    private static GuardedContexts parse(String contexts) throws SettingsException {
        return ResourceSettings.parse(Map.of(
                        "issuer", "https://login.example.com",
                        "audience", "https://api.example.com",
                        "contexts", contexts))
                .contexts();
    }

    @Test
    @DisplayName("S-71 are all where none is named")
    void areAllWhereNoneIsNamed() throws SettingsException {
        GuardedContexts all = ResourceSettings.parse(
                        Map.of("issuer", "https://login.example.com", "audience", "https://api.example.com"))
                .contexts();

        assertThat(all.areAll()).isTrue();
        assertThat(all.missingAmong(List.of())).isEmpty();
        assertThat(List.of("", "/orders", "/orders/admin")).allMatch(all::include);
    }

    @Test
    @DisplayName("S-71 include what is named, in any letter case, and what is deployed below")
    void includeWhatIsBelow() throws SettingsException {
        GuardedContexts named = parse("/orders  /a/b");

        assertThat(named.areAll()).isFalse();
        assertThat(List.of("/orders", "/Orders", "/orders/admin", "/ORDERS/x/y", "/a/b", "/A/B/c"))
                .allMatch(named::include);
        assertThat(List.of("", "/order", "/orders2", "/orders-admin", "/a", "/a/bc", "/x/orders"))
                .noneMatch(named::include);
        assertThat(named).hasToString("/orders /a/b");
    }

    @Test
    @DisplayName("S-71 take the root's path for the root's application alone")
    void takeTheRootForItself() throws SettingsException {
        GuardedContexts root = parse("/");

        assertThat(root.areAll()).isFalse();
        assertThat(root.include("")).isTrue();
        assertThat(root.include("/orders")).isFalse();
        assertThat(root.missingAmong(List.of("/orders"))).containsExactly("/");
        assertThat(root.missingAmong(List.of("/orders", ""))).isEmpty();
    }

    @Test
    @DisplayName("know which of them are not there")
    void knowWhatIsMissing() throws SettingsException {
        assertThat(parse("/orders /invoices /stock").missingAmong(List.of("/Orders", "/stock/admin", "")))
                .containsExactly("/invoices", "/stock");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders",
                "/orders/",
                "/orders, /invoices",
                "/orders,/invoices",
                "//orders",
                "/orders//admin",
                "/orders##2",
                "/orders#admin",
                "/*",
                "/orders/*",
                "/my%20orders",
                "/orders;v=1",
                "/orders?x",
                "\\orders",
                "/orders/..",
                "/./orders",
                "/or\u0000ders"
            })
    @DisplayName("S-77 refuse what is no context path, so that nothing stays open by a misspelling")
    void refuseWhatIsNoPath(String contexts) {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> parse(contexts))
                .withMessageContaining("The setting 'contexts' = '" + contexts + "'");
    }
}
