package io.penstock.provider.echo.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SchemaSampleTest {

    @Test
    void followsTheSchema() throws Exception {
        String schema = """
                {"type":"object","properties":{
                  "name":{"type":"string"}, "age":{"type":"integer","minimum":18}, "score":{"type":"number"},
                  "ok":{"type":"boolean"}, "none":{"type":"null"}, "maybe":{"type":["string","null"]},
                  "kind":{"enum":["a","b"]}, "version":{"const":2}, "either":{"anyOf":[{"type":"integer"},{"type":"null"}]},
                  "steps":{"type":"array","items":{"$ref":"#/$defs/step"}}, "free":{"type":"array"}},
                 "$defs":{"step":{"properties":{"text":{"type":"string"}}}}}
                """;
        assertEquals(
                new ObjectMapper().readTree("""
                                {"name":"hi","age":18,"score":1,"ok":true,"none":null,"maybe":"hi","kind":"a","version":2,
                                 "either":1,"steps":[{"text":"hi"}],"free":[]}
                                """),
                new ObjectMapper().readTree(SchemaSample.of(schema, "hi").orElseThrow()));
    }

    @Test
    void staysSmallWhateverTheSchemaIs() {
        StringBuilder properties = new StringBuilder("\"a\":{\"$ref\":\"#\"}");
        for (int i = 0; i < 50; i++) {
            properties.append(",\"p").append(i).append("\":{\"$ref\":\"#\"}");
        }
        String bomb = "{\"type\":\"object\",\"properties\":{" + properties + "}}";
        assertTrue(SchemaSample.of(bomb, "x".repeat(1_000_000)).orElseThrow().length() < 100_000);
    }

    @Test
    void isNotThereForWhatIsNoSchema() {
        assertEquals(Optional.empty(), SchemaSample.of("{\"minimum\":" + "1".repeat(5000) + "}", "x"));
        assertEquals(Optional.of("\"x\""), SchemaSample.of("{}", "x"));
        assertEquals(Optional.of("\"x\""), SchemaSample.of("{\"$ref\":\"#nowhere\"}", "x"));
    }
}
