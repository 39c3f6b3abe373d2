package io.penstock.provider.anthropic.request;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.anthropic.wire.ToolForm;
import io.penstock.provider.upstream.chat.Parameters;
import io.penstock.provider.upstream.chat.ResponseFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the model is brought to answer in JSON: held to a schema where it can be, else by a tool that it must
 * call and whose input is the answer, else by being told to. At most one of them is there. JSON of no given
 * schema is only told of: Anthropic has no other way to it.
 *
 * @param format {@code output_config.format}
 * @param tool that the model must call
 * @param instruction for the system prompt
 */
record OutputForm(
        @Nullable ObjectNode format,
        @Nullable ToolForm tool,
        @Nullable String instruction) {

    private static final String PARAM = "response_format";

    private static final OutputForm TEXT = new OutputForm(null, null, null);
    private static final String ASKED =
            "Answer with one JSON object and nothing else: no text before or after it, and no code fence around it.";

    /**
     * Takes {@code response_format}. A schema that the model is only told of is named as dropped: nothing holds
     * the model to it.
     *
     * @param canForce whether the model can be made to call a tool, and has no other tools to call
     */
    static OutputForm of(Parameters parameters, ModelTraits model, boolean canForce) {
        ResponseFormat asked = parameters.responseFormat();
        if (asked == null) {
            return TEXT;
        }
        if (!(asked instanceof ResponseFormat.JsonSchema json) || json.schema().isEmpty()) {
            return new OutputForm(null, null, ASKED);
        }
        SchemaForm form = new SchemaForm(json.schema());
        if (model.schemas() && form.fits() && SchemaForm.areFew(List.of(form))) {
            return new OutputForm(held(form.schema()), null, null);
        }
        if (canForce) {
            String description = json.description() == null ? "Gives the answer." : json.description();
            ToolForm tool = new ToolForm(ToolForm.ANSWER, description, Schemas.ofObject(json.schema()), null, null);
            return new OutputForm(null, tool, null);
        }
        parameters.drop(PARAM);
        return new OutputForm(null, null, ASKED + " It must conform to this JSON Schema: " + json.schema());
    }

    private static ObjectNode held(ObjectNode schema) {
        ObjectNode format = JsonNodeFactory.instance.objectNode();
        format.put("type", "json_schema");
        format.set("schema", schema);
        return format;
    }
}
