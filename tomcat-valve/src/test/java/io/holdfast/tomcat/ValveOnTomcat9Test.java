package io.holdfast.tomcat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

@Tag("tomcat-9")
@DisplayName("The valve on Tomcat 9.0")
class ValveOnTomcat9Test extends ValveContract {

    ValveOnTomcat9Test() {
        super("javax", "9.0");
    }
}
