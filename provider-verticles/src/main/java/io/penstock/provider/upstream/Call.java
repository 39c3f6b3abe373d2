package io.penstock.provider.upstream;

import io.penstock.shared.chat.Usage;
import org.jspecify.annotations.Nullable;

/** A completion under way. Event loop only. */
public interface Call {

    /** Ends the upstream request at once. The sink hears nothing more. No effect on an ended call. */
    void cancel();

    /** What the provider has billed as far as is known; null where it can have billed nothing yet. */
    @Nullable
    Usage billed();
}
