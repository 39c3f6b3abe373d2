package io.penstock.provider.upstream.normaliser.state;

import io.penstock.provider.upstream.raw.RawObject;
import io.penstock.provider.upstream.raw.RawValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of the prompt that came out of a vendor's cache, where the vendor counts them under a name of its
 * own: DeepSeek's {@code prompt_cache_hit_tokens}, Together's {@code cached_tokens}, Mistral's {@code
 * num_cached_tokens} and {@code prompt_token_details}. All of them are part of {@code prompt_tokens}.
 */
final class CachedTokens {

    static final long NONE = -1;

    private static final String NAME = "cached_tokens";
    private static final String DETAILS = "prompt_tokens_details";
    private static final List<String> NAMES = List.of("prompt_cache_hit_tokens", NAME, "num_cached_tokens");

    private CachedTokens() {}

    /** How many stand in another place than the API's; {@link #NONE} where none do, or the API's place is taken. */
    static long misplaced(RawObject usage) {
        if (count(usage.object(DETAILS)) != NONE) {
            return NONE;
        }
        for (String name : NAMES) {
            long count = UsageTally.count(usage, name);
            if (count != NONE) {
                return count;
            }
        }
        return count(usage.object("prompt_token_details"));
    }

    /** @param most more than that are not believed */
    static void put(RawObject usage, long count, long most) {
        RawObject given = usage.object(DETAILS);
        RawObject details = given == null ? new RawObject() : given.copy();
        details.put(NAME, RawValue.number(Math.min(count, most)));
        usage.put(DETAILS, details);
    }

    private static long count(@Nullable RawObject details) {
        return details == null ? NONE : UsageTally.count(details, NAME);
    }
}
