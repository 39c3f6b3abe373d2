package io.penstock.bench.wire;

/**
 * A load.
 *
 * @param model the scripted provider's, which says what it answers
 * @param requestBytes about the size of each request
 * @param rate requests a second on schedule; 0 for as many as there can be
 * @param warmUp seconds before the figures begin, in every round; streams of long connections need some to mix
 */
public record Load(
        String name,
        String title,
        String model,
        int requestBytes,
        int connections,
        double rate,
        double warmUp,
        double seconds) {

    public boolean isStream() {
        return !model.startsWith("plain");
    }

    /** The same for another time. */
    public Load lasting(double otherSeconds) {
        return new Load(name, title, model, requestBytes, connections, rate, warmUp, otherSeconds);
    }

    /** The same over so many connections. */
    public Load over(int otherConnections) {
        return new Load(name, title, model, requestBytes, otherConnections, rate, warmUp, seconds);
    }

    /** A chat request of about the size. */
    public String request() {
        StringBuilder body = new StringBuilder()
                .append("{\"model\":\"")
                .append(model)
                .append("\",\"messages\":[{\"role\":\"system\",\"content\":\"You are a helpful assistant.\"},"
                        + "{\"role\":\"user\",\"content\":\"");
        while (body.length() < requestBytes - 100) {
            body.append("The quick brown fox jumps over the lazy dog, and says \\\"woof\\\" to it.\\n");
        }
        body.append("\"}],\"temperature\":0.7");
        if (isStream()) {
            body.append(",\"stream\":true,\"stream_options\":{\"include_usage\":true}");
        }
        return body.append('}').toString();
    }
}
