package io.penstock.shared.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.config.access.KeyConfig;
import io.penstock.shared.config.access.KeyHash;
import io.penstock.shared.config.access.Quota;
import io.penstock.shared.config.model.ApiKeyConfig;
import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.shared.config.model.ProviderType;
import io.penstock.shared.config.node.AdminConfig;
import io.penstock.shared.config.node.ClusterConfig;
import io.penstock.shared.config.node.HttpConfig;
import io.penstock.shared.config.node.KubernetesConfig;
import io.penstock.shared.config.node.NodeConfig;
import io.penstock.shared.config.node.Role;
import io.penstock.shared.config.value.InvalidConfigException;
import io.penstock.shared.config.value.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked
class RecordsTest {

    @ParameterizedTest
    @CsvSource({
        "*,            openai/gpt-4o, true",
        "gpt-4o,       gpt-4o,        true",
        "gpt-4o,       gpt-4o-mini,   false",
        "gpt-*,        gpt-,          true",
        "gpt-*,        xgpt-4,        false",
        "*-mini,       gpt-4o-mini,   true",
        "*-mini,       gpt-4o-minis,  false",
        "openai/*,     openai/gpt-4o, true",
        "openai/*,     openai,        false",
        "a*b*c,        aXbXbXc,       true",
        "a*b*c,        acb,           false",
        "a*a,          a,             false",
        "ab*ba,        aba,           false",
        "**,           x,             true",
        "gpt-4.1,      gpt-4x1,       false",
        "GPT,          gpt,           false"
    })
    void keyAllowsExactNamesAndGlobs(String pattern, String model, boolean allowed) {
        assertEquals(allowed, key(pattern).allows(model));
    }

    @Test
    void keyAllowsWhatAnyOfItsPatternsAllows() {
        KeyConfig key = key("echo", "gpt-*");
        assertTrue(key.allows("gpt-4o"));
        assertTrue(key.allows("echo"));
        assertFalse(key.allows("claude"));
    }

    @Test
    void noPatternMakesMatchingSlow() {
        KeyConfig key = key("a*".repeat(60) + "b");
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> assertFalse(key.allows("a".repeat(100_000))));
    }

    @Test
    void quorumIsTheMajorityUnlessGiven() {
        assertEquals(1, cluster(null, "a").effectiveQuorum());
        assertEquals(2, cluster(null, "a", "b").effectiveQuorum());
        assertEquals(2, cluster(null, "a", "b", "c").effectiveQuorum());
        assertEquals(3, cluster(null, "a", "b", "c", "d").effectiveQuorum());
        assertEquals(1, cluster(1, "a", "b", "c").effectiveQuorum());
    }

    @Test
    void quorumMustBeGivenWhereKubernetesHidesTheMembers() {
        KubernetesConfig service = new KubernetesConfig("svc");
        assertEquals(2, new ClusterConfig("penstock", "0.0.0.0", 5701, 0, List.of(), service, 2).effectiveQuorum());
        assertThrows(
                InvalidConfigException.class,
                () -> new ClusterConfig("penstock", "0.0.0.0", 5701, 0, List.of(), service, null));
    }

    @Test
    void membersAreCompletedWithThePort() {
        assertEquals(
                List.of("a:5701", "[::1]:5701", "b:1"),
                cluster(null, "a", "[::1]", "b:1").members());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:0", "a:70000", "a:x", "::1", "http://a"})
    void memberThatIsNoAddressIsRefused(String member) {
        assertThrows(InvalidConfigException.class, () -> cluster(null, member));
    }

    @Test
    void memberListedTwiceIsRefusedForItWouldRaiseTheMajority() {
        assertThrows(InvalidConfigException.class, () -> cluster(null, "a", "a:5701"));
    }

    @Test
    void providerIsEnabledWhenItHasAKeyOrNeedsNone() {
        assertTrue(ProviderConfig.of(ProviderType.ECHO, null, List.of()).isEnabled());
        assertTrue(ProviderConfig.of(ProviderType.OPENAI, URI.create("http://localhost:1/v1"), List.of())
                .isEnabled());
        assertFalse(openai(Secret.unset("A"), Secret.unset("B")).isEnabled());
        assertTrue(openai(Secret.unset("A"), Secret.of("x")).isEnabled());
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, http://127.0.0.1:80, true",
        "127.0.0.1, http://localhost, true",
        "127.0.0.1, http://0.0.0.0/v1, true",
        "127.0.0.1, http://127.0.0.1:81, false",
        "127.0.0.1, https://127.0.0.1, false",
        "127.0.0.1, 'http://[::1]', false",
        "127.0.0.1, http://127.0.0.2, false",
        "LOCALHOST, 'http://[::1]', true",
        "0.0.0.0, http://127.0.0.2, true",
        "0.0.0.0, http://10.0.0.1, false",
        "'::', http://localhost, true",
        "10.0.0.1, http://10.0.0.1, true",
        "10.0.0.1, http://127.0.0.1, false",
        "gw.example, http://GW.example/v1, true",
        "[, http://a, false"
    })
    void anAddressKnowsTheUrlsThatLeadToIt(String host, String url, boolean own) {
        HttpConfig d = HttpConfig.DEFAULT;
        HttpConfig http = new HttpConfig(host, 80, d.maxBody(), d.readTimeout(), null, null);
        assertEquals(own, http.isAt(URI.create(url)));
    }

    @Test
    void baseUrlLosesItsTrailingSlash() {
        assertEquals(
                URI.create("https://a/v1"),
                ProviderConfig.of(ProviderType.OPENAI, URI.create("https://a/v1/"), List.of())
                        .baseUrl());
        assertEquals(
                URI.create("https://api.openai.com/v1"), openai(Secret.of("x")).baseUrl());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://a", "a/v1", "https://u:p@a/v1", "https://a?x=1", "https://a#x", "https:///v1", "http:a"})
    void baseUrlThatIsMoreOrLessThanAServerIsRefused(String url) {
        assertThrows(
                InvalidConfigException.class, () -> ProviderConfig.of(ProviderType.OPENAI, URI.create(url), List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true",
        "127.8.8.8, true",
        "localhost, true",
        "::1, true",
        "[::1], true",
        "0.0.0.0, false",
        "10.0.0.1, false",
        "127.evil.example, false",
        "localhost.evil.example, false"
    })
    void loopbackIsJudgedByTheText(String host, boolean loopback) {
        assertEquals(loopback, new HttpConfig(host, 0, 1, Duration.ofSeconds(1), null, null).isLoopback());
    }

    @Test
    void overridesWinAndAreChecked() {
        Overrides all = new Overrides(Set.of(Role.GATEWAY), "gateway-1", 0, 9191, 5801, List.of("127.0.0.1:5801", "b"));
        assertEquals(new NodeConfig("gateway-1", Set.of(Role.GATEWAY), null), all.apply(NodeConfig.DEFAULT));
        assertEquals(0, all.apply(HttpConfig.DEFAULT).port());
        assertEquals(9191, all.apply(AdminConfig.DEFAULT).port());
        ClusterConfig changed = all.apply(cluster(null, "a"));
        assertEquals(cluster(null, "127.0.0.1:5801", "b").members(), changed.members());
        assertEquals(5801, changed.port());
        Overrides bad = new Overrides(null, null, null, null, null, List.of("a b"));
        assertEquals(
                "cluster.members[0]",
                assertThrows(InvalidConfigException.class, () -> bad.apply((ClusterConfig) null))
                        .path());
        assertEquals(
                List.of("127.0.0.1:5801"),
                new Overrides(null, null, null, null, 5801, null)
                        .apply((ClusterConfig) null)
                        .members());
    }

    private static ProviderConfig openai(Secret... keys) {
        return ProviderConfig.of(
                ProviderType.OPENAI,
                null,
                Stream.of(keys).map(ApiKeyConfig::new).toList());
    }

    private static KeyConfig key(String... models) {
        return new KeyConfig("k", KeyHash.of("k"), List.of(models), null, Quota.NONE, Map.of());
    }

    private static ClusterConfig cluster(Integer quorum, String... members) {
        return new ClusterConfig("penstock", "127.0.0.1", 5801, 0, List.of(members), null, quorum);
    }
}
