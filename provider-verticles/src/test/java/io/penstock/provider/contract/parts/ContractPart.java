package io.penstock.provider.contract.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.penstock.provider.contract.features.Feature;
import io.penstock.provider.contract.features.Finding;
import io.penstock.provider.contract.run.Ask;
import io.penstock.provider.contract.run.Reply;
import io.penstock.provider.contract.run.Rig;
import io.penstock.provider.contract.run.Rig.Exchange;
import io.penstock.provider.contract.run.WireAnswer;
import io.penstock.provider.contract.wire.Ability;
import io.penstock.provider.contract.wire.Scenario;
import io.penstock.provider.contract.wire.SentRequest;
import io.penstock.provider.contract.wire.WireForm;
import io.penstock.shared.chat.Usage;
import java.util.List;

/** What all parts of the contract stand on. */
public interface ContractPart {

    WireForm form();

    Rig rig();

    /** Notes a feature for README's table. Last in a test: only what holds is noted. */
    void found(Feature feature, Finding finding);

    /** Skips the test where the provider's wire form has no words for it. */
    default void needs(Ability... abilities) {
        for (Ability ability : abilities) {
            assumeTrue(form().abilities().contains(ability), () -> "the wire form has no " + ability);
        }
    }

    /** As {@link #needs}, and notes that the provider does not have it. */
    default void needs(Feature feature, Ability... abilities) {
        if (!form().abilities().containsAll(List.of(abilities))) {
            found(feature, Finding.NO);
        }
        needs(abilities);
    }

    default Exchange streamed(Ask ask, Scenario scenario) {
        return rig().run(ask, true, WireAnswer.stream(form().stream(scenario)));
    }

    default Exchange plain(Ask ask, Scenario scenario) {
        return rig().run(ask, false, WireAnswer.document(form().document(scenario)));
    }

    /** The answer that a client gets streamed and plain: the same, but for ids that Penstock makes. */
    default Reply both(Ask ask, Scenario scenario) {
        Exchange streamed = streamed(ask, scenario);
        Exchange plain = plain(ask, scenario);
        Reply stream = streamed.reply(true);
        Reply whole = plain.reply(false);
        assertEquals(comparable(whole), comparable(stream), "streamed is not as plain");
        Usage usage = plain.ended().usage();
        assertEquals(usage, streamed.ended().usage(), "what is accounted for");
        assertEquals(
                usage == null ? -1 : usage.promptTokens(),
                whole.usage().path("prompt_tokens").asLong());
        assertEquals(
                usage == null ? -1 : usage.completionTokens(),
                whole.usage().path("completion_tokens").asLong());
        return stream;
    }

    /** The answer with what may differ from one to the next taken out. */
    default String comparable(Reply reply) {
        boolean ownIds = form().abilities().contains(Ability.TOOL_CALL_IDS);
        List<Scenario.Call> calls = reply.calls().stream()
                .map(call -> ownIds ? call : new Scenario.Call("", call.name(), call.arguments()))
                .toList();
        List<String> details = reply.details().stream()
                .map(detail -> {
                    var copy = detail.deepCopy();
                    if (!ownIds && copy instanceof com.fasterxml.jackson.databind.node.ObjectNode object) {
                        object.remove("id");
                    }
                    return copy.toString();
                })
                .toList();
        return String.join(
                "\n",
                reply.content(),
                reply.reasoning(),
                reply.refusal(),
                calls.toString(),
                reply.finish(),
                details.toString(),
                reply.usage().toString());
    }

    /** What the provider's server understands of a request. */
    default SentRequest sent(Ask ask) {
        SentRequest streamed = streamed(ask, Scenario.says("ok")).sent();
        SentRequest plain = plain(ask, Scenario.says("ok")).sent();
        assertEquals(plain.said, streamed.said);
        assertEquals(plain.parameters, streamed.parameters);
        return plain;
    }
}
