package io.holdfast.tomcat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

@Tag("tomcat-11")
@DisplayName("The valve on Tomcat 11.0")
class ValveOnTomcat11Test extends ValveContract {

    ValveOnTomcat11Test() {
        super("jakarta", "11.0");
    }
}
