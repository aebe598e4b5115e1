import io.holdfast.keyring.KeyRing;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.opensearch.client.opensearch.generic.Requests;

public final class Program {
    public static void run(KeyRing keyRing, String url, Consumer<Callable<String>> load) throws Exception {
        // snippet: opensearch-java
        load.accept(() -> search.generic().execute(Requests.builder().method("GET").endpoint("/orders").build())
                .getBody().orElseThrow().bodyAsString());
        search._transport().close();
    }
}
