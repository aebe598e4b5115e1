import co.elastic.clients.transport.rest5_client.low_level.Request;
import io.holdfast.keyring.KeyRing;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.apache.hc.core5.http.io.entity.EntityUtils;

public final class Program {
    public static void run(KeyRing keyRing, String url, Consumer<Callable<String>> load) throws Exception {
        // snippet: Elasticsearch
        load.accept(() -> EntityUtils.toString(search.performRequest(new Request("GET", "/orders")).getEntity()));
        search.close();
    }
}
