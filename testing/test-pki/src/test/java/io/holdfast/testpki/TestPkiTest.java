package io.holdfast.testpki;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The measure itself must be right before it measures. */
class TestPkiTest {

    private final TestPki pki = TestPki.create();

    @Test
    void issuesEveryRoleUnderTheAuthority() throws Exception {
        pki.serverA().certificate().verify(pki.authority().certificate().getPublicKey());
        pki.partnerB().certificate().verify(pki.authority().certificate().getPublicKey());
        pki.partnerC().certificate().verify(pki.authority().certificate().getPublicKey());
        pki.thief().certificate().verify(pki.authority().certificate().getPublicKey());
        pki.selfSigned().certificate().verify(pki.selfSigned().certificate().getPublicKey());
        assertThat(pki.serverA().chain())
                .containsExactly(pki.serverA().certificate(), pki.authority().certificate());
        assertThat(pki.selfSigned().chain()).hasSize(1);
    }

    @Test
    void givesTheThiefTheOrganisationOfAnHonestPartner() {
        assertThat(pki.partnerC().certificate().getSubjectX500Principal().getName())
                .isEqualTo("CN=Server C,OU=Billing,O=Partner C");
        assertThat(pki.thief().certificate().getSubjectX500Principal().getName())
                .endsWith(",O=Partner C");
    }
}
