package io.penstock.provider.openai.rewrite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.penstock.provider.openai.preset.Presets;
import io.penstock.shared.chat.request.ChatRequestReader;
import io.penstock.shared.config.model.ProviderType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestRewriteTest {

    private static final String EVERYWHERE_FINE =
            "{ \"model\" : \"m\",\r\n\t\"messages\":[{\"role\":\"system\",\"content\":\"\\u00e9 \\/ \\ud83d\\ude00\"} ,"
                    + " {\"role\":\"user\",\"content\":\"hi\\n\"}], \"temperature\" : 1.0e0 ,\"x\":[12345678901234567890.10, -0, {\"a\":null}]\n}\n";

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ECHO", "ANTHROPIC", "GEMINI", "BEDROCK", "AZURE", "COHERE"})
    void keepsEveryByteWhereNothingHasToChange(ProviderType type) {
        byte[] body = EVERYWHERE_FINE.getBytes(StandardCharsets.UTF_8);
        assertSame(
                body,
                RequestRewrite.of(body, ChatRequestReader.read(body), Presets.of(type), "m")
                        .body());
    }

    @Test
    void keepsTheBytesOfAllThatHasNotToChange() {
        String before = "{ \"store\" : true , \"temperature\": 0.10, \"model\":\"alias\", \"seed\":9007199254740993,\n"
                + " \"messages\" : [ { \"role\":\"user\" , \"content\" : \"\\u00e9\\/\" } ] , \"user\":\"u\" }";
        String after = "{\"temperature\": 0.10, \"model\":\"m\", \"seed\":9007199254740993,\n"
                + " \"messages\" : [ { \"role\":\"user\" , \"content\" : \"\\u00e9\\/\" } ] }";
        assertEquals(after, Vendor.of(ProviderType.VLLM).sent(before));
    }

    @Test
    void asksForUsageWhereTheVendorTakesThat() {
        assertEquals(
                "\"stream\":true,\"stream_options\":{\"include_usage\":true}",
                Vendor.of(ProviderType.GROQ).sentWith("\"stream\":true"));
        assertEquals(
                "\"stream\":true,\"stream_options\":{\"include_usage\":true,\"include_obfuscation\":false}",
                Vendor.of(ProviderType.DEEPSEEK)
                        .sentWith("\"stream\":true,\"stream_options\":{\"include_obfuscation\":false}"));
    }

    @ParameterizedTest
    @EnumSource(names = {"MISTRAL", "PERPLEXITY"})
    void asksNoVendorForUsageThatRefusesToBeAsked(ProviderType type) {
        assertEquals("\"stream\":true", Vendor.of(type).sentWith("\"stream\":true"));
        assertEquals(
                "\"stream\":true",
                Vendor.of(type).sentWith("\"stream\":true,\"stream_options\":{\"include_usage\":true}"));
        assertEquals(
                List.of(), Vendor.of(type).droppedWith("\"stream\":true,\"stream_options\":{\"include_usage\":true}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DEEPSEEK   | seed,logit_bias,user,store,metadata,parallel_tool_calls,service_tier,functions
            GROQ       | logprobs,top_logprobs,logit_bias,store,metadata,prediction
            MISTRAL    | logprobs,top_logprobs,logit_bias,user,store,service_tier,functions
            XAI        | presence_penalty,frequency_penalty,stop,logit_bias,store,metadata
            CEREBRAS   | store,metadata,functions,verbosity,safety_identifier
            PERPLEXITY | tools,tool_choice,seed,logit_bias,logprobs,user,store,metadata
            TOGETHER   | store,user,metadata,service_tier,parallel_tool_calls
            FIREWORKS  | store,verbosity,modalities,safety_identifier
            WORKERS_AI | logprobs,logit_bias,stop,user,store,metadata,parallel_tool_calls
            OLLAMA     | logit_bias,user,store,metadata,service_tier,parallel_tool_calls
            VLLM       | store,metadata,service_tier,user,prediction
            LLAMACPP   | store,metadata,service_tier,user
            LMSTUDIO   | logprobs,top_logprobs,user,store,parallel_tool_calls
            """)
    void leavesOutAndNamesWhatTheVendorLacks(ProviderType type, String parameters) {
        for (String parameter : parameters.split(",")) {
            String member = "\"" + parameter + "\":" + telling(parameter);
            assertEquals("\"x\":1", Vendor.of(type).sentWith(member + ",\"x\":1"), parameter);
            assertEquals(List.of(parameter), Vendor.of(type).droppedWith(member + ",\"x\":1"), parameter);
        }
    }

    private static String telling(String parameter) {
        return switch (parameter) {
            case "store", "logprobs" -> "true";
            case "parallel_tool_calls" -> "false";
            case "seed", "top_logprobs", "presence_penalty", "frequency_penalty" -> "2";
            case "logit_bias", "metadata", "prediction" -> "{\"50256\":\"1\"}";
            case "modalities" -> "[\"text\",\"audio\"]";
            case "tools", "functions" -> "[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]";
            case "tool_choice" -> "\"required\"";
            default -> "\"low\"";
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"store\":false",
                "\"store\":null",
                "\"modalities\":[\"text\"]",
                "\"user\":\"\"",
                "\"logprobs\":false",
                "\"logit_bias\":{}",
                "\"service_tier\":\"auto\"",
                "\"functions\":[]",
                "\"top_logprobs\":0"
            })
    void leavesOutUnnamedWhatSaysNothing(String member) {
        assertEquals("\"x\":1", Vendor.of(ProviderType.MISTRAL).sentWith(member + ",\"x\":1"));
        assertEquals(List.of(), Vendor.of(ProviderType.MISTRAL).droppedWith(member + ",\"x\":1"));
    }

    @Test
    void leavesOutPenaltiesOfZeroWhereEvenThatIsRefused() {
        String zero = "\"presence_penalty\":0,\"frequency_penalty\":0.0";
        assertEquals("", Vendor.of(ProviderType.XAI).sentWith(zero));
        assertEquals(List.of(), Vendor.of(ProviderType.XAI).droppedWith(zero));
    }

    @ParameterizedTest
    @EnumSource(names = {"DEEPSEEK", "GROQ", "PERPLEXITY", "WORKERS_AI", "OLLAMA", "LMSTUDIO"})
    void leavesOutOneChoiceWhereThereIsNeverAnother(ProviderType type) {
        assertEquals("", Vendor.of(type).sentWith("\"n\":1"));
        assertEquals(List.of(), Vendor.of(type).droppedWith("\"n\":1"));
    }

    @ParameterizedTest
    @EnumSource(names = {"MISTRAL", "XAI", "CEREBRAS", "OPENROUTER", "TOGETHER", "FIREWORKS", "VLLM", "LLAMACPP"})
    void sendsTheNumberOfChoicesWhereTheVendorHasThem(ProviderType type) {
        assertEquals("\"n\":3", Vendor.of(type).sentWith("\"n\":3"));
    }

    @ParameterizedTest
    @EnumSource(
            names = {"DEEPSEEK", "MISTRAL", "PERPLEXITY", "TOGETHER", "WORKERS_AI", "OLLAMA", "LLAMACPP", "LMSTUDIO"})
    void callsTheLimitByTheNameThatTheVendorKnows(ProviderType type) {
        Vendor vendor = Vendor.of(type);
        assertEquals("\"max_tokens\" : 7", vendor.sentWith("\"max_completion_tokens\" : 7"));
        assertEquals("\"max_tokens\":5", vendor.sentWith("\"max_tokens\":5"));
        assertEquals("\"max_tokens\":5", vendor.sentWith("\"max_tokens\":5,\"max_completion_tokens\":null"));
        assertEquals("\"max_tokens\":7", vendor.sentWith("\"max_tokens\":5,\"max_completion_tokens\":7"));
        assertEquals("\"max_tokens\":7", vendor.sentWith("\"max_completion_tokens\":7,\"max_tokens\":5"));
        assertEquals(List.of(), vendor.droppedWith("\"max_completion_tokens\":7"));
    }

    @Test
    void callsTheSeedByTheNameThatMistralKnows() {
        assertEquals(
                "\"random_seed\":9007199254740993",
                Vendor.of(ProviderType.MISTRAL).sentWith("\"seed\":9007199254740993"));
    }

    @Test
    void leavesOutAllThatHaveTheNameOfAParameterThatTheVendorLacks() {
        String twice = "\"verbosity\":\"low\",\"verbosity\":\"high\"";
        assertEquals("", Vendor.of(ProviderType.VLLM).sentWith(twice));
        assertEquals(List.of("verbosity"), Vendor.of(ProviderType.VLLM).droppedWith(twice));
    }

    @Test
    void staysTheSameWhenItIsRewrittenAgain() {
        String once = Vendor.of(ProviderType.MISTRAL)
                .sent(
                        "{\"model\":\"m\",\"max_completion_tokens\":3,\"seed\":1,\"temperature\":2,\"messages\":[{\"role\":"
                                + "\"developer\",\"name\":\"d\",\"content\":\"x\"},{\"role\":\"assistant\",\"content\":null,"
                                + "\"reasoning_content\":\"r\",\"tool_calls\":[{\"id\":\"call_1\",\"type\":\"function\","
                                + "\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}]}");
        byte[] body = once.getBytes(StandardCharsets.UTF_8);
        assertArrayEquals(
                body,
                RequestRewrite.of(body, ChatRequestReader.read(body), Presets.of(ProviderType.MISTRAL), "m")
                        .body());
    }
}
