package io.penstock.shared.limit;

/** What is counted, and over what time. */
public enum LimitKind {
    REQUESTS_PER_MINUTE("requests", "requests per minute"),
    REQUESTS_PER_DAY("requests", "requests per day");

    private final String code;
    private final String label;

    LimitKind(String code, String label) {
        this.code = code;
        this.label = label;
    }

    /** The resource: the error code of a refusal, and the last word of the {@code x-ratelimit} headers. */
    public String code() {
        return code;
    }

    /** For a person, such as {@code requests per minute}. */
    public String label() {
        return label;
    }
}
