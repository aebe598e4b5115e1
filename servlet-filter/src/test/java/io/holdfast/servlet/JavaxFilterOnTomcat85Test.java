package io.holdfast.servlet;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

@Tag("tomcat-8.5")
@DisplayName("The javax filter on Tomcat 8.5")
class JavaxFilterOnTomcat85Test extends FilterOnTomcatContract {

    JavaxFilterOnTomcat85Test() {
        super("javax", "8.5");
    }
}
