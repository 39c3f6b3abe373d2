package io.penstock.provider.bedrock;

import io.penstock.provider.bedrock.answer.ConverseErrors;
import io.penstock.provider.bedrock.aws.AwsAuthorization;
import io.penstock.provider.bedrock.aws.AwsIdentity;
import io.penstock.provider.bedrock.aws.AwsRegion;
import io.penstock.provider.upstream.Provider;
import io.penstock.provider.upstream.errors.ErrorReader;
import io.penstock.provider.upstream.http.Authorization;
import io.penstock.provider.upstream.keys.ApiKeys;
import io.penstock.provider.upstream.translate.TranslatedProvider;
import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.shared.config.value.Secret;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Puts a provider of type {@code bedrock} together. */
public final class BedrockProvider {

    /** A Bedrock API key, which AWS's own SDKs look for under this name. */
    private static final String API_KEY = "AWS_BEARER_TOKEN_BEDROCK";
    /** Never called: without a region no request gets its credentials. */
    private static final URI NOWHERE = URI.create("https://bedrock-runtime.invalid");

    private BedrockProvider() {}

    public static Provider create(Vertx vertx, String name, ProviderConfig config, ApiKeys keys) {
        return create(vertx, name, config, keys, System::getenv, AwsIdentity::chain);
    }

    /**
     * @param environment from a variable's name to its value, or null
     * @param chain makes the source of credentials where the configuration has none
     */
    static Provider create(
            Vertx vertx,
            String name,
            ProviderConfig config,
            ApiKeys keys,
            UnaryOperator<@Nullable String> environment,
            Supplier<AwsCredentialsProvider> chain) {
        URI url = config.baseUrl();
        String region = AwsRegion.of(config.region(), url, environment);
        AwsCredentials configured = configured(config);
        String token = configured == null ? environment.apply(API_KEY) : null;
        URI base = url != null ? url : region == null ? NOWHERE : AwsRegion.endpoint(region);
        Authorization authorization;
        ErrorReader errors = new ConverseErrors(false, () -> {});
        List<String> sent = new ArrayList<>();
        if (token != null && !token.isBlank() && base != NOWHERE) {
            sent.add(token.strip());
            authorization = AwsAuthorization.bearer(token.strip());
        } else if (region == null) {
            authorization = AwsAuthorization.withoutRegion();
        } else {
            Supplier<AwsCredentialsProvider> source =
                    configured == null ? chain : () -> StaticCredentialsProvider.create(configured);
            AwsIdentity identity = new AwsIdentity(vertx, source, Clock.systemUTC());
            authorization = new AwsAuthorization(vertx, identity, region, Clock.systemUTC());
            errors = configured == null ? new ConverseErrors(true, identity::expired) : errors;
        }
        if (configured instanceof AwsSessionCredentials session) {
            sent.add(session.sessionToken());
        }
        return new TranslatedProvider(
                vertx, name, config, base, keys, new BedrockTranslator(errors), authorization, sent);
    }

    private static @Nullable AwsCredentials configured(ProviderConfig config) {
        Secret id = config.accessKeyId();
        Secret secret = config.secretAccessKey();
        if (id == null || secret == null) {
            return null;
        }
        Secret session = config.sessionToken();
        return session == null || !session.isSet()
                ? AwsBasicCredentials.create(id.reveal(), secret.reveal())
                : AwsSessionCredentials.create(id.reveal(), secret.reveal(), session.reveal());
    }
}
