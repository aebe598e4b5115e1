package io.holdfast.keyring.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.keyring.token.Identity;
import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class IdentityStoresTest {
    private static final TestPki PKI = TestPki.create();
    private static final TokenRequest ORDERS = TokenRequest.clientCredentials(List.of("orders"), List.of());
    private static final TokenRequest INVOICES = TokenRequest.clientCredentials(List.of("invoices"), List.of());

    private final CredentialGeneration credentials = credentials(PKI.serverA());
    private final Identity orders = new Identity(ORDERS, credentials);
    private final Identity invoices = new Identity(INVOICES, credentials(PKI.serverA()));
    private final IdentityStores<List<String>> stores = new IdentityStores<>(Store::new);

    @Test
    @DisplayName("C-34 the application's store belongs to the identity that uses it first, also after others")
    void givesTheKnownStoreToTheFirst() {
        List<String> known = new Store();

        assertThat(stores.of(orders, known)).isSameAs(known);
        assertThat(stores.of(invoices, known)).isNotSameAs(known);
        assertThat(stores.of(orders, known)).isSameAs(known);
    }

    @Test
    @DisplayName("C-34 another identity has one store of its own, in turn with others and again and again")
    void keepsTheStoreOfEach() {
        List<String> known = new Store();
        stores.of(orders, known);

        List<String> own = stores.of(invoices, known);

        assertThat(stores.of(invoices, known)).isSameAs(own);
        assertThat(stores.of(orders, known)).isSameAs(known);
        assertThat(stores.of(invoices, known)).isSameAs(own);
    }

    @Test
    @DisplayName("C-34 the same request with another certificate is another identity")
    void tellsCertificatesApart() {
        List<String> known = new Store();
        stores.of(orders, known);

        assertThat(stores.of(new Identity(ORDERS, credentials(PKI.partnerB())), known))
                .isNotSameAs(known);
        assertThat(stores.of(new Identity(ORDERS, credentials(PKI.serverA())), known))
                .isSameAs(known);
    }

    @Test
    @DisplayName("C-34 another store of the application's is judged for itself, right after the first")
    void asksForEachStoreOfTheApplication() {
        List<String> first = new Store();
        List<String> second = new Store();
        stores.of(invoices, second);
        stores.of(orders, first);

        assertThat(stores.of(orders, second)).isNotSameAs(first).isNotSameAs(second);
        assertThat(stores.of(orders, first)).isSameAs(first);
    }

    @Test
    @DisplayName("C-34 stores that the application keeps apart stay apart for an identity that owns neither")
    void keepsTheApplicationsStoresApart() {
        List<String> alices = new Store();
        List<String> bobs = new Store();
        stores.of(orders, alices);
        stores.of(orders, bobs);
        Identity renewed = new Identity(ORDERS, credentials(PKI.serverA().renewed()));

        List<String> own = stores.of(renewed, alices);

        assertThat(stores.of(renewed, bobs)).isNotSameAs(own);
        assertThat(stores.of(renewed, alices)).isSameAs(own);
    }

    @Test
    @DisplayName(
            "C-34 a client keeps the thousand stores that were used last, of all the application's stores together")
    void boundsTheStoresOfAllTogether() {
        List<String> alices = new Store();
        List<String> bobs = new Store();
        stores.of(orders, alices);
        stores.of(orders, bobs);
        List<String> alicesOwn = stores.of(invoices, alices);
        List<String> bobsOwn = stores.of(invoices, bobs);

        for (int renewal = 0; renewal < 500; renewal++) {
            Identity renewed = identity("renewed-" + renewal);
            stores.of(renewed, alices);
            stores.of(renewed, bobs);
            assertThat(stores.of(invoices, bobs)).isSameAs(bobsOwn);
        }

        assertThat(stores.of(invoices, alices)).isNotSameAs(alicesOwn).isNotSameAs(alices);
        assertThat(stores.of(orders, alices)).isSameAs(alices);
    }

    @Test
    @DisplayName("C-34 the stores of others go with the application's store that they stand for")
    void forgetsWithTheStoreOfTheApplication() throws InterruptedException {
        List<String> known = new Store();
        stores.of(orders, known);
        WeakReference<List<String>> own = new WeakReference<>(stores.of(invoices, known));

        known = null;
        for (int attempt = 0; attempt < 100 && own.get() != null; attempt++) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(10); // for the thread that hands over what is garbage
            stores.of(orders, new Store());
        }

        assertThat(own.get()).isNull();
    }

    private Identity identity(String scope) {
        return new Identity(TokenRequest.clientCredentials(List.of(scope), List.of()), credentials);
    }

    private static CredentialGeneration credentials(TestIdentity identity) {
        return CredentialGeneration.of(identity.clientContext(PKI.authority().certificate()), identity.chain());
    }

    /** A store, which is only equal to itself. */
    private static final class Store extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }
}
