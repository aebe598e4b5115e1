package io.holdfast.testserver.reader;

import io.holdfast.testserver.TestWar;
import java.util.Map;

/** Applications that find their handlers by another reading of the path than the container's. */
public enum OtherReader {
    /** Spring MVC, by the raw path, with its filter for {@code _method}. */
    SPRING {
        @Override
        public TestWar war(TestWar bare, String namespace) {
            return bare.servedBy("org.springframework.web.servlet.DispatcherServlet", Map.of())
                    .filter(
                            "utf-8",
                            "org.springframework.web.filter.CharacterEncodingFilter",
                            Map.of("encoding", "UTF-8"))
                    .filterMapping("utf-8", "/*")
                    .filter("hidden-method", "org.springframework.web.filter.HiddenHttpMethodFilter", Map.of())
                    .filterMapping("hidden-method", "/*")
                    .page("WEB-INF/echo-servlet.xml", """
                            <beans xmlns='http://www.springframework.org/schema/beans'
                                   xmlns:mvc='http://www.springframework.org/schema/mvc'
                                   xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'
                                   xsi:schemaLocation='
                                     http://www.springframework.org/schema/beans
                                     http://www.springframework.org/schema/beans/spring-beans.xsd
                                     http://www.springframework.org/schema/mvc
                                     http://www.springframework.org/schema/mvc/spring-mvc.xsd'>
                              <mvc:annotation-driven/>
                              <bean class='io.holdfast.testserver.reader.SpringOrders'/>
                            </beans>
                            """);
        }
    },
    /** Jersey, by the raw path, with its filters for suffixes and method overrides. */
    JERSEY {
        @Override
        public TestWar war(TestWar bare, String namespace) {
            String filters = "org.glassfish.jersey.server.filter.";
            return bare.servedBy(
                    "org.glassfish.jersey.servlet.ServletContainer",
                    Map.of(
                            "jersey.config.server.provider.classnames",
                            "io.holdfast.testserver." + namespace + ".JaxRsOrders," + filters
                                    + "HttpMethodOverrideFilter," + filters + "UriConnegFilter",
                            "jersey.config.server.mediaTypeMappings",
                            "json : text/plain, txt : text/plain"));
        }
    },
    /** A servlet that reads the request line itself, and one that ignores its path info. */
    RAW {
        @Override
        public TestWar war(TestWar bare, String namespace) {
            String servlet = "io.holdfast.testserver." + namespace + ".RawUriServlet";
            return bare.servedBy(servlet, Map.of())
                    .with("<servlet><servlet-name>export</servlet-name><servlet-class>" + servlet
                            + "</servlet-class></servlet><servlet-mapping><servlet-name>export</servlet-name>"
                            + "<url-pattern>/export/*</url-pattern></servlet-mapping>");
        }
    };

    /** Adds the application to a guarded WAR. */
    public abstract TestWar war(TestWar bare, String namespace);
}
