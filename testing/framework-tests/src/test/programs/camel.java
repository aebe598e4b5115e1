import io.holdfast.keyring.KeyRing;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;

public final class Program {
    public static void run(KeyRing keyRing, String url, Consumer<Callable<String>> load) throws Exception {
        DefaultCamelContext camel = new DefaultCamelContext();
        // snippet: Camel
        camel.start();
        ProducerTemplate template = camel.createProducerTemplate();
        load.accept(() -> template.requestBody(url + "/orders", null, String.class));
        camel.close();
    }
}
