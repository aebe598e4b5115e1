package io.holdfast.servlet;

import io.holdfast.testkit.Door;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testserver.JettyEe10Server;
import io.holdfast.testserver.TestWar;
import java.nio.file.Path;
import org.eclipse.jetty.security.HashLoginService;
import org.eclipse.jetty.security.UserStore;
import org.eclipse.jetty.util.security.Credential;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

@Tag("jetty-ee10")
@DisplayName("The jakarta filter beside a login of Jetty 12 ee10")
final class JakartaFilterBesideLoginOnJettyEe10Test extends LoginContract {

    JakartaFilterBesideLoginOnJettyEe10Test() {
        super("jakarta", false);
    }

    @Override
    Door start(Path emptyDirectory, TestIdentity server, TestWar war) throws Exception {
        UserStore users = new UserStore();
        users.addUser(USER, Credential.getCredential(PASSWORD), new String[] {ROLE});
        HashLoginService realm = new HashLoginService();
        realm.setUserStore(users);
        return JettyEe10Server.start(
                emptyDirectory,
                server,
                war,
                context -> context.getSecurityHandler().setLoginService(realm));
    }
}
