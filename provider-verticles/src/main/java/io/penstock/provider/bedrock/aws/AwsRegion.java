package io.penstock.provider.bedrock.aws;

import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;

/** Which region is meant, and where Bedrock is there. Any thread; may read the profile's file. */
public final class AwsRegion {

    private static final Pattern HOST =
            Pattern.compile("(?:.*\\.)?bedrock-runtime(?:-fips)?\\.([a-z0-9-]+)\\..*", Pattern.CASE_INSENSITIVE);
    /** It becomes a part of a host's name. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}");

    private AwsRegion() {}

    /**
     * The configuration's, else that of the URL, else the environment's, else the AWS profile's; null where none
     * says one. The instance's own is not asked for: that takes a network.
     *
     * @param environment from a variable's name to its value, or null
     */
    public static @Nullable String of(
            @Nullable String configured, @Nullable URI url, UnaryOperator<@Nullable String> environment) {
        if (configured != null) {
            return configured;
        }
        Matcher host = HOST.matcher(url == null ? "" : url.getHost());
        if (host.matches()) {
            return host.group(1).toLowerCase(Locale.ROOT);
        }
        for (String variable : new String[] {"AWS_REGION", "AWS_DEFAULT_REGION"}) {
            String value = environment.apply(variable);
            if (value != null && NAME.matcher(value.strip()).matches()) {
                return value.strip();
            }
        }
        return ofProfile();
    }

    /** The region's endpoint, in its partition's domain (docs.aws.amazon.com, "Amazon Bedrock endpoints and quotas"). */
    public static URI endpoint(String region) {
        String domain = PartitionMetadata.of(Region.of(region)).dnsSuffix();
        return URI.create("https://bedrock-runtime." + region + "." + domain);
    }

    private static @Nullable String ofProfile() {
        try {
            return Optional.ofNullable(new AwsProfileRegionProvider().getRegion())
                    .map(Region::id)
                    .filter(id -> NAME.matcher(id).matches())
                    .orElse(null);
        } catch (SdkClientException | IllegalArgumentException | UncheckedIOException noneThere) {
            // None, or a file that is not in its form: what needs the profile itself will say so.
            return null;
        }
    }
}
