package io.holdfast.tomcat;

import io.holdfast.door.DoorPlace;
import org.apache.catalina.Container;
import org.apache.catalina.Context;
import org.jspecify.annotations.Nullable;

/** The position of a valve, in words for the operator and as the door's place. Holds nothing. */
final class ValvePlace {
    private ValvePlace() {}

    /** The place of the door; on a host or an engine it has several applications. */
    static DoorPlace of(@Nullable Container container) {
        return container instanceof Context
                ? DoorPlace.of(nameOf(container), ((Context) container).getEncodedPath())
                : DoorPlace.ofSeveral(nameOf(container));
    }

    /** The name, for example {@code localhost/orders} of an application, or {@code localhost} of a host. */
    static String nameOf(@Nullable Container container) {
        if (!(container instanceof Context)) {
            return container == null ? "valve" : String.valueOf(container.getName());
        }
        @Nullable Container host = container.getParent();
        String path = ((Context) container).getPath();
        return (host == null ? "" : host.getName()) + (path.isEmpty() ? "/" : path);
    }
}
