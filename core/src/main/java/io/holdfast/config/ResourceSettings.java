package io.holdfast.config;

import io.holdfast.access.AccessRules;
import io.holdfast.access.EnforcementMode;
import io.holdfast.certificate.CertificateValidity;
import io.holdfast.text.TokenSyntax;
import io.holdfast.token.JwtAccessTokenVerifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a protected resource, parsed and complete: those of the door as a whole, and those of each issuer.
 * {@link ResourceSetting} describes each.
 *
 * <p>Parsing touches no file and no network. Immutable.
 */
public final class ResourceSettings {
    private final List<IssuerSettings> issuers;
    private final @Nullable String opaqueTokens;
    private final Set<String> requiredScopes;
    private final AccessRules accessRules;
    private final int maxTokenLength;
    private final String realm;
    private final @Nullable ProxySettings proxy;
    private final CertificateValidity certificateValidity;
    private final GuardedContexts contexts;
    private final EnforcementMode mode;
    private final boolean problemBodies;
    private final boolean withholdAuthorization;
    private final PublicationSettings publication;
    private final ObservationSettings observation;
    private final @Nullable ContentMark fileContent;
    private final @Nullable String signatureProvider;

    private ResourceSettings(
            SettingsReader reader,
            List<IssuerSettings> issuers,
            @Nullable String signatureProvider,
            @Nullable ContentMark fileContent) {
        this.fileContent = fileContent;
        this.issuers = issuers;
        this.signatureProvider = signatureProvider;
        opaqueTokens = opaqueTokens(reader, issuers);
        requiredScopes = requiredScopes(reader);
        accessRules = accessRules(reader, issuers);
        maxTokenLength = reader.integer(ResourceSetting.MAX_TOKEN_LENGTH, 256, JwtAccessTokenVerifier.LONGEST_TOKEN);
        realm = realm(reader);
        proxy = ProxySettings.read(reader);
        certificateValidity = reader.choice(
                ResourceSetting.CERTIFICATE_VALIDITY,
                "ignore",
                CertificateValidity.IGNORE,
                "check",
                CertificateValidity.CHECK);
        contexts = GuardedContexts.read(reader);
        mode = reader.choice(
                ResourceSetting.MODE,
                EnforcementMode.ENFORCE.settingValue(),
                EnforcementMode.ENFORCE,
                EnforcementMode.REPORT_ONLY.settingValue(),
                EnforcementMode.REPORT_ONLY);
        if (Fapi2.isWanted(reader)) {
            Fapi2.requireOf(mode, accessRules, reader);
        }
        problemBodies = reader.choice(ResourceSetting.ERROR_BODY, "json", true, "container", false);
        withholdAuthorization = reader.choice(ResourceSetting.WITHHOLD_AUTHORIZATION, "false", false, "true", true);
        publication = new PublicationSettings(reader);
        observation = new ObservationSettings(reader);
    }

    /**
     * Parses settings from one map; {@link SettingsSources} reads the environment and a file, too.
     *
     * @param settings values by {@link ResourceSetting#settingName()}; with several issuers those of one issuer by its
     *     name, a dot and the setting's name
     * @throws SettingsException if any is unknown, missing, empty, out of its range or holds an unresolved
     *     <code>${…}</code>; the exception lists all problems at once
     */
    public static ResourceSettings parse(Map<String, String> settings) throws SettingsException {
        SettingsReader reader = SettingsReader.of(SourcedSettings.ofDescriptor(settings));
        reader.unused(EnumSet.of(ResourceSetting.CONFIG_FILE), "names a file that is not read here");
        return parse(reader, null);
    }

    /** Parses settings that may come from a file with this content. */
    static ResourceSettings parse(SettingsReader reader, @Nullable ContentMark fileContent) throws SettingsException {
        List<IssuerSettings> issuers = issuers(reader);
        ResourceSettings parsed =
                new ResourceSettings(reader, issuers, signatureProvider(reader, issuers), fileContent);
        reader.finish();
        return parsed;
    }

    /**
     * Settings for tokens of one of these issuers, with the defaults of all that the door decides besides: its rules,
     * scopes, proxies, limits and mode. A door opened with them asks that issuer about any token that comes with a
     * certificate.
     */
    public ResourceSettings ofIssuerAlone(IssuerSettings issuer) {
        SettingsReader defaults = SettingsReader.of(SourcedSettings.ofDescriptor(Collections.emptyMap()));
        return new ResourceSettings(defaults, Collections.singletonList(issuer), signatureProvider, null);
    }

    /** Identifies the content of the settings file; null if there is no file. */
    @Nullable
    ContentMark fileContent() {
        return fileContent;
    }

    private static List<IssuerSettings> issuers(SettingsReader door) {
        List<IssuerSettings> issuers = new ArrayList<>();
        Map<String, String> names = new HashMap<>();
        List<SettingsReader> readers = door.issuers();
        for (SettingsReader reader : readers) {
            IssuerSettings settings = new IssuerSettings(reader);
            if (Fapi2.isWanted(door)) {
                Fapi2.requireOf(settings, reader);
            }
            String other = names.put(settings.issuer(), reader.issuerName());
            if (other != null && !settings.issuer().isEmpty()) {
                reader.problem(
                        ResourceSetting.ISSUER,
                        settings.issuer(),
                        "is that of '" + other + "', too. Which of the two verifies a token could not be told.");
            }
            issuers.add(settings);
        }
        door.requireEffect(readers);
        return Collections.unmodifiableList(issuers);
    }

    /** The identifier of the issuer that introspects tokens that are not JWTs; null if there is none. */
    private static @Nullable String opaqueTokens(SettingsReader reader, List<IssuerSettings> issuers) {
        Map<String, String> choices = new LinkedHashMap<>();
        for (IssuerSettings issuer : issuers) {
            if (issuer.introspection().isPresent()) {
                choices.put(issuer.name(), issuer.issuer());
            }
        }
        String chosen = reader.text(ResourceSetting.OPAQUE_TOKENS);
        if (chosen.isEmpty() && choices.size() <= 1) {
            return choices.isEmpty() ? null : choices.values().iterator().next();
        }
        if (!choices.containsKey(chosen)) {
            reader.problem(
                    ResourceSetting.OPAQUE_TOKENS,
                    chosen,
                    "names none of the issuers whose verification is introspection: " + choices.keySet() + ".");
        }
        return choices.get(chosen);
    }

    private static Set<String> requiredScopes(SettingsReader reader) {
        Set<String> scopes = reader.scopes(ResourceSetting.REQUIRED_SCOPES);
        if (!scopes.stream().allMatch(TokenSyntax::isQuotable)) {
            reader.problem(
                    ResourceSetting.REQUIRED_SCOPES,
                    String.join(" ", scopes),
                    "has a character that a scope cannot have: only ASCII without quotes and backslashes.");
        }
        return Collections.unmodifiableSet(scopes);
    }

    private static AccessRules accessRules(SettingsReader reader, List<IssuerSettings> issuers) {
        String text = reader.text(ResourceSetting.ACCESS_RULES);
        AccessRules rules = AccessRules.parse(
                text,
                PathSettings.read(reader, text.isEmpty()),
                (rule, problem) -> reader.problem(ResourceSetting.ACCESS_RULES, rule, problem));
        if (!text.isEmpty() && text.replace(';', ' ').trim().isEmpty()) {
            reader.problem(ResourceSetting.ACCESS_RULES, text, "holds no rule. Write one or leave it out.");
        }
        Map<String, Set<String>> audiences = new LinkedHashMap<>();
        issuers.forEach(issuer -> audiences.put(issuer.issuer(), issuer.audience()));
        RuleCheck check = new RuleCheck(audiences);
        rules.rules()
                .forEach(rule -> check.problem(rule)
                        .ifPresent(problem -> reader.problem(ResourceSetting.ACCESS_RULES, rule.toString(), problem)));
        return rules;
    }

    private static String realm(SettingsReader reader) {
        String realm = reader.line(ResourceSetting.REALM);
        if (!TokenSyntax.isQuotable(realm)) {
            reader.problem(
                    ResourceSetting.REALM,
                    realm,
                    "cannot stand in a header: only ASCII without quotes and backslashes.");
        }
        return realm;
    }

    /** {@link ResourceSetting#CONTEXTS}. */
    public GuardedContexts contexts() {
        return contexts;
    }

    /** {@link ResourceSetting#MODE}. */
    public EnforcementMode mode() {
        return mode;
    }

    /** {@link ResourceSetting#ERROR_BODY}: true if clients that read JSON get a problem document. */
    public boolean problemBodies() {
        return problemBodies;
    }

    /** {@link ResourceSetting#WITHHOLD_AUTHORIZATION}. */
    public boolean withholdAuthorization() {
        return withholdAuthorization;
    }

    /** The public answers of this resource. */
    public PublicationSettings publication() {
        return publication;
    }

    /** The listener, the metrics and the JMX view. */
    public ObservationSettings observation() {
        return observation;
    }

    private static @Nullable String signatureProvider(SettingsReader reader, List<IssuerSettings> issuers) {
        String name = reader.text(ResourceSetting.SIGNATURE_PROVIDER);
        if (!name.isEmpty() && issuers.stream().noneMatch(IssuerSettings::usesKeys)) {
            reader.problem(
                    ResourceSetting.SIGNATURE_PROVIDER,
                    name,
                    "has no effect: no issuer's tokens or answers have a signature to verify. Take it out.");
        }
        return name.isEmpty() ? null : name;
    }

    /** The issuers whose tokens are accepted, at least one, each with its own {@code issuer}. */
    public List<IssuerSettings> issuers() {
        return issuers;
    }

    /** The identifier of the issuer that introspects tokens that are not JWTs; empty if such tokens are refused. */
    public Optional<String> opaqueTokens() {
        return Optional.ofNullable(opaqueTokens);
    }

    /** {@link ResourceSetting#REQUIRED_SCOPES}. */
    public Set<String> requiredScopes() {
        return requiredScopes;
    }

    /** {@link ResourceSetting#ACCESS_RULES}. */
    public AccessRules accessRules() {
        return accessRules;
    }

    /** {@link ResourceSetting#MAX_TOKEN_LENGTH}, in characters. */
    public int maxTokenLength() {
        return maxTokenLength;
    }

    /** {@link ResourceSetting#REALM}. */
    public String realm() {
        return realm;
    }

    /** The proxies that forward client certificates; empty if only this server's own TLS connection counts. */
    public Optional<ProxySettings> proxy() {
        return Optional.ofNullable(proxy);
    }

    /** {@link ResourceSetting#CERTIFICATE_VALIDITY}. */
    public CertificateValidity certificateValidity() {
        return certificateValidity;
    }

    /** The JCA provider that verifies signatures; empty if the Java platform chooses. */
    public Optional<String> signatureProvider() {
        return Optional.ofNullable(signatureProvider);
    }

    /** The time that a client should wait after an authorization server was unavailable. */
    public Duration retryAfter() {
        return issuers.stream()
                .map(IssuerSettings::retryAfter)
                .min(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }
}
