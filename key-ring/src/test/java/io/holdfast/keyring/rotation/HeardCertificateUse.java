package io.holdfast.keyring.rotation;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Offers the certificate to every server and keeps what it hears. */
final class HeardCertificateUse implements CertificateUse {
    final List<String> withheld;

    HeardCertificateUse() {
        this(new CopyOnWriteArrayList<>());
    }

    HeardCertificateUse(List<String> withheld) {
        this.withheld = withheld;
    }

    @Override
    public boolean isOffered(String host, int port) {
        return true;
    }

    @Override
    public String unshown(String host, int port, String problem) {
        throw new AssertionError("It is offered to all.");
    }

    @Override
    public void connected(String host, int port, boolean asked) {}

    @Override
    public void withheld(String reason) {
        withheld.add(reason);
    }
}
