package io.penstock.provider.contract.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the model does in one answer, in no provider's words.
 *
 * @param finish why it ends
 * @param ownReason the provider's own word for why it ends, which is to be rendered in place of {@code finish};
 *     null for the usual one
 * @param tokens null where the provider reports no usage this time
 */
public record Scenario(
        List<Piece> pieces,
        Finish finish,
        @Nullable String ownReason,
        @Nullable Tokens tokens) {

    public Scenario {
        pieces = List.copyOf(pieces);
    }

    /** One tool call, whole. */
    public record Call(String id, String name, String arguments) {}

    /** Ends with {@link Finish#TOOL_CALLS} where it calls a tool, else with {@link Finish#STOP}; 11 + 7 tokens. */
    public static Scenario of(Piece... pieces) {
        boolean calls = List.of(pieces).stream().anyMatch(Piece.CallStart.class::isInstance);
        return new Scenario(List.of(pieces), calls ? Finish.TOOL_CALLS : Finish.STOP, null, Tokens.of(11, 7));
    }

    /** Says just this, in these pieces. */
    public static Scenario says(String... texts) {
        return of(List.of(texts).stream().map(Piece.Text::new).toArray(Piece[]::new));
    }

    public Scenario ending(Finish other) {
        return new Scenario(pieces, other, ownReason, tokens);
    }

    public Scenario endingBy(String word) {
        return new Scenario(pieces, finish, word, tokens);
    }

    public Scenario costing(@Nullable Tokens other) {
        return new Scenario(pieces, finish, ownReason, other);
    }

    public String text() {
        return pieces.stream()
                .map(piece -> piece instanceof Piece.Text text ? text.text() : "")
                .collect(Collectors.joining());
    }

    public String reasoning() {
        return pieces.stream()
                .map(piece -> piece instanceof Piece.Reasoning reasoning ? reasoning.text() : "")
                .collect(Collectors.joining());
    }

    /** The seal over the reasoning, or the empty string. */
    public String signature() {
        return pieces.stream()
                .map(piece -> piece instanceof Piece.Signature signature ? signature.data() : "")
                .collect(Collectors.joining());
    }

    public String refusal() {
        return pieces.stream()
                .map(piece -> piece instanceof Piece.Refusal refusal ? refusal.text() : "")
                .collect(Collectors.joining());
    }

    /** The tool calls with their arguments joined; empty arguments stay empty. */
    public List<Call> calls() {
        TreeMap<Integer, Call> calls = new TreeMap<>();
        for (Piece piece : pieces) {
            if (piece instanceof Piece.CallStart start) {
                calls.put(start.call(), new Call(start.id(), start.name(), ""));
            } else if (piece instanceof Piece.Arguments more) {
                calls.computeIfPresent(
                        more.call(), (i, call) -> new Call(call.id(), call.name(), call.arguments() + more.json()));
            }
        }
        return new ArrayList<>(calls.values());
    }
}
