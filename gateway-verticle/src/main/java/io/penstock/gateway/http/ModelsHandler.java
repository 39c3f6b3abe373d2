package io.penstock.gateway.http;

import io.penstock.gateway.auth.Client;
import io.penstock.gateway.chat.Setup;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.ApiException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** {@code GET /v1/models} and {@code /v1/models/{id}}: just the models the caller may use. Any thread. */
final class ModelsHandler {

    private final long created = System.currentTimeMillis() / 1000;

    JsonObject list(Setup setup, Client client) {
        JsonArray data = new JsonArray();
        setup.routes().models().stream().filter(client::mayUse).map(this::model).forEach(data::add);
        return new JsonObject().put("object", "list").put("data", data);
    }

    /** Also finds {@code provider/model}. One that the caller may not use is as unknown as one that is not there. */
    JsonObject get(Setup setup, Client client, String id) {
        if (setup.routes().find(id) == null || !client.mayUse(id)) {
            throw new ApiException(ApiErrors.modelNotFound(id));
        }
        return model(id);
    }

    private JsonObject model(String id) {
        return new JsonObject()
                .put("id", id)
                .put("object", "model")
                .put("created", created)
                .put("owned_by", "penstock");
    }
}
