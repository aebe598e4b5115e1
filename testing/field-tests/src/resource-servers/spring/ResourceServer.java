package io.holdfast.field.spring;

import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A resource server by the minimal configuration of Spring Security's reference: properties alone. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
public class ResourceServer {
    public static void main(String[] arguments) {
        SpringApplication.run(ResourceServer.class, arguments);
    }

    @GetMapping("/orders")
    Map<String, List<Map<String, Object>>> orders() {
        return Map.of("orders", List.of(Map.of("number", 1, "text", "goods")));
    }
}
