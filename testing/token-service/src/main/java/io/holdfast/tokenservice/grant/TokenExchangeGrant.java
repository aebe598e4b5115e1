package io.holdfast.tokenservice.grant;

import static io.holdfast.tokenservice.http.OAuthError.INVALID_REQUEST;
import static io.holdfast.tokenservice.http.OAuthError.INVALID_SCOPE;
import static io.holdfast.tokenservice.http.OAuthError.INVALID_TARGET;

import io.holdfast.tokenservice.client.AuthenticatedClient;
import io.holdfast.tokenservice.client.GrantTypes;
import io.holdfast.tokenservice.client.RegisteredClient;
import io.holdfast.tokenservice.client.RegisteredResource;
import io.holdfast.tokenservice.client.RegisteredResources;
import io.holdfast.tokenservice.client.Target;
import io.holdfast.tokenservice.http.FormParameters;
import io.holdfast.tokenservice.http.OAuthErrorException;
import io.holdfast.tokenservice.token.AccessToken;
import io.holdfast.tokenservice.token.AccessTokenIssuer;
import io.holdfast.tokenservice.token.AccessTokens;
import io.holdfast.tokenservice.token.Actor;
import io.holdfast.tokenservice.token.TokenAudience;
import io.holdfast.tokenservice.token.TokenResponse;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Token exchange (RFC 8693): an access token of this service for another one, for the same subject and bound to the
 * certificate of whoever exchanges it. That must not be a way to turn a stolen token into one's own, so only two may:
 *
 * <ul>
 *   <li>a client that is a protected resource of the token's audience: it was sent the token and needs one of its own
 *       for the next resource, for any of which it may ask within the scopes of both;
 *   <li>the client that the token was issued to, on a connection with the certificate that the token is bound to: it
 *       already can do with the token what it likes, and may ask for less.
 * </ul>
 *
 * <p>The new token does not outlive the old one, dies with it when that is revoked, and says in {@code act} who uses it.
 */
public final class TokenExchangeGrant implements TokenGrant {
    private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

    /** Parties that may act one after the other. */
    private static final int MOST_ACTORS = 8;

    private final AccessTokens tokens;
    private final RegisteredResources resources;
    private final TokenAudience audience;
    private final AccessTokenIssuer issuer;

    public TokenExchangeGrant(AccessTokens tokens, RegisteredResources resources, AccessTokenIssuer issuer) {
        this.tokens = tokens;
        this.resources = resources;
        this.audience = new TokenAudience(resources);
        this.issuer = issuer;
    }

    @Override
    public String type() {
        return GrantTypes.TOKEN_EXCHANGE;
    }

    @Override
    public TokenResponse answer(FormParameters form, AuthenticatedClient requester) throws OAuthErrorException {
        String text = subjectToken(form);
        RegisteredClient client = requester.client();
        // One answer for all that is wrong with a token (RFC 8693 §2.2.2): nobody learns more about one that was
        // stolen.
        AccessToken subject = tokens.active(text)
                .filter(token -> audience.includes(client, token) || isItsOwn(token, requester))
                .orElseThrow(() -> new OAuthErrorException(
                        INVALID_REQUEST,
                        "The subject_token is not valid, or not this client's to exchange: it must be sent to it as a "
                                + "protected resource, or be its own and bound to the certificate of this connection"));
        Actor actor = new Actor(client.id(), subject.actor());
        if (actor.depth() > MOST_ACTORS) {
            throw new OAuthErrorException(INVALID_REQUEST, "The token was exchanged too many times in a row");
        }
        Target target = target(form, client, subject);
        // A bound token does not become one that works for whoever steals it.
        AccessToken.Builder draft =
                subject.thumbprint() != null ? issuer.boundDraft(requester, target) : issuer.draft(requester, target);
        draft.subject(subject.subject())
                .actor(actor)
                .expiresAtTheLatest(subject.expiresAt())
                .derivedFrom(subject.revocation());
        return issuer.issue(draft, client).withIssuedTokenType(ACCESS_TOKEN);
    }

    private static String subjectToken(FormParameters form) throws OAuthErrorException {
        if (form.has("actor_token") || form.has("actor_token_type")) {
            throw new OAuthErrorException(
                    INVALID_REQUEST, "An actor_token is not taken; the actor is the client that asks");
        }
        if (!form.value("subject_token_type").equals(Optional.of(ACCESS_TOKEN))) {
            throw new OAuthErrorException(INVALID_REQUEST, "The subject_token_type must be " + ACCESS_TOKEN);
        }
        if (!form.value("requested_token_type").orElse(ACCESS_TOKEN).equals(ACCESS_TOKEN)) {
            throw new OAuthErrorException(INVALID_REQUEST, "The only requested_token_type is " + ACCESS_TOKEN);
        }
        return form.value("subject_token")
                .orElseThrow(() -> new OAuthErrorException(INVALID_REQUEST, "subject_token is missing"));
    }

    private static boolean isItsOwn(AccessToken token, AuthenticatedClient requester) {
        return token.clientId().equals(requester.client().id())
                && requester
                        .certificate()
                        .map(AccessTokenIssuer::thumbprint)
                        .filter(thumbprint -> thumbprint.equals(token.thumbprint()))
                        .isPresent();
    }

    private Target target(FormParameters form, RegisteredClient client, AccessToken subject)
            throws OAuthErrorException {
        Set<String> shared = new LinkedHashSet<>(subject.scopes());
        shared.retainAll(client.scopes());
        Target target = resources.target(resourcesOf(form), form.value("scope"), shared);
        if (!audience.includes(client, subject) && !subject.audience().containsAll(target.audience())) {
            throw new OAuthErrorException(INVALID_TARGET, "The client may exchange its own token only for less");
        }
        // Without any scope, the token might be good for what asks for none.
        if (target.scopes().isEmpty()
                && !(subject.scopes().isEmpty() && subject.audience().containsAll(target.audience()))) {
            throw new OAuthErrorException(
                    INVALID_SCOPE, "No scope is left: none is in the subject_token, this client's, and of the target");
        }
        return target;
    }

    /** {@code audience} is another way to name a resource (RFC 8693 §2.1). */
    private List<String> resourcesOf(FormParameters form) throws OAuthErrorException {
        List<String> named = new ArrayList<>(form.resources());
        Optional<String> name = form.value("audience");
        if (name.isPresent()) {
            named.add(resources.all().stream()
                    .filter(resource -> resource.audience().equals(name.get()))
                    .map(RegisteredResource::resource)
                    .findFirst()
                    .orElseThrow(() -> new OAuthErrorException(INVALID_TARGET, "The audience is unknown here")));
        }
        return named;
    }
}
