package io.penstock.shared.limit;

import io.penstock.shared.config.Config;
import io.penstock.shared.config.access.AuthMode;
import io.penstock.shared.config.access.KeyConfig;
import io.penstock.shared.config.access.Quota;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which limits of a configuration apply to a request. Immutable; any thread. */
public final class LimitedSubjects {

    private final Config config;
    private final Limits total;
    private final Limits anonymous;
    private final Map<String, Limits> models = new HashMap<>();
    private final Map<String, Limits> perKey = new HashMap<>();

    public LimitedSubjects(Config config) {
        this.config = config;
        this.total = limits(config.limits().total());
        this.anonymous = limits(config.limits().perKey());
        config.models().forEach((name, model) -> {
            models.put(name, limits(model.limits()));
            perKey.put(name, limits(model.perKey()));
        });
    }

    /**
     * All that apply to a request; only those that limit anything.
     *
     * @param key null for the anonymous client
     * @param client the key's name, or the anonymous client's
     * @param model as the client names it
     */
    public List<Subject> of(@Nullable KeyConfig key, String client, String model) {
        List<Subject> subjects = new ArrayList<>(4);
        addClient(subjects, key, client);
        addModel(subjects, key, client, model);
        return subjects;
    }

    /** Those of them that apply whatever the model. */
    public List<Subject> ofClient(@Nullable KeyConfig key, String client) {
        List<Subject> subjects = new ArrayList<>(2);
        addClient(subjects, key, client);
        return subjects;
    }

    /** The rest of them. */
    public List<Subject> ofModel(@Nullable KeyConfig key, String client, String model) {
        List<Subject> subjects = new ArrayList<>(2);
        addModel(subjects, key, client, model);
        return subjects;
    }

    private void addClient(List<Subject> subjects, @Nullable KeyConfig key, String client) {
        add(subjects, Subject.total(total));
        add(subjects, Subject.key(client, key == null ? anonymous : limits(key.limits())));
    }

    private void addModel(List<Subject> subjects, @Nullable KeyConfig key, String client, String model) {
        Limits ofModel = models.get(model);
        if (ofModel != null) {
            add(subjects, Subject.model(model, ofModel));
        }
        String pattern = key == null ? null : key.limitedAs(model);
        if (key != null && pattern != null) {
            add(subjects, Subject.keyOnModel(client, pattern, ofPattern(key, pattern)));
        } else {
            add(subjects, Subject.keyOnModel(client, model, perKey.getOrDefault(model, Limits.NONE)));
        }
    }

    /** Every subject that limits anything, made as it is read: there may be as many as keys times models. */
    public Stream<Subject> all() {
        Stream<Subject> single = Stream.concat(
                Stream.of(Subject.total(total)),
                models.entrySet().stream().map(model -> Subject.model(model.getKey(), model.getValue())));
        Stream<Subject> keys = config.auth() == AuthMode.NONE
                ? Stream.concat(Stream.of(Subject.key("anonymous", anonymous)), onModels("anonymous", null))
                : config.keys().stream().flatMap(this::ofKey);
        return Stream.concat(single, keys).filter(subject -> !subject.limits().isNone());
    }

    private Stream<Subject> ofKey(KeyConfig key) {
        return Stream.of(
                        Stream.of(Subject.key(key.name(), limits(key.limits()))),
                        key.modelLimits().keySet().stream()
                                .map(pattern -> Subject.keyOnModel(key.name(), pattern, ofPattern(key, pattern))),
                        onModels(key.name(), key))
                .flatMap(part -> part);
    }

    private Stream<Subject> onModels(String client, @Nullable KeyConfig key) {
        return perKey.entrySet().stream()
                .filter(model -> key == null || key.allows(model.getKey()) && key.limitedAs(model.getKey()) == null)
                .map(model -> Subject.keyOnModel(client, model.getKey(), model.getValue()));
    }

    private static Limits ofPattern(KeyConfig key, String pattern) {
        return limits(key.modelLimits().getOrDefault(pattern, Quota.NONE));
    }

    private static void add(List<Subject> subjects, Subject subject) {
        if (!subject.limits().isNone()) {
            subjects.add(subject);
        }
    }

    private static Limits limits(Quota quota) {
        return quota.equals(Quota.NONE)
                ? Limits.NONE
                : new Limits(
                        orUnlimited(quota.requestsPerMinute()),
                        orUnlimited(quota.tokensPerMinute()),
                        orUnlimited(quota.requestsPerDay()),
                        orUnlimited(quota.tokensPerDay()),
                        orUnlimited(quota.concurrentRequests()));
    }

    private static long orUnlimited(@Nullable Long limit) {
        return limit == null ? Limits.UNLIMITED : limit;
    }
}
