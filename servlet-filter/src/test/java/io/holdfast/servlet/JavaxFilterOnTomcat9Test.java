package io.holdfast.servlet;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

@Tag("tomcat-9")
@DisplayName("The javax filter on Tomcat 9.0")
class JavaxFilterOnTomcat9Test extends FilterOnTomcatContract {

    JavaxFilterOnTomcat9Test() {
        super("javax", "9.0");
    }
}
