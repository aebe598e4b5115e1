import feign.RequestLine;
import io.holdfast.keyring.KeyRing;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

public final class Program {
    public static void run(KeyRing keyRing, String url, Consumer<Callable<String>> load) throws Exception {
        // snippet: client
        // snippet: Feign
        load.accept(api::orders);
        client.close();
    }

    interface OrdersApi {
        @RequestLine("GET /orders")
        String orders();
    }
}
