package io.holdfast.servlet;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

@Tag("tomcat-11")
@DisplayName("The jakarta filter on Tomcat 11.0")
class JakartaFilterOnTomcat11Test extends FilterOnTomcatContract {

    JakartaFilterOnTomcat11Test() {
        super("jakarta", "11.0");
    }
}
