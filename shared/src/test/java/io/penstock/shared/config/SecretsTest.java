package io.penstock.shared.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.penstock.shared.config.access.KeyHash;
import io.penstock.shared.config.model.ApiKeyConfig;
import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.shared.config.model.ProviderType;
import io.penstock.shared.config.value.InvalidConfigException;
import io.penstock.shared.config.value.Secret;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class SecretsTest {

    @Test
    void secretIsRevealedOnRequestOnly() {
        Secret secret = Secret.of("sk-one");
        assertEquals("sk-one", secret.reveal());
        assertEquals("***", secret.toString());
        assertTrue(secret.isSet());
        assertFalse(ProviderConfig.of(ProviderType.OPENAI, null, List.of(new ApiKeyConfig(secret)))
                .toString()
                .contains("sk-one"));
    }

    @Test
    void secretEludesSerialisersEvenOnesThatReadFields() throws Exception {
        ObjectMapper mapper = new ObjectMapper()
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .setVisibility(PropertyAccessor.ALL, Visibility.ANY);
        assertFalse(mapper.writeValueAsString(Secret.of("sk-one")).contains("sk-one"));
    }

    @Test
    void unsetSecretKnowsItsVariable() {
        Secret secret = Secret.unset("OPENAI_API_KEY");
        assertFalse(secret.isSet());
        assertEquals("OPENAI_API_KEY", secret.variable());
        assertTrue(assertThrows(IllegalStateException.class, secret::reveal)
                .getMessage()
                .contains("OPENAI_API_KEY"));
    }

    @Test
    void secretThatWouldSplitAHeaderIsRefusedUnseen() {
        InvalidConfigException e = assertThrows(InvalidConfigException.class, () -> Secret.of("sk-one\r\nx-evil: 1"));
        assertFalse(e.getMessage().contains("sk-one"));
        assertThrows(InvalidConfigException.class, () -> Secret.of("sk-one\n"));
        assertThrows(InvalidConfigException.class, () -> Secret.of(""));
    }

    @Test
    void hashIsSha256OfTheKey() {
        // FIPS 180-2, appendix B.1
        String abc = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assertEquals(abc, KeyHash.of("abc").toConfig());
        assertEquals(KeyHash.of("abc"), KeyHash.parse(abc));
        assertEquals(
                KeyHash.of("abc"), KeyHash.parse("sha256:" + abc.substring(7).toUpperCase(java.util.Locale.ROOT)));
        assertEquals(KeyHash.of("abc").hashCode(), KeyHash.parse(abc).hashCode());
        assertNotEquals(KeyHash.of("abc"), KeyHash.of("abd"));
        assertEquals("sha256:***", KeyHash.of("abc").toString());
    }

    @Test
    void hashThatIsNoneIsRefusedUnseen() {
        for (String wrong : List.of("sk-pen-123", "sha256:", "sha256:" + "g".repeat(64), "a".repeat(64))) {
            InvalidConfigException e = assertThrows(InvalidConfigException.class, () -> KeyHash.parse(wrong));
            assertFalse(e.getMessage().contains("sk-pen-123"));
        }
    }

    @Test
    void secretsCanBeCompared() {
        assertEquals(Secret.of("abc"), Secret.of("abc"));
        assertEquals(Secret.of("abc").hashCode(), Secret.of("abc").hashCode());
        assertNotEquals(Secret.of("abc"), Secret.of("abd"));
        assertNotEquals(Secret.unset("A"), Secret.unset("B"));
        assertNotEquals(Secret.of("A"), Secret.unset("A"));
    }
}
