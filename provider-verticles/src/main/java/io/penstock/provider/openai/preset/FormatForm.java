package io.penstock.provider.openai.preset;

/** What a vendor takes as {@code response_format}. */
public enum FormatForm {
    OPENAI,
    /** {@code json_object} alone: a schema goes along as an instruction. */
    NO_SCHEMA,
    /** {@code json_schema} alone: any object has a schema too. */
    NO_OBJECT
}
