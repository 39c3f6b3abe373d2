package io.penstock.shared.config.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.penstock.shared.config.value.InvalidConfigException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubstitutionTest {

    private final Substitution substitution = new Substitution(Map.of("A", "1", "EMPTY", "", "REF", "${A}")::get);

    @ParameterizedTest
    @CsvSource({
        "plain,              plain",
        "${A},               1",
        "x${A}y${A}z,        x1y1z",
        "${NONE:-d},         d",
        "${NONE:-},          ''",
        "${EMPTY:-d},        d",
        "${EMPTY},           ''",
        "${A:-d},            1",
        "${NONE:-${A}},      1",
        "${NONE:-x${N2:-y}}, xy",
        "$${A},              ${A}",
        "a$${A}${A},         a${A}1",
        "$5 and $A,          $5 and $A",
        "${REF},             ${A}"
    })
    void replacesReferences(String raw, String expected) {
        assertEquals(expected, substitution.apply(raw).text());
    }

    @Test
    void namesTheFirstVariableThatIsUnset() {
        assertEquals("X", substitution.apply("${A}${X}${Y}").unset());
        assertEquals("Y", substitution.apply("${X:-${Y}}").unset());
    }

    @ParameterizedTest
    @ValueSource(strings = {"${", "${A", "${}", "${1A}", "${A-b}", "${A:b}", "${A B}", "${NONE:-${A}"})
    void refusesReferencesThatAreNone(String raw) {
        assertThrows(InvalidConfigException.class, () -> substitution.apply(raw));
    }
}
