package io.penstock.provider.contract;

import io.penstock.provider.contract.features.Feature;
import io.penstock.provider.contract.features.Finding;
import io.penstock.provider.contract.features.Findings;
import io.penstock.provider.contract.features.FindingsKeeper;
import io.penstock.provider.contract.parts.ConversationPart;
import io.penstock.provider.contract.parts.ErrorsPart;
import io.penstock.provider.contract.parts.FinishPart;
import io.penstock.provider.contract.parts.FlowPart;
import io.penstock.provider.contract.parts.ParametersPart;
import io.penstock.provider.contract.parts.ReasoningPart;
import io.penstock.provider.contract.parts.TextPart;
import io.penstock.provider.contract.parts.ToolChoicePart;
import io.penstock.provider.contract.parts.ToolsPart;
import io.penstock.provider.contract.parts.TruncationPart;
import io.penstock.provider.contract.parts.UsagePart;
import io.penstock.provider.contract.run.Rig;
import io.penstock.provider.contract.wire.WireForm;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What every provider keeps, whatever its wire form. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(FindingsKeeper.class)
public abstract class ProviderContract
        implements TextPart,
                ToolsPart,
                ToolChoicePart,
                ReasoningPart,
                ConversationPart,
                ParametersPart,
                FinishPart,
                UsagePart,
                ErrorsPart,
                TruncationPart,
                FlowPart {

    private final WireForm form;
    private @Nullable Rig rig;
    private @Nullable Findings findings;

    protected ProviderContract(WireForm form) {
        this.form = form;
    }

    @BeforeAll
    void open(Findings kept) {
        rig = new Rig(form);
        findings = kept;
    }

    @AfterAll
    void close() {
        rig().close();
    }

    @Override
    public final WireForm form() {
        return form;
    }

    @Override
    public final Rig rig() {
        return Objects.requireNonNull(rig, "open before the first test");
    }

    @Override
    public final void found(Feature feature, Finding finding) {
        String type = form.config(URI.create("http://127.0.0.1:1")).type().word();
        Objects.requireNonNull(findings, "open before the first test").add(type, feature, finding);
    }
}
