package io.penstock.shared.limit;

/** What is counted, and over what time. */
public enum LimitKind {
    REQUESTS_PER_MINUTE("requestsPerMinute", "requests", "requests per minute"),
    TOKENS_PER_MINUTE("tokensPerMinute", "tokens", "tokens per minute"),
    REQUESTS_PER_DAY("requestsPerDay", "requests", "requests per day"),
    TOKENS_PER_DAY("tokensPerDay", "tokens", "tokens per day"),
    /** Counts what runs, not what came: the only kind without a window. */
    CONCURRENT_REQUESTS("concurrentRequests", "concurrency", "concurrent requests");

    private final String key;
    private final String code;
    private final String label;

    LimitKind(String key, String code, String label) {
        this.key = key;
        this.code = code;
        this.label = label;
    }

    /** Its name in the configuration. */
    public String key() {
        return key;
    }

    /** The resource: the error code of a refusal, and the last word of the {@code x-ratelimit} headers. */
    public String code() {
        return code;
    }

    /** For a person, such as {@code requests per minute}. */
    public String label() {
        return label;
    }

    /** Whether tokens are counted, which are known only when a request has ended. */
    public boolean countsTokens() {
        return this == TOKENS_PER_MINUTE || this == TOKENS_PER_DAY;
    }
}
