import io.holdfast.keyring.KeyRing;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

public final class Program {
    public static void run(KeyRing keyRing, String url, Consumer<Callable<String>> load) throws Exception {
        // snippet: client of HttpClient 4.5
        // snippet: Unirest
        load.accept(() -> Unirest.get(url + "/orders").asString().getBody());
        Unirest.shutDown();
    }
}
