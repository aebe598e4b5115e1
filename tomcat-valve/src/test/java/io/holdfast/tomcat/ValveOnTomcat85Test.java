package io.holdfast.tomcat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

@Tag("tomcat-8.5")
@DisplayName("The valve on Tomcat 8.5")
class ValveOnTomcat85Test extends ValveContract {

    ValveOnTomcat85Test() {
        super("javax", "8.5");
    }
}
