import io.holdfast.keyring.KeyRing;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

public final class Program {
    public static void run(KeyRing keyRing, String url, Consumer<Callable<String>> load) throws Exception {
        // snippet: asynchronous client
        // snippet: WebClient
        load.accept(() -> web.get().uri(url + "/orders").retrieve().bodyToMono(String.class).block(Duration.ofSeconds(20)));
        asyncClient.close();
    }
}
