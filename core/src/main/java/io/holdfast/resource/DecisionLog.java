package io.holdfast.resource;

import io.holdfast.log.RareWarning;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each refusal, with its reason and what was expected. A token is named by its digest, and what the sender
 * wrote is kept from breaking the line.
 */
final class DecisionLog {
    private static final Logger LOG = LoggerFactory.getLogger(ProtectedResource.class);

    private static final int LONGEST_PATH = 200;

    /** Those of one segment. */
    private static final Pattern PARAMETERS = Pattern.compile(";[^/]*");

    /** Anybody can cause these as often as they like while an authorization server is down. */
    private final RareWarning unavailable = new RareWarning(System::nanoTime);

    void refused(ResourceRequest request, RefusedException refusal) {
        try {
            write(request, refusal);
        } catch (RuntimeException e) {
            // A broken log must not turn a refusal into something else.
        }
    }

    private void write(ResourceRequest request, RefusedException refusal) {
        switch (refusal.reason()) {
            case CREDENTIALS_MISSING:
                // The ordinary first request of many clients.
                LOG.debug("Refused {}: {}", line(request), refusal.reason().code());
                break;
            default:
                LOG.info("Refused {}: {}", line(request), reason(refusal));
        }
        if (refusal.reason() == RefusalReason.VERIFICATION_UNAVAILABLE && unavailable.due()) {
            LOG.warn(
                    "Tokens cannot be verified just now. Answered with 503, {} times so far: {}",
                    unavailable.count(),
                    refusal.getMessage());
        }
    }

    /** A fault of our own. Its message may hold parts of the request, so only its type and place are told. */
    void failed(ResourceRequest request, Throwable fault) {
        try {
            write(request, fault);
        } catch (RuntimeException | Error e) {
            // As above.
        }
    }

    private static void write(ResourceRequest request, Throwable fault) {
        Throwable place = new IllegalStateException(fault.getClass().getName());
        place.setStackTrace(fault.getStackTrace());
        LOG.error("Refused {}: {}", line(request), RefusalReason.INTERNAL_ERROR.code(), place);
    }

    private static String reason(RefusedException refusal) {
        String token = refusal.tokenDigest() == null ? "" : ", token " + refusal.tokenDigest();
        return refusal.reason().code() + token + ": " + refusal.getMessage();
    }

    private static String line(ResourceRequest request) {
        return printable(String.valueOf(request.method())) + " "
                + printable(withoutParameters(String.valueOf(request.path())));
    }

    /** Each segment's parameters may be session ids, and someone may have put a token there. */
    private static String withoutParameters(String path) {
        return PARAMETERS.matcher(path).replaceAll("");
    }

    private static String printable(String text) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < text.length() && i < LONGEST_PATH; i++) {
            char c = text.charAt(i);
            line.append(c > ' ' && c <= '~' ? c : '?');
        }
        return line.toString();
    }
}
