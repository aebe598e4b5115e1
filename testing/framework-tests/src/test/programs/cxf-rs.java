import io.holdfast.keyring.KeyRing;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.apache.cxf.Bus;
import org.apache.cxf.BusFactory;
import org.apache.cxf.jaxrs.client.WebClient;

public final class Program {
    public static void run(KeyRing keyRing, String url, Consumer<Callable<String>> load) throws Exception {
        Bus bus = BusFactory.newInstance().createBus();
        BusFactory.setDefaultBus(bus);
        // snippet: CXF
        load.accept(() -> {
            BusFactory.setThreadDefaultBus(bus);
            return WebClient.create(url + "/orders").get(String.class);
        });
        bus.shutdown(true);
    }
}
