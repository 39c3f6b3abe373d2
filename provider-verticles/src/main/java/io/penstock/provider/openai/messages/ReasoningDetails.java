package io.penstock.provider.openai.messages;

import io.penstock.provider.openai.body.Container;
import io.penstock.provider.openai.body.Member;
import io.penstock.shared.chat.json.JsonCursor.Kind;
import io.penstock.shared.config.model.ProviderType;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of the history what another provider signed: it is that provider's alone. Who made an entry
 * stands in its {@code format}, as the word of a provider's type.
 */
final class ReasoningDetails {

    private static final String NAME = "reasoning_details";
    private static final Set<String> TYPES =
            Arrays.stream(ProviderType.values()).map(ProviderType::word).collect(Collectors.toUnmodifiableSet());

    private final String own;
    private final boolean takesOwn;

    /** @param takesOwn whether the provider takes any back at all */
    ReasoningDetails(ProviderType type, boolean takesOwn) {
        this.own = type.word();
        this.takesOwn = takesOwn;
    }

    void filter(Container message) {
        Member details = message.get(NAME);
        if (details == null || !takesOwn) {
            if (!takesOwn) {
                message.remove(NAME);
            }
            return;
        }
        if (details.kind() != Kind.ARRAY) {
            return;
        }
        Container entries = details.container();
        boolean foreign = false;
        for (Member entry : entries.members()) {
            if (entry.kind() == Kind.OBJECT && isForeign(entry.container().text("format"))) {
                entry.remove();
                foreign = true;
            }
        }
        if (!foreign) {
            return;
        }
        if (entries.isEmpty()) {
            message.remove(NAME);
        } else {
            details.change(entries.edits());
        }
    }

    private boolean isForeign(@Nullable String format) {
        return format != null && !format.equals(own) && TYPES.contains(format);
    }
}
