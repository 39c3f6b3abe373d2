package io.penstock.shared.chat.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.shared.chat.error.ApiError;
import io.penstock.shared.chat.error.ApiException;
import io.penstock.shared.config.Config;
import io.penstock.shared.config.model.TargetConfig;
import io.penstock.shared.config.value.InvalidConfigException;
import java.util.List;
import java.util.Map;

/** Finds out at start what no request could send: parameters of targets that the API does not allow. */
public final class ParameterCheck {

    private ParameterCheck() {}

    /**
     * Reads each parameter as that of a request, with the same reader. Those that Penstock does not know pass.
     *
     * @throws InvalidConfigException with a path from the top of the file, for the loader to name file and line
     */
    public static void check(Config config) {
        config.models().forEach((name, model) -> {
            List<TargetConfig> targets = model.targets();
            for (int i = 0; i < targets.size(); i++) {
                String path = "models." + name + ".targets[" + i + "].";
                check(path + "defaults.", targets.get(i).defaults());
                check(path + "overrides.", targets.get(i).overrides());
            }
        });
    }

    private static void check(String path, Map<String, String> parameters) {
        parameters.forEach((name, json) -> {
            String body = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\"}],\"" + name + "\":" + json + "}";
            try {
                ChatPeek unused = ChatRequestReader.read(body.getBytes(UTF_8));
            } catch (ApiException e) {
                throw refused(path, name, e.error());
            }
        });
    }

    private static InvalidConfigException refused(String path, String name, ApiError error) {
        String param = error.param() == null ? name : error.param();
        String message = error.message();
        String told = "Invalid '" + param + "': ";
        String why = message.startsWith(told) ? message.substring(told.length()) : message;
        String end = why.endsWith(".") ? why.substring(0, why.length() - 1) : why;
        return new InvalidConfigException(path + param, "is not what a request may have: " + end);
    }
}
