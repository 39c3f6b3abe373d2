package io.penstock.shared.limit.system;

import io.penstock.shared.limit.LimitKind;
import io.penstock.shared.limit.Limits;
import io.penstock.shared.limit.Standing;
import io.penstock.shared.limit.Subject;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Subjects and how they stand, between a test and its members. */
final class SubjectJson {

    private SubjectJson() {}

    static JsonArray write(List<Subject> subjects) {
        JsonArray all = new JsonArray();
        for (Subject subject : subjects) {
            JsonObject limits = new JsonObject();
            for (LimitKind kind : LimitKind.values()) {
                limits.put(kind.name(), subject.limits().of(kind));
            }
            all.add(new JsonObject().put("id", subject.id()).put("limits", limits));
        }
        return all;
    }

    static List<Subject> read(JsonArray all) {
        return all.stream()
                .map(JsonObject.class::cast)
                .map(json -> new Subject(json.getString("id"), limits(json.getJsonObject("limits"))))
                .toList();
    }

    /** Units used, by {@link #place}. */
    static JsonObject writeUsed(List<Standing> standings) {
        JsonObject used = new JsonObject();
        standings.forEach(standing -> used.put(place(standing.subject(), standing.kind()), standing.used()));
        return used;
    }

    static String place(Subject subject, LimitKind kind) {
        return subject.id() + " " + kind;
    }

    private static Limits limits(JsonObject json) {
        Limits limits = Limits.NONE;
        for (LimitKind kind : LimitKind.values()) {
            limits = limits.with(kind, json.getLong(kind.name()));
        }
        return limits;
    }
}
