package io.holdfast.tomcat;

import io.holdfast.door.DoorPlace;
import org.apache.catalina.Container;
import org.apache.catalina.Context;
import org.jspecify.annotations.Nullable;

/** Where a valve stands, in words for the operator and for the door. Holds nothing. */
final class ValvePlace {
    private ValvePlace() {}

    /** The place of the door; a host or an engine has several applications. */
    static DoorPlace of(@Nullable Container container) {
        return container instanceof Context
                ? DoorPlace.of(nameOf(container), ((Context) container).getEncodedPath())
                : DoorPlace.ofSeveral(nameOf(container));
    }

    /** As in {@code localhost/orders} of an application, or {@code localhost} of a host. */
    static String nameOf(@Nullable Container container) {
        if (!(container instanceof Context)) {
            return container == null ? "valve" : String.valueOf(container.getName());
        }
        @Nullable Container host = container.getParent();
        String path = ((Context) container).getPath();
        return (host == null ? "" : host.getName()) + (path.isEmpty() ? "/" : path);
    }
}
