package io.penstock.provider.openai.preset;

/** Under which name a vendor takes the reasoning of earlier turns back. */
public enum History {
    /** Under any that the client knows: nobody knows who the vendor is. */
    UNTOUCHED,
    /** Under none: it would be refused, or goes nowhere. */
    NONE,
    /** As a client has it. */
    REASONING_CONTENT,
    /** The same, and it is missed where a turn that called tools has none. */
    REASONING_CONTENT_IN_CALLS,
    REASONING,
    /** As a part of the content, for models that think in parts. */
    PARTS
}
