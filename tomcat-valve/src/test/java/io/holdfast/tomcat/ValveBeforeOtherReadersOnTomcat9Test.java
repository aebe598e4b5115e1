package io.holdfast.tomcat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

@Tag("other-reader")
@Tag("tomcat-9")
@DisplayName("The valve on Tomcat 9.0, before applications that read paths in their own way")
final class ValveBeforeOtherReadersOnTomcat9Test extends ValveBeforeOtherReadersContract {

    ValveBeforeOtherReadersOnTomcat9Test() {
        super("javax");
    }
}
