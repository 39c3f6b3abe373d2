package io.penstock.provider.azure;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a resource's deployments are (learn.microsoft.com, "Azure OpenAI in Azure AI Foundry Models REST API
 * reference" and "API version lifecycle"): by dated versions each deployment has a path of its own, by version 1 the
 * body names it.
 *
 * @param root of the resource
 * @param version a date such as {@code 2024-10-21}, or {@code v1}, or {@code preview} or {@code latest} of version 1
 */
record AzureAddress(URI root, String version) {

    /** The latest dated one that is no preview. */
    private static final String DEFAULT_VERSION = "2024-10-21";
    /** The first in which a stream can be asked for its usage. */
    private static final String WITH_USAGE = "2024-09";

    private static final String V1 = "v1";
    private static final Set<String> OF_V1 = Set.of(V1, "preview", "latest");

    /** @param base the resource's root; the paths that Microsoft's own samples end with are taken too */
    static AzureAddress of(URI base, @Nullable String version) {
        String text = base.toString();
        if (text.endsWith("/openai/v1")) {
            return new AzureAddress(without(text, "/openai/v1"), version == null ? V1 : version);
        }
        return new AzureAddress(without(text, "/openai"), version == null ? DEFAULT_VERSION : version);
    }

    private static URI without(String url, String end) {
        return URI.create(url.endsWith(end) ? url.substring(0, url.length() - end.length()) : url);
    }

    /** From the root on. */
    String chat(String deployment) {
        return isV1()
                ? path("/openai/v1/chat/completions")
                : path("/openai/deployments/" + segment(deployment) + "/chat/completions");
    }

    /** From the root on: the base models, which every key may list. */
    String models() {
        return path(isV1() ? "/openai/v1/models" : "/openai/models");
    }

    /** Whether streams know {@code stream_options}. */
    boolean tellsUsage() {
        return isV1() || version.compareTo(WITH_USAGE) > 0;
    }

    private boolean isV1() {
        return OF_V1.contains(version);
    }

    private String path(String path) {
        return version.equals(V1) ? path : path + "?api-version=" + version;
    }

    /** A client may have named the deployment: whatever the name is, it stays one segment of the path. */
    private static String segment(String deployment) {
        String encoded = URLEncoder.encode(deployment, StandardCharsets.UTF_8).replace("+", "%20");
        return encoded.equals(".") || encoded.equals("..") ? encoded.replace(".", "%2E") : encoded;
    }
}
