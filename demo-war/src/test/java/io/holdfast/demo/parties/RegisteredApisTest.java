package io.holdfast.demo.parties;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegisteredApisTest {
    private static final URI HERE = URI.create("https://localhost:8444");

    @Test
    void areWhereTheRegistrationsSay(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(
                directory.resolve("registrations.json"),
                "{\"resources\":[{\"resource\":\"urn:other\"},{\"resource\":\"https://api.example/v1/orders\"}]}");

        ApiAddresses addresses = new RegisteredApis(file, HERE).addresses(HERE);

        assertThat(addresses.ordersOf("a")).hasToString("https://api.example/v1/orders/a");
        assertThat(addresses.invoicesOf("a")).hasToString("https://localhost:8444/invoices/a");
    }

    @Test
    void areHereWithoutRegistrations() throws Exception {
        ApiAddresses addresses = new RegisteredApis(null, HERE).addresses(HERE);

        assertThat(addresses.orders()).hasToString("https://localhost:8444/orders");
    }
}
