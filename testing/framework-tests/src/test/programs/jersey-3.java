import io.holdfast.keyring.KeyRing;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

public final class Program {
    public static void run(KeyRing keyRing, String url, Consumer<Callable<String>> load) throws Exception {
        // snippet: Jersey 3
        load.accept(() -> jersey.target(url).path("orders").request().get(String.class));
        jersey.close();
    }
}
