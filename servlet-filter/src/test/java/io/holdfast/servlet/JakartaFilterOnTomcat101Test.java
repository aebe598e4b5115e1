package io.holdfast.servlet;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

@Tag("tomcat-10.1")
@DisplayName("The jakarta filter on Tomcat 10.1")
class JakartaFilterOnTomcat101Test extends FilterOnTomcatContract {

    JakartaFilterOnTomcat101Test() {
        super("jakarta", "10.1");
    }
}
