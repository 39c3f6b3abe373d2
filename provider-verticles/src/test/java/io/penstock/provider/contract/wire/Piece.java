package io.penstock.provider.contract.wire;

/** One thing that the model does, in the order in which it does it. */
public sealed interface Piece {

    /** Some more reasoning that the provider shows. */
    record Reasoning(String text) implements Piece {}

    /** The provider's seal over the reasoning so far; opaque, given back by a client as it came. */
    record Signature(String data) implements Piece {}

    /** Some more of the answer's text. */
    record Text(String text) implements Piece {}

    /** Some more words of the model's own refusal, where the wire form keeps them apart from the text. */
    record Refusal(String text) implements Piece {}

    /**
     * A tool call begins.
     *
     * @param call counts the calls of the answer from 0
     */
    record CallStart(int call, String id, String name) implements Piece {}

    /** Some more of a call's arguments: all pieces of one call joined are a JSON object. */
    record Arguments(int call, String json) implements Piece {}
}
