import io.holdfast.keyring.KeyRing;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.apache.axiom.om.OMAbstractFactory;
import org.apache.axis2.addressing.EndpointReference;
import org.apache.axis2.client.ServiceClient;

public final class Program {
    public static void run(KeyRing keyRing, String url, Consumer<Callable<String>> load) throws Exception {
        // snippet: client
        load.accept(() -> {
            ServiceClient service = new ServiceClient();
            // snippet: Axis2
            service.setTargetEPR(new EndpointReference(url + "/orders"));
            try {
                return service.sendReceive(OMAbstractFactory.getOMFactory().createOMElement("orders", null)).toString();
            } finally {
                service.cleanupTransport();
                service.cleanup();
            }
        });
        client.close();
    }
}
