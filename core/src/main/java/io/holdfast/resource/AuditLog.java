package io.holdfast.resource;

import io.holdfast.log.RareWarning;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each refusal, real or would-be, in the logger {@code io.holdfast.audit}: names and values that a program
 * can read, without any secret. A token is named by its digest, certificates by the beginning of their thumbprints; the
 * client's also by serial number and subject.
 *
 * <p>Safe for use by many threads.
 */
public final class AuditLog implements AccessListener {
    /** The name of the logger. */
    public static final String LOGGER = "io.holdfast.audit";

    private static final Logger AUDIT = LoggerFactory.getLogger(LOGGER);
    private static final Logger LOG = LoggerFactory.getLogger(ProtectedResource.class);

    /** Anybody can cause these as often as they like while an authorization server is down. */
    private final RareWarning unavailable = new RareWarning(System::nanoTime);

    @Override
    public void refused(AccessRefusal refusal) {
        if (AUDIT.isInfoEnabled()) {
            AUDIT.info(line(refusal));
        }
        if (refusal.reason() == RefusalReason.VERIFICATION_UNAVAILABLE && unavailable.due()) {
            LOG.warn("Tokens cannot be verified just now, {} times so far: {}", unavailable.count(), refusal.detail());
        }
    }

    /** The logger's name stands in it: many a format prints the class that logs instead, or on a line of its own. */
    private static String line(AccessRefusal refusal) {
        StringBuilder line = new StringBuilder(512)
                .append(LOGGER)
                .append(refusal.enforced() ? " refused" : " would-refuse")
                .append(" reason=")
                .append(refusal.reason().code())
                .append(" status=")
                .append(refusal.reason().status());
        refusal.door().ifPresent(door -> line.append(" door=").append(door));
        refusal.peerAddress().ifPresent(address -> line.append(" peer=").append(address));
        refusal.remoteAddress().ifPresent(address -> line.append(" remote=").append(address));
        line.append(" method=").append(refusal.method()).append(" path=").append(refusal.path());
        refusal.issuer().ifPresent(issuer -> line.append(" issuer=").append(issuer));
        refusal.clientId().ifPresent(client -> line.append(" client=").append(client));
        refusal.tokenDigest().ifPresent(digest -> line.append(" token=").append(digest));
        refusal.boundTo().ifPresent(thumbprint -> line.append(" bound=").append(thumbprint));
        refusal.certificate()
                .ifPresent(thumbprint -> line.append(" certificate=").append(thumbprint));
        refusal.certificateSerialNumber()
                .ifPresent(number -> line.append(" serial=").append(number));
        refusal.certificateSubject()
                .ifPresent(subject -> line.append(" subject=\"").append(subject).append('"'));
        return line.append(" detail=\"")
                .append(oneLine(refusal.detail()))
                .append('"')
                .toString();
    }

    /** Our own words, but they may quote a rule or a claim's name. */
    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.chars().forEach(c -> line.append(c == '"' ? '\'' : Character.isISOControl(c) ? '?' : (char) c));
        return line.toString();
    }
}
