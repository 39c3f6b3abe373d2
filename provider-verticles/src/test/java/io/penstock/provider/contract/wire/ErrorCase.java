package io.penstock.provider.contract.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * An error as the provider documents it: a whole response, or frames in the middle of a stream.
 *
 * @param name for the test report
 * @param status of the response; 200 for one that comes in band
 * @param headers of the response
 * @param frames the response's body, or what a stream goes on with
 */
public record ErrorCase(
        String name, Kind kind, int status, Map<String, String> headers, List<byte[]> frames, ExpectedError expected) {

    /** The ones that every provider has, but for {@link #CONTENT_FILTER} and {@link #IN_BAND}. */
    public enum Kind {
        THROTTLED,
        OVERLOADED,
        BAD_KEY,
        CONTEXT_TOO_LONG,
        MODEL_NOT_FOUND,
        /** A blocked prompt, where the provider calls that an error. */
        CONTENT_FILTER,
        /** Any other documented one. */
        OTHER,
        /** Inside a stream with status 200. */
        IN_BAND
    }

    public ErrorCase {
        headers = Map.copyOf(headers);
        frames = List.copyOf(frames);
    }

    /** With a JSON body. */
    public static ErrorCase of(String name, Kind kind, int status, String body, ExpectedError expected) {
        return of(name, kind, status, Map.of("content-type", "application/json"), body, expected);
    }

    public static ErrorCase of(
            String name, Kind kind, int status, Map<String, String> headers, String body, ExpectedError expected) {
        return new ErrorCase(name, kind, status, headers, List.of(body.getBytes(StandardCharsets.UTF_8)), expected);
    }

    /** Comes after the frames of a {@link Finish#NONE} scenario, once without pieces and once with text. */
    public static ErrorCase inBand(String name, String frame, ExpectedError expected) {
        return inBand(name, frame.getBytes(StandardCharsets.UTF_8), expected);
    }

    public static ErrorCase inBand(String name, byte[] frame, ExpectedError expected) {
        return new ErrorCase(name, Kind.IN_BAND, 200, Map.of(), List.of(frame), expected);
    }

    @Override
    public String toString() {
        return name;
    }
}
