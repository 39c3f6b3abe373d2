package io.penstock.provider.upstream;

import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.ApiException;
import io.penstock.shared.config.model.OnUnsupported;
import java.util.List;

/** What becomes of a request's parameters that its provider lacks. */
public final class Unsupported {

    private final String provider;
    private final OnUnsupported choice;

    /** @param provider its name in the configuration */
    public Unsupported(String provider, OnUnsupported choice) {
        this.provider = provider;
        this.choice = choice;
    }

    /**
     * Tells the sink what is left out.
     *
     * @param names as the client wrote them
     * @throws ApiException with 400 {@code unsupported_parameter} where nothing may be left out
     */
    public void leaveOut(List<String> names, AnswerSink sink) {
        if (names.isEmpty()) {
            return;
        }
        if (choice == OnUnsupported.ERROR) {
            throw refused(names.get(0));
        }
        sink.dropped(names);
    }

    /**
     * A choice fewer is no parameter less: {@code n} is never dropped.
     *
     * @throws ApiException with 400 {@code unsupported_parameter}
     */
    public void checkChoices(int n, boolean hasN) {
        if (n > 1 && !hasN) {
            throw new ApiException(ApiErrors.unsupportedParameter(
                    "n",
                    "The provider '" + provider + "' gives one choice to a request, but 'n' is " + n
                            + ". Leave it out, or have the provider's emulateN switched on."));
        }
    }

    private ApiException refused(String name) {
        return new ApiException(ApiErrors.unsupportedParameter(
                name, "The provider '" + provider + "' does not support the parameter '" + name + "'."));
    }
}
