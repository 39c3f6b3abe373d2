package io.penstock.provider.gemini.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.provider.gemini.Requests;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class ToolNamesTest {

    @Test
    void keepsNamesThatGeminiTakes() {
        for (String name : List.of("a", "_x", "get_weather-2", "a.b:c", "Z".repeat(128))) {
            assertEquals(name, names(name).toGemini(name));
            assertEquals(name, names(name).toClient(name));
        }
    }

    @Test
    void givesOtherNamesOnesOfTheirOwnAndFindsThemAgain() {
        String longest = "x".repeat(128);
        List<String> clients =
                List.of("1a", "_1a", "a b", "a_b", "a?b", "größe", longest + "y", longest + "z", longest, "é");
        ToolNames names = names(clients.toArray(String[]::new));
        Set<String> taken = new HashSet<>();
        for (String name : clients) {
            String gemini = names.toGemini(name);
            assertTrue(gemini.matches("[A-Za-z_][A-Za-z0-9_.:-]{0,127}"), gemini);
            assertTrue(taken.add(gemini), gemini);
            assertEquals(name, names.toClient(gemini));
        }
        assertEquals("_1a", names.toGemini("_1a"));
        assertEquals("a_b", names.toGemini("a_b"));
    }

    @Test
    void leavesANameThatNobodyDeclaredAsItIs() {
        assertEquals("unknown", names("a").toClient("unknown"));
    }

    private static ToolNames names(String... names) {
        String tools = List.of(names).stream()
                .map(name -> "{'type':'function','function':{'name':'" + name + "'}}")
                .collect(Collectors.joining(","));
        return ToolNames.of(Requests.of("'messages':[{'role':'user','content':'Hi'}],'tools':[" + tools + "]"));
    }
}
