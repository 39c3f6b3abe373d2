package io.penstock.gateway.admission;

import io.penstock.shared.chat.request.ChatPeek;
import io.penstock.shared.config.model.UpstreamModel;

/**
 * What a request will send, as far as it tells what that may cost.
 *
 * @param body checked; not copied, so not to be changed
 * @param peek of that body
 * @param model whose tokenizer counts the prompt
 * @param prompts how often a provider reads the prompt for one attempt
 * @param atOnce how many attempts may run side by side: each may cost as much
 */
@SuppressWarnings("ArrayRecordComponent") // a body is compared by nobody and copied by nobody
public record Sending(byte[] body, ChatPeek peek, UpstreamModel model, int prompts, int atOnce) {}
