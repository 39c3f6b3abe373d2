package io.penstock.provider.openai.preset;

import io.penstock.shared.config.model.ProviderType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A {@link Preset} while it is written down: all that it does not say is as with OpenAI. */
final class Row {

    private final ProviderType type;
    private final Set<String> lacks = new HashSet<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, Map<String, String>> words = new HashMap<>();
    private final Map<String, Double> most = new HashMap<>();
    private Effort effort = Effort.AS_IT_IS;
    private ToolForm tools = ToolForm.NAMED;
    private FormatForm format = FormatForm.OPENAI;
    private History history = History.NONE;
    private @Nullable Set<String> named;
    private boolean developer;
    private boolean ownDetails;
    private boolean strict;
    private boolean shortIds;
    private boolean plainContent;
    private boolean hasN = true;
    private boolean countsLogprobs;
    private boolean schemasNeeded;
    private boolean streamOptions = true;
    private String keyCheck = "/models";

    Row(ProviderType type) {
        this.type = type;
    }

    Row lacks(String... parameters) {
        lacks.addAll(Arrays.asList(parameters));
        return this;
    }

    /** One choice to a request. */
    Row noN() {
        hasN = false;
        return this;
    }

    Row calls(String openAiName, String itsName) {
        names.put(openAiName, itsName);
        return this;
    }

    Row says(String parameter, String openAiWord, String itsWord) {
        words.computeIfAbsent(parameter, any -> new HashMap<>()).put(openAiWord, itsWord);
        return this;
    }

    Row most(String parameter, double value) {
        most.put(parameter, value);
        return this;
    }

    Row effort(Effort form) {
        effort = form;
        return this;
    }

    Row toolChoice(ToolForm form) {
        tools = form;
        return this;
    }

    Row format(FormatForm form) {
        format = form;
        return this;
    }

    Row history(History form) {
        history = form;
        return this;
    }

    Row developer() {
        developer = true;
        return this;
    }

    Row ownDetails() {
        ownDetails = true;
        return this;
    }

    Row strict() {
        strict = true;
        return this;
    }

    /** Only messages of these roles may have a {@code name}. */
    Row named(String... roles) {
        named = Set.of(roles);
        return this;
    }

    Row shortIds() {
        shortIds = true;
        return this;
    }

    Row plainContent() {
        plainContent = true;
        return this;
    }

    Row countsLogprobs() {
        countsLogprobs = true;
        return this;
    }

    Row schemasNeeded() {
        schemasNeeded = true;
        return this;
    }

    Row noStreamOptions() {
        streamOptions = false;
        return this;
    }

    Row keyCheck(String path) {
        keyCheck = path;
        return this;
    }

    Preset preset() {
        return new Preset(
                type,
                Set.copyOf(lacks),
                Map.copyOf(names),
                Map.copyOf(words),
                Map.copyOf(most),
                effort,
                tools,
                format,
                new MessageForm(developer, history, ownDetails, strict, named, shortIds, plainContent),
                hasN,
                countsLogprobs,
                schemasNeeded,
                streamOptions,
                keyCheck);
    }
}
