package io.holdfast.tomcat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

@Tag("tomcat-10.1")
@DisplayName("The valve on Tomcat 10.1")
class ValveOnTomcat101Test extends ValveContract {

    ValveOnTomcat101Test() {
        super("jakarta", "10.1");
    }
}
