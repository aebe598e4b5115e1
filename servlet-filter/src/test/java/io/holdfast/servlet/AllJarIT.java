package io.holdfast.servlet;

import io.holdfast.testkit.AllJarContract;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The filter's jar with everything inside")
class AllJarIT extends AllJarContract {

    AllJarIT() {
        super("servlet-filter");
    }
}
