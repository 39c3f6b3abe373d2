package io.penstock.provider.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.provider.contract.run.Ask;
import io.penstock.provider.contract.run.Rig;
import io.penstock.provider.contract.run.Rig.Exchange;
import io.penstock.provider.contract.run.WireAnswer;
import io.penstock.provider.contract.wire.Scenario;
import io.penstock.shared.chat.Usage;
import io.penstock.testkit.UpstreamCall;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A version of the API from before a stream could be asked for its usage. */
class AzureOldVersionIT {

    private final AzureWireForm form = AzureWireForm.old();
    private final Rig rig = new Rig(form);

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void estimatesTheUsageThatAStreamCannotBeAskedFor() {
        for (String asked : new String[] {"true", "false"}) {
            Ask ask = Ask.user("hi").with("stream_options", "{'include_usage':" + asked + "}");
            Exchange exchange = rig.run(
                    ask,
                    true,
                    WireAnswer.stream(form.stream(Scenario.says("Hello").costing(null))));
            assertEquals(form.model(), exchange.sent().model);
            UpstreamCall upstream = Objects.requireNonNull(exchange.upstream());
            assertFalse(upstream.text().contains("stream_options"), upstream::text);
            assertTrue(upstream.asksForStream());
            Usage usage = Objects.requireNonNull(exchange.ended().usage());
            assertTrue(usage.estimated());
            assertEquals(
                    asked.equals("true"), exchange.ended().body().contains("\"prompt_tokens\":" + Rig.PROMPT_TOKENS));
        }
    }
}
