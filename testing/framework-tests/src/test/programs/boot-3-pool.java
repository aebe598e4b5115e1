import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.client.RestClient;

public final class Program {
    public static void run(KeyRing keyRing, String url, Consumer<Callable<String>> load) throws Exception {
        SpringApplication application = new SpringApplication(Beans.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.addInitializers(context -> ((GenericApplicationContext) context).registerBean(KeyRing.class, () -> keyRing));
        try (ConfigurableApplicationContext context = application.run("--spring.main.banner-mode=off")) {
            RestClient rest = context.getBean(RestClient.Builder.class).build();
            load.accept(() -> rest.get().uri(url + "/orders").retrieve().body(String.class));
        }
    }

    @Configuration
    @EnableAutoConfiguration
    static class Beans {
        // snippet: Spring Boot 3 pool
    }
}
