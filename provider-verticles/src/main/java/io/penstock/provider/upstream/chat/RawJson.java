package io.penstock.provider.upstream.chat;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;

/** JSON text that is written as it is: the numbers of a tool call's arguments must not change on their way. */
public record RawJson(@JsonRawValue @JsonValue String text) {

    public static final RawJson EMPTY_OBJECT = new RawJson("{}");
}
