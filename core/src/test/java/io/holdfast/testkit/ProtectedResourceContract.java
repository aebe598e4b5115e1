package io.holdfast.testkit;

import io.holdfast.testpki.TestIdentity;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The one contract that every door must keep, on every server: a subclass says how its server is started and inherits
 * the tests. They run over real TLS, and each refusal is proven by the application's own counter.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ProtectedResourceContract
        implements BindingContract,
                CredentialsContract,
                TokenContract,
                TransportContract,
                ApplicationContract,
                ForwardedCertificateContract,
                SettingsContract,
                SeveralIssuersContract,
                IntrospectionContract,
                JwtAttackContract,
                PathRulesContract,
                KeysContract,
                StrangersContract,
                RollOutContract,
                PublicationContract,
                ViewContract {

    private DoorFixture fixture;

    /** Starts a server whose application is guarded with these settings. */
    protected abstract Door open(Path emptyDirectory, TestIdentity server, Map<String, String> settings)
            throws Exception;

    @BeforeAll
    final void openDoor(@TempDir Path directory) throws Exception {
        fixture = new DoorFixture(directory, this::open);
    }

    @AfterAll
    final void closeDoor() throws Exception {
        if (fixture != null) {
            fixture.close();
        }
    }

    /** Where the guarded application stands: empty, or the context path that rules do not see. */
    @Override
    public String contextPath() {
        return "";
    }

    @Override
    public final DoorFixture at() {
        return fixture;
    }
}
