package io.penstock.shared.chat.tokens;

import io.penstock.shared.chat.json.JsonCursor;

/** The name of a member, for a switch over the few that are known. */
final class MemberName {

    /** No spelling of a known name is longer: 17 characters of six bytes each. */
    private static final int LONGEST_SPELLING = 102;

    private MemberName() {}

    /** The cursor's last key, or nothing where it is too long to be a known one. */
    static String of(JsonCursor cursor) {
        return cursor.keyEnd() - cursor.keyStart() <= LONGEST_SPELLING ? cursor.key() : "";
    }
}
