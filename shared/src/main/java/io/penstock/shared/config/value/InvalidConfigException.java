package io.penstock.shared.config.value;

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

    /** The same problem, seen from the record that holds the refusing one as that component. */
    public InvalidConfigException within(String component) {
        return new InvalidConfigException(path.isEmpty() ? component : component + "." + path, problem);
    }

    public String path() {
        return path;
    }

    public String problem() {
        return problem;
    }
}
