import io.holdfast.keyring.KeyRing;
import io.holdfast.keystore.KeyStoreFile;
import io.holdfast.keystore.TrustStoreFile;
import java.nio.file.Paths;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** The key ring that the page takes as given. */
public final class Start {
    public static void run(Map<String, String> settings, Consumer<Callable<String>> load) throws Exception {
        try (KeyRing keyRing = KeyRing.builder()
                .keyStore(KeyStoreFile.at(Paths.get(settings.get("keyStore")))
                        .password(settings.get("password").toCharArray())
                        .build())
                .trust(TrustStoreFile.at(Paths.get(settings.get("authorities"))).build())
                .issuer(settings.get("issuer"))
                .clientId("server-a")
                .scopes("orders:read")
                .allowedOrigins(settings.get("api"))
                .build()) {
            Program.run(keyRing, settings.get("api"), load);
        }
    }
}
