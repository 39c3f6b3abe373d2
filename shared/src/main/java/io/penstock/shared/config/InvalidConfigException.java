package io.penstock.shared.config;

/**
 * A value that a configuration record refuses. The path is relative to that record, so that the
 * loader can complete it and name the line; the problem reads on from the value ({@code must be
 * 0 to 65535}) and never repeats it, for the value may be a secret in the wrong place.
 */
public final class InvalidConfigException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String path;
    private final String problem;

    /**
     * @param path the component at fault, such as {@code targets[0].provider}; empty for the whole record
     * @param problem what is wrong and what is allowed, without the value
     */
    public InvalidConfigException(String path, String problem) {
        super(path.isEmpty() ? problem : path + ": " + problem);
        this.path = path;
        this.problem = problem;
    }

    public String path() {
        return path;
    }

    public String problem() {
        return problem;
    }
}
