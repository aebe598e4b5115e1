import io.holdfast.keyring.KeyRing;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import okhttp3.ResponseBody;
import retrofit2.Call;
import retrofit2.http.GET;

public final class Program {
    public static void run(KeyRing keyRing, String url, Consumer<Callable<String>> load) throws Exception {
        // snippet: OkHttp client
        // snippet: Retrofit
        OrdersApi api = retrofit.create(OrdersApi.class);
        load.accept(() -> api.orders().execute().body().string());
    }

    interface OrdersApi {
        @GET("/orders")
        Call<ResponseBody> orders();
    }
}
