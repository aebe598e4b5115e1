import io.holdfast.keyring.KeyRing;
import java.io.Closeable;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;

public final class Program {
    public static void run(KeyRing keyRing, String url, Consumer<Callable<String>> load) throws Exception {
        // snippet: Spring-WS 4
        load.accept(() -> {
            StringWriter answer = new StringWriter();
            orders.sendSourceAndReceiveToResult(
                    url + "/orders", new StreamSource(new StringReader("<orders/>")), new StreamResult(answer));
            return answer.toString();
        });
        ((Closeable) ((SimpleHttpComponents5MessageSender) orders.getMessageSenders()[0]).getHttpClient()).close();
    }
}
