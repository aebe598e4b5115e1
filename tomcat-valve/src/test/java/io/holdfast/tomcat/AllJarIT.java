package io.holdfast.tomcat;

import io.holdfast.testkit.AllJarContract;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The valve's jar with everything inside")
class AllJarIT extends AllJarContract {

    AllJarIT() {
        super("tomcat-valve");
    }
}
