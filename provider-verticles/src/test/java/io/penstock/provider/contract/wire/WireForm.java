package io.penstock.provider.contract.wire;

import io.penstock.provider.upstream.ChatCall;
import io.penstock.provider.upstream.errors.UpstreamErrors;
import io.penstock.provider.upstream.http.AnswerReader;
import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.testkit.UpstreamCall;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How one provider's server speaks: the bytes that its documentation gives, and its own reading of what it is
 * asked. Shares no code with the translation under test.
 */
public interface WireForm {

    /** The provider under test, as a configuration names it. */
    ProviderConfig config(URI server);

    /** A model of the provider that can do all that its wire form has words for. */
    String model();

    /** What this wire form has words for. */
    Set<Ability> abilities();

    /** Each word that the provider has for the end of an answer, and how the client reads it. */
    Map<String, Finish> finishReasons();

    /** The whole streamed answer; for {@link Finish#NONE} its beginning. */
    Streamed stream(Scenario scenario);

    /** The plain answer's document. */
    String document(Scenario scenario);

    /** What the request says; the call's method, path and headers as documented are checked here too. */
    SentRequest read(UpstreamCall call);

    /** What reads a streamed answer to this call in the provider under test, once more without a socket. */
    AnswerReader reader(ChatCall call, UpstreamErrors errors);

    /** At least one of each kind, but for those that the kinds except. */
    List<ErrorCase> errors();
}
