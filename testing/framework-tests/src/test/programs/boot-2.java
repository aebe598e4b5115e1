import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.client.RestTemplate;

public final class Program {
    public static void run(KeyRing keyRing, String url, Consumer<Callable<String>> load) throws Exception {
        SpringApplication application = new SpringApplication(Beans.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.addInitializers(context -> ((GenericApplicationContext) context).registerBean(KeyRing.class, () -> keyRing));
        try (ConfigurableApplicationContext context = application.run("--spring.main.banner-mode=off")) {
            RestTemplate rest = context.getBean(RestTemplateBuilder.class).build();
            load.accept(() -> rest.getForObject(url + "/orders", String.class));
        }
    }

    @Configuration
    @EnableAutoConfiguration
    static class Beans {
        // snippet: Spring Boot 2
    }
}
