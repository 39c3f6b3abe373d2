package io.penstock.provider.upstream.choices;

import io.penstock.provider.upstream.raw.Json;
import io.penstock.provider.upstream.raw.RawObject;
import io.penstock.provider.upstream.raw.RawValue;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.json.JsonCursor.Kind;
import org.jspecify.annotations.Nullable;

/** Adds up what several answers report as their usage: each number of one name, details and prices included. */
final class UsageSum {

    /** Longer than any count or price; a number of more digits is not added. */
    private static final int MOST_DIGITS = 40;

    private RawObject sum = new RawObject();

    /** @param usage may be slices of bytes that change later */
    void add(RawObject usage) {
        RawValue copy = usage.raw();
        RawObject own = RawObject.read(copy.bytes(), copy.start(), copy.end());
        if (own != null) {
            sum = plus(sum, own);
        }
    }

    /** All of it, with these totals. */
    RawObject total(Usage usage) {
        RawObject total = sum.copy();
        total.put("prompt_tokens", RawValue.number(usage.promptTokens()));
        total.put("completion_tokens", RawValue.number(usage.completionTokens()));
        total.put("total_tokens", RawValue.number(usage.totalTokens()));
        return total;
    }

    private static RawObject plus(RawObject one, RawObject other) {
        RawObject result = one.copy();
        var unused = other.anyMember((key, value) -> {
            result.put(key, plus(one.get(key), value));
            return false;
        });
        return result;
    }

    private static Json plus(@Nullable Json one, Json other) {
        RawObject oneObject = object(one);
        RawObject otherObject = object(other);
        if (oneObject != null && otherObject != null) {
            return plus(oneObject, otherObject);
        }
        if (one == null || isNull(other)) {
            return one == null ? other : one;
        }
        return number(one.raw(), other.raw());
    }

    /** The first where they are no numbers. */
    private static RawValue number(RawValue one, RawValue other) {
        if (!isNumber(one) || !isNumber(other)) {
            return one;
        }
        if (isInteger(one) && isInteger(other)) {
            return RawValue.number(one.integer() + other.integer());
        }
        double total = Double.parseDouble(one.text()) + Double.parseDouble(other.text());
        return Double.isFinite(total) ? RawValue.ofJson(Double.toString(total)) : one;
    }

    private static boolean isNumber(RawValue value) {
        return value.isNumber() && value.end() - value.start() <= MOST_DIGITS;
    }

    private static boolean isInteger(RawValue value) {
        return value.text().chars().allMatch(c -> c >= '0' && c <= '9') && value.end() - value.start() <= 17;
    }

    private static boolean isNull(Json value) {
        return value instanceof RawValue raw && raw.isNull();
    }

    private static @Nullable RawObject object(@Nullable Json value) {
        boolean raw = value instanceof RawValue leaf && leaf.kind() != Kind.OBJECT;
        return raw ? null : RawObject.from(value);
    }
}
