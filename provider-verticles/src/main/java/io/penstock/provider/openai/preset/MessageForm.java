package io.penstock.provider.openai.preset;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a vendor takes in a message.
 *
 * @param developer whether the role {@code developer} exists; else it is {@code system}
 * @param history where the reasoning of earlier turns goes
 * @param ownDetails whether it takes {@code reasoning_details} back that it made itself
 * @param strict whether a member that it does not know is refused
 * @param named the roles whose messages may have a {@code name}; null for all
 * @param shortIds whether an id of a tool call must be nine letters and digits
 * @param plainContent whether content must be a string where it is all text, and never null
 */
public record MessageForm(
        boolean developer,
        History history,
        boolean ownDetails,
        boolean strict,
        @Nullable Set<String> named,
        boolean shortIds,
        boolean plainContent) {}
