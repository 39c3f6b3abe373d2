package io.penstock.shared.config.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.config.Config;
import io.penstock.shared.config.Overrides;
import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.shared.config.model.ProviderType;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What providers take from the environment where the file is silent. */
@NullUnmarked
class VendorVariablesTest {

    private static final Set<String> ALL =
            Arrays.stream(ProviderType.values()).map(ProviderType::word).collect(Collectors.toSet());

    @TempDir
    Path directory;

    private Loading loading;

    @BeforeEach
    void createLoading() {
        loading = new Loading(directory);
    }

    @ParameterizedTest
    @CsvSource({
        "openai, OPENAI_API_KEY",
        "anthropic, ANTHROPIC_API_KEY",
        "gemini, GEMINI_API_KEY",
        "gemini, GOOGLE_API_KEY",
        "cohere, COHERE_API_KEY",
        "cohere, CO_API_KEY",
        "deepseek, DEEPSEEK_API_KEY",
        "groq, GROQ_API_KEY",
        "mistral, MISTRAL_API_KEY",
        "xai, XAI_API_KEY",
        "cerebras, CEREBRAS_API_KEY",
        "perplexity, PERPLEXITY_API_KEY",
        "perplexity, PPLX_API_KEY",
        "openrouter, OPENROUTER_API_KEY",
        "together, TOGETHER_API_KEY",
        "fireworks, FIREWORKS_API_KEY"
    })
    void aVendorsOwnVariableIsItsKeyWithTheFileAndWithout(String type, String variable) {
        Map<String, String> env = Map.of(variable, "sk-one");
        ProviderConfig named = provider("{ type: " + type + " }", env);
        assertEquals("sk-one", named.apiKeys().get(0).key().reveal());
        assertEquals(List.of(variable), named.setVariables());
        assertEquals(ProviderType.of(type).baseUrl(), named.baseUrl());
        Config none = loading.load("auth: none", env);
        assertEquals(Set.of("echo", "ollama", type), none.providers().keySet());
        assertEquals(named, none.providers().get(type));
    }

    @Test
    void theFirstOfSeveralVariablesThatIsSetCounts() {
        Map<String, String> env =
                Map.of("GEMINI_API_KEY", "a", "GOOGLE_API_KEY", "b", "COHERE_API_KEY", "", "CO_API_KEY", "c");
        assertEquals(
                List.of("GEMINI_API_KEY"), provider("{ type: gemini }", env).setVariables());
        assertEquals(List.of("CO_API_KEY"), provider("{ type: cohere }", env).setVariables());
    }

    @Test
    void withoutItsVariableAProviderOfTheFileIsDisabledAndNamesTheUsualOne() {
        ProviderConfig groq = provider("{ type: groq }", Map.of());
        assertFalse(groq.isEnabled());
        assertEquals(List.of("GROQ_API_KEY"), groq.unsetVariables());
        assertEquals(
                List.of("GEMINI_API_KEY"),
                provider("{ type: gemini }", Map.of()).unsetVariables());
        assertEquals(List.of("OPENAI_API_KEY"), provider("", Map.of()).unsetVariables());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ type: groq, baseUrl: \"https://elsewhere.example/v1\" }",
                "{ type: groq, baseUrl: \"${NOWHERE:-}\" }",
                "{ type: groq, apiKeys: [] }"
            })
    void aVendorsKeyGoesNowhereElse(String section) {
        assertEquals(
                List.of(), provider(section, Map.of("GROQ_API_KEY", "sk-one")).apiKeys());
    }

    @Test
    void keysOfTheFileWin() {
        ProviderConfig groq =
                provider("{ type: groq, apiKeys: [ \"${MINE}\" ] }", Map.of("GROQ_API_KEY", "a", "MINE", "b"));
        assertEquals(List.of("MINE"), groq.setVariables());
    }

    @Test
    void onlyTheVariableThatGaveAKeyIsNamed() {
        Map<String, String> env = Map.of("A", "a", "EMPTY", "");
        ProviderConfig many = provider("{ apiKeys: [ \"${A}\", \"${A}\", \"${EMPTY:-b}\", literal ] }", env);
        assertEquals(List.of("A"), many.setVariables());
        assertEquals(List.of(), many.unsetVariables());
    }

    @Test
    void azureTakesItsEndpointAndVersionToo() {
        Map<String, String> env = Map.of(
                "AZURE_OPENAI_API_KEY", "k",
                "AZURE_OPENAI_ENDPOINT", "https://mine.openai.azure.com/",
                "OPENAI_API_VERSION", "2024-10-21");
        for (ProviderConfig azure : List.of(
                provider("{ type: azure }", env),
                loading.load("auth: none", env).providers().get("azure"))) {
            assertTrue(azure.isEnabled());
            assertEquals(URI.create("https://mine.openai.azure.com"), azure.baseUrl());
            assertEquals("2024-10-21", azure.apiVersion());
        }
        assertEquals(
                "2025-01-01",
                provider("{ type: azure, apiVersion: 2025-01-01 }", env).apiVersion());
    }

    @Test
    void whatAnAddressIsMadeOfIsMissingLikeAKey() {
        ProviderConfig azure = provider("{ type: azure }", Map.of("AZURE_OPENAI_API_KEY", "k"));
        assertFalse(azure.isEnabled());
        assertEquals(List.of("AZURE_OPENAI_ENDPOINT"), azure.unsetVariables());
        ProviderConfig workers = provider("{ type: workers-ai }", Map.of());
        assertEquals(List.of("CLOUDFLARE_API_TOKEN", "CLOUDFLARE_ACCOUNT_ID"), workers.unsetVariables());
        ProviderConfig set =
                provider("{ type: workers-ai }", Map.of("CLOUDFLARE_API_TOKEN", "k", "CLOUDFLARE_ACCOUNT_ID", "0a1b"));
        assertTrue(set.isEnabled());
        assertEquals(URI.create("https://api.cloudflare.com/client/v4/accounts/0a1b/ai/v1"), set.baseUrl());
    }

    @Test
    void bedrockTakesTheAwsVariables() {
        Map<String, String> keys = Map.of("AWS_ACCESS_KEY_ID", "i", "AWS_SECRET_ACCESS_KEY", "s");
        assertNull(loading.load("auth: none", keys).providers().get("bedrock"), "no region");
        ProviderConfig bedrock = bedrock(keys, "AWS_REGION", "eu-west-1", "AWS_SESSION_TOKEN", "t");
        assertTrue(bedrock.isEnabled());
        assertEquals("eu-west-1", bedrock.region());
        assertEquals("t", bedrock.sessionToken().reveal());
        assertEquals(List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"), bedrock.setVariables());
        ProviderConfig token =
                bedrock(Map.of("AWS_BEARER_TOKEN_BEDROCK", "t"), "AWS_DEFAULT_REGION", "us-east-1", "X", "");
        assertTrue(token.isEnabled());
        assertEquals("us-east-1", token.region());
        assertNull(token.accessKeyId());
    }

    @Test
    void aTargetNamesABuiltInProviderThatIsThenDisabledWithoutItsVariable() {
        String models =
                "auth: none\nmodels: { m: { targets: [ { provider: groq }, { provider: bedrock }, { provider: vllm } ] } }";
        Config config = loading.load(models);
        assertEquals(
                Set.of("echo", "ollama", "groq", "bedrock", "vllm"),
                config.providers().keySet());
        assertFalse(config.providers().get("groq").isEnabled());
        assertEquals(
                List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
                config.providers().get("bedrock").unsetVariables());
        assertTrue(config.providers().get("vllm").isEnabled());
        assertTrue(loading.error(models.replace("groq", "qrog"))
                .contains("is not a configured provider; did you mean 'groq'? built in: openai"));
    }

    @Test
    void providersOfTheFileAreTheWholeTruth() {
        Config config = loading.load("auth: none\nproviders: { e: { type: echo } }", Map.of("GROQ_API_KEY", "k"));
        assertEquals(Set.of("e"), config.providers().keySet());
        assertEquals(Set.of(), config.discovered());
    }

    @Test
    void aGatewayKnowsAllTypesAndNoKeys() {
        Config config = loading.load("auth: none\nnode: { roles: [gateway] }", Map.of("GROQ_API_KEY", "secret"));
        assertEquals(new TreeSet<>(ALL), new TreeSet<>(config.providers().keySet()));
        assertFalse(config.providers().get("groq").isEnabled());
        Config listed = loading.load(
                "auth: none\nnode: { roles: [gateway] }\nproviders: { g: { type: groq } }",
                Map.of("GROQ_API_KEY", "s"));
        assertFalse(listed.providers().get("g").isEnabled());
    }

    @Test
    void theCommandLinesRolesCount() {
        Overrides gateway =
                new Overrides(Set.of(io.penstock.shared.config.node.Role.GATEWAY), null, null, null, null, null);
        assertEquals(
                ALL, loading.load("auth: none", Map.of(), gateway).providers().keySet());
    }

    @Test
    void aVariableThatCannotBeUsedIsNamedAndNotShown() {
        String error = loading.error("auth: none", Map.of("GROQ_API_KEY", "sk-one\n"));
        assertEquals(
                "x.yaml: providers.groq: takes its key from the environment variable GROQ_API_KEY, which must be visible"
                        + " ASCII characters, without spaces or line ends in or around it",
                error);
        for (var endpoint : Map.of(
                        "https://a b", "makes no URL",
                        "a.example", "must start with http:// or https://")
                .entrySet()) {
            assertEquals(
                    "x.yaml: providers.azure: takes its address from the environment variable AZURE_OPENAI_ENDPOINT, which "
                            + endpoint.getValue(),
                    loading.error(
                            "auth: none",
                            Map.of("AZURE_OPENAI_API_KEY", "k", "AZURE_OPENAI_ENDPOINT", endpoint.getKey())));
        }
        String named = loading.error("auth: none\nproviders:\n  g: { type: groq }", Map.of("GROQ_API_KEY", "sk one"));
        assertTrue(named.startsWith("x.yaml:3: providers.g: takes its key from"), named);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:9999, http://127.0.0.1:9999/v1",
        "localhost, http://localhost:11434/v1",
        ":9999, http://127.0.0.1:9999/v1",
        "0.0.0.0, http://127.0.0.1:11434/v1",
        "0.0.0.0:9999, http://127.0.0.1:9999/v1",
        "[::]:9999, http://[::1]:9999/v1",
        "http://127.0.0.1, http://127.0.0.1:80/v1",
        "https://localhost, https://localhost:443/v1",
        "http://127.0.0.1:9999/, http://127.0.0.1:9999/v1",
        "10.0.0.1:9999, http://127.0.0.1:11434/v1",
        "ollama.example, http://127.0.0.1:11434/v1",
        "0.0.0.0:0, http://127.0.0.1:11434/v1",
        "a b, http://127.0.0.1:11434/v1",
        "ftp://127.0.0.1, http://127.0.0.1:11434/v1",
        "'', http://127.0.0.1:11434/v1"
    })
    void ollamaIsLookedForWhereItsVariableSaysOnThisMachine(String variable, String url) {
        Config config = loading.load("auth: none", Map.of("OLLAMA_HOST", variable));
        assertEquals(URI.create(url), config.providers().get("ollama").baseUrl());
    }

    @Test
    void aProviderAtTheGatewaysOwnAddressIsRefused() {
        assertEquals(
                "x.yaml: providers.l.baseUrl: is this gateway's own address, 127.0.0.1:8080 (where llamacpp listens by"
                        + " default; give the provider's, or change http.port)",
                loading.error("auth: none\nproviders: { l: { type: llamacpp } }"));
        String named = loading.error(
                "auth: none\nhttp: { port: 81 }\nproviders: { l: { baseUrl: \"http://localhost:81/v1\" } }");
        assertTrue(
                named.startsWith(
                        "x.yaml:3: providers.l.baseUrl: 'http://localhost:81/v1' is this gateway's own address"),
                named);
        String target = loading.error("auth: none\nmodels: { m: { targets: [ { provider: llamacpp } ] } }");
        assertTrue(target.startsWith("x.yaml: providers.llamacpp.baseUrl: is this gateway's own address"), target);
    }

    @Test
    void onAnotherNodeThatAddressIsAnotherOne() {
        for (String role : List.of("gateway", "provider")) {
            Config config =
                    loading.load("auth: none\nnode: { roles: [" + role + "] }\nproviders: { l: { type: llamacpp } }");
            assertEquals(Set.of("l"), config.providers().keySet());
        }
        Overrides moved = new Overrides(null, null, 8081, null, null, null);
        assertEquals(
                Set.of("l"),
                loading.load("auth: none\nproviders: { l: { type: llamacpp } }", Map.of(), moved)
                        .providers()
                        .keySet());
    }

    @Test
    void anOllamaThatWouldBeTheGatewayItselfIsLeftOut() {
        assertEquals(
                Set.of("echo"),
                loading.load("auth: none\nhttp: { port: 11434 }").providers().keySet());
    }

    private ProviderConfig provider(String section, Map<String, String> env) {
        return loading.load("auth: none\nproviders: { p: " + section + " }", env)
                .providers()
                .get("p");
    }

    private ProviderConfig bedrock(
            Map<String, String> env, String name, String value, String other, String otherValue) {
        Map<String, String> all = new java.util.HashMap<>(env);
        all.put(name, value);
        all.put(other, otherValue);
        return loading.load("auth: none", all).providers().get("bedrock");
    }
}
