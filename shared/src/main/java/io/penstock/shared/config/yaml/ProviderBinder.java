package io.penstock.shared.config.yaml;

import io.penstock.shared.config.model.ApiKeyConfig;
import io.penstock.shared.config.model.OnUnsupported;
import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.shared.config.model.ProviderType;
import io.penstock.shared.config.value.Secret;
import io.penstock.shared.config.vendor.VendorVariables;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sections that say where requests are sent, and with which keys. */
final class ProviderBinder {

    private final VendorVariables variables;

    ProviderBinder(VendorVariables variables) {
        this.variables = variables;
    }

    ProviderConfig provider(Section section) {
        return section.read(ProviderConfig.class, s -> {
            ProviderType type = s.value("type", ProviderType::of, ProviderType.OPENAI);
            // A vendor's key goes to the vendor only: who gives an address gives the keys for it.
            boolean asVendor = !s.has("apiKeys") && !s.has("baseUrl");
            String version = s.optional("apiVersion", text -> text);
            return new ProviderConfig(
                    type,
                    asVendor ? variables.baseUrl(type) : baseUrl(s, type),
                    asVendor ? variables.apiKeys(type) : apiKeys(s),
                    version == null && asVendor ? variables.apiVersion(type) : version,
                    s.optional("region", text -> text),
                    s.hasKey("accessKeyId") ? s.secret("accessKeyId") : null,
                    s.hasKey("secretAccessKey") ? s.secret("secretAccessKey") : null,
                    sessionToken(s),
                    s.value("onUnsupported", Scalars.oneOf(OnUnsupported.class), OnUnsupported.DROP),
                    s.value("emulateN", Scalars::bool, false),
                    s.optional("delay", Scalars::duration),
                    s.value("workers", Scalars::integer, 0));
        });
    }

    /** Keys without an address are a mistake here, even those that are not set yet. */
    private static @Nullable URI baseUrl(Section s, ProviderType type) {
        URI url = s.optional("baseUrl", Scalars::uri);
        if (url == null && type.needsBaseUrl()) {
            throw s.fault("baseUrl", "is missing; " + ProviderConfig.addressOf(type));
        }
        return url;
    }

    private static List<ApiKeyConfig> apiKeys(Section s) {
        return s.either("apiKeys", key -> new ApiKeyConfig(key.secret()), ProviderBinder::apiKey);
    }

    private static ApiKeyConfig apiKey(Section section) {
        return section.read(
                ApiKeyConfig.class,
                s -> new ApiKeyConfig(
                        s.secret("key"), s.value("weight", Scalars::integer, ApiKeyConfig.DEFAULT_WEIGHT)));
    }

    /** Only temporary credentials have one: where its variable is not set, they are others. */
    private static @Nullable Secret sessionToken(Section s) {
        Secret token = s.hasKey("sessionToken") ? s.secret("sessionToken") : null;
        return token == null || token.isSet() ? token : null;
    }
}
