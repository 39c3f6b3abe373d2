package io.penstock.provider.contract.wire;

/** What a provider's wire form has words for. A scenario is only rendered where it has all that are needed. */
public enum Ability {
    REASONING,
    /** Reasoning comes sealed, and the provider wants it back as it was. */
    SIGNED_REASONING,
    TOOLS,
    PARALLEL_TOOLS,
    /** Pieces of several calls' arguments can come in turn. */
    INTERLEAVED_TOOLS,
    /** Tool calls have ids at the provider; without, Penstock makes them. */
    TOOL_CALL_IDS,
    /** A refusal has words apart from the text. */
    REFUSAL_TEXT,
    /** An answer can end because of a filter. */
    FILTER,
    /** Usage tells cached tokens apart. */
    CACHED_TOKENS,
    /** Usage tells tokens apart that were written to a cache. */
    CACHE_WRITES,
    /** Usage tells reasoning tokens apart. */
    REASONING_TOKENS,
    /** Usage may be missing from an answer. */
    NO_USAGE
}
