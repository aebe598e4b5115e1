import io.holdfast.keyring.KeyRing;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

public final class Program {
    public static void run(KeyRing keyRing, String url, Consumer<Callable<String>> load) throws Exception {
        // snippet: client of HttpClient 4.5
        // snippet: RESTEasy
        load.accept(() -> resteasy.target(url).path("orders").request().get(String.class));
        resteasy.close();
    }
}
