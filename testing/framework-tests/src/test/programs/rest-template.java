import io.holdfast.keyring.KeyRing;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

public final class Program {
    public static void run(KeyRing keyRing, String url, Consumer<Callable<String>> load) throws Exception {
        // snippet: client
        // snippet: RestTemplate
        load.accept(() -> rest.getForObject(url + "/orders", String.class));
        client.close();
    }
}
