import io.holdfast.keyring.KeyRing;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

public final class Program {
    public static void run(KeyRing keyRing, String url, Consumer<Callable<String>> load) throws Exception {
        // snippet: client
        // snippet: RestClient
        load.accept(() -> rest.get().uri(url + "/orders").retrieve().body(String.class));
        client.close();
    }
}
