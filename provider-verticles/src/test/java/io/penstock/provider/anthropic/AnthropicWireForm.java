package io.penstock.provider.anthropic;

import io.penstock.provider.contract.wire.Ability;
import io.penstock.provider.contract.wire.ErrorCase;
import io.penstock.provider.contract.wire.Finish;
import io.penstock.provider.contract.wire.Scenario;
import io.penstock.provider.contract.wire.SentRequest;
import io.penstock.provider.contract.wire.Streamed;
import io.penstock.provider.contract.wire.WireForm;
import io.penstock.provider.upstream.ChatCall;
import io.penstock.provider.upstream.errors.UpstreamErrors;
import io.penstock.provider.upstream.http.AnswerReader;
import io.penstock.provider.upstream.translate.TranslatedReaders;
import io.penstock.shared.config.model.ApiKeyConfig;
import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.shared.config.model.ProviderType;
import io.penstock.shared.config.value.Secret;
import io.penstock.testkit.UpstreamCall;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/** Anthropic's server, after platform.claude.com/docs. */
@NullMarked
final class AnthropicWireForm implements WireForm {

    @Override
    public ProviderConfig config(URI server) {
        return ProviderConfig.of(
                ProviderType.ANTHROPIC,
                server,
                List.of(new ApiKeyConfig(Secret.of("sk-ant-api03-contract-0123456789"))));
    }

    /** Of the newest that still take sampling parameters and a forced tool. */
    @Override
    public String model() {
        return "claude-sonnet-4-6";
    }

    @Override
    public Set<Ability> abilities() {
        return Set.of(
                Ability.REASONING,
                Ability.SIGNED_REASONING,
                Ability.TOOLS,
                Ability.PARALLEL_TOOLS,
                Ability.TOOL_CALL_IDS,
                Ability.FILTER,
                Ability.CACHED_TOKENS,
                Ability.CACHE_WRITES,
                Ability.REASONING_TOKENS);
    }

    @Override
    public Map<String, Finish> finishReasons() {
        return Map.of(
                "end_turn", Finish.STOP,
                "stop_sequence", Finish.STOP,
                "pause_turn", Finish.STOP,
                "max_tokens", Finish.LENGTH,
                "model_context_window_exceeded", Finish.LENGTH,
                "tool_use", Finish.TOOL_CALLS,
                "refusal", Finish.CONTENT_FILTER);
    }

    @Override
    public Streamed stream(Scenario scenario) {
        return new AnthropicAnswer(scenario).streamed();
    }

    @Override
    public String document(Scenario scenario) {
        return new AnthropicAnswer(scenario).document();
    }

    @Override
    public SentRequest read(UpstreamCall call) {
        return AnthropicSentRequest.read(call);
    }

    @Override
    public AnswerReader reader(ChatCall call, UpstreamErrors errors) {
        return TranslatedReaders.streamed(new AnthropicTranslator(ApiVersion.of(null)), call, errors);
    }

    @Override
    public List<ErrorCase> errors() {
        return AnthropicErrorCases.all();
    }
}
