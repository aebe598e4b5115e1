import io.holdfast.keyring.KeyRing;
import jakarta.xml.ws.Dispatch;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.soap.SOAPBinding;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javax.xml.namespace.QName;
import javax.xml.transform.Source;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;
import org.apache.cxf.Bus;
import org.apache.cxf.BusFactory;

public final class Program {
    public static void run(KeyRing keyRing, String url, Consumer<Callable<String>> load) throws Exception {
        Bus bus = BusFactory.newInstance().createBus();
        BusFactory.setDefaultBus(bus);
        // snippet: CXF
        BusFactory.setThreadDefaultBus(bus);
        QName port = new QName("urn:orders", "port");
        Service service = Service.create(new QName("urn:orders", "service"));
        service.addPort(port, SOAPBinding.SOAP11HTTP_BINDING, url + "/orders");
        Dispatch<Source> orders = service.createDispatch(port, Source.class, Service.Mode.PAYLOAD);
        load.accept(() -> {
            Source order = orders.invoke(new StreamSource(new StringReader("<orders/>")));
            StringWriter text = new StringWriter();
            TransformerFactory.newInstance().newTransformer().transform(order, new StreamResult(text));
            return text.toString();
        });
        bus.shutdown(true);
    }
}
