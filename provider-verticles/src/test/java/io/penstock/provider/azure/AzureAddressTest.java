package io.penstock.provider.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AzureAddressTest {

    private static final String ROOT = "https://name.openai.azure.com";

    private static AzureAddress of(String base, @Nullable String version) {
        return AzureAddress.of(URI.create(base), version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/openai"})
    void givesEachDeploymentAPathOfItsOwn(String end) {
        AzureAddress address = of(ROOT + end, null);
        assertEquals(URI.create(ROOT), address.root());
        assertEquals("/openai/deployments/my-gpt/chat/completions?api-version=2024-10-21", address.chat("my-gpt"));
        assertEquals("/openai/models?api-version=2024-10-21", address.models());
    }

    @Test
    void takesTheVersionThatIsConfigured() {
        assertEquals(
                "/openai/deployments/d/chat/completions?api-version=2025-04-01-preview",
                of(ROOT, "2025-04-01-preview").chat("d"));
    }

    @Test
    void leavesTheDeploymentToTheBodyByVersionOne() {
        AzureAddress address = of(ROOT + "/openai/v1", null);
        assertEquals(URI.create(ROOT), address.root());
        assertEquals("/openai/v1/chat/completions", address.chat("my-gpt"));
        assertEquals("/openai/v1/models", address.models());
        assertEquals(address, of(ROOT, "v1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"preview", "latest"})
    void namesTheVersionsOfVersionOneThatAreNotItsOwn(String version) {
        assertEquals(
                "/openai/v1/chat/completions?api-version=" + version,
                of(ROOT + "/openai/v1", version).chat("d"));
        assertEquals(
                "/openai/v1/models?api-version=" + version, of(ROOT, version).models());
    }

    @Test
    void keepsThePathOfAGatewayInFrontOfTheResource() {
        AzureAddress address = of("https://apim.example/team/openai", null);
        assertEquals(URI.create("https://apim.example/team"), address.root());
    }

    @ParameterizedTest
    @CsvSource({
        "gpt 4o, gpt%204o",
        "a/b, a%2Fb",
        "a?b#c, a%3Fb%23c",
        "a+b%2f, a%2Bb%252f",
        ".., %2E%2E",
        "., %2E",
        "gpt-4.1_x, gpt-4.1_x",
        "ü, %C3%BC",
    })
    void keepsADeploymentsNameToOneSegment(String name, String segment) {
        assertEquals(
                "/openai/deployments/" + segment + "/chat/completions?api-version=2024-10-21",
                of(ROOT, null).chat(name));
    }

    @ParameterizedTest
    @CsvSource({
        "2023-05-15, false",
        "2024-06-01, false",
        "2024-08-01-preview, false",
        "2024-09-01-preview, true",
        "2024-10-21, true",
        "2025-01-01-preview, true",
        "v1, true",
        "preview, true",
        "latest, true",
    })
    void knowsWhichVersionsTellAStreamsUsage(String version, boolean told) {
        assertEquals(told, of(ROOT, version).tellsUsage());
    }
}
